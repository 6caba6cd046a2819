import { conflict, forbidden, invalid } from '@throughcare/base/errors';

export interface Referral {
  readonly applicationId: string;
  readonly crn: string;
  readonly status: string | null;
  /** Unknown when only the assessment service could tell; it lets in the region's own staff alone. */
  readonly probationRegionId: string | undefined;
}

/** A bedspace is booked for the person of the referral, in the region that accepted it, while it waits for a place. */
export const requirePlaceable = (referral: Referral, wanted: { crn: string; probationRegionId: string }): void => {
  if (referral.probationRegionId !== undefined && referral.probationRegionId !== wanted.probationRegionId)
    throw forbidden('ASSESSMENT_OF_ANOTHER_REGION');
  if (referral.crn.toUpperCase() !== wanted.crn)
    throw invalid('ASSESSMENT_OF_ANOTHER_PERSON', { detail: 'The assessment is about another person' });
  if (referral.status !== 'ready_to_place')
    throw invalid('ASSESSMENT_NOT_READY_TO_PLACE', { detail: 'The assessment is not ready to place' });
};

/** A booking becomes firm only while its referral waits for a place. The booking's own id ends the sentence: clients make it a link. */
export const requireConfirmable = (bookingId: string, status: string | null): void => {
  if (status !== 'ready_to_place')
    throw conflict('REFERRAL_NOT_READY_TO_PLACE', {
      detail: `The referral is ${(status ?? 'not known').replaceAll('_', ' ')}, not ready to place. Cancel the booking or make the referral ready first: ${bookingId}`,
    });
};
