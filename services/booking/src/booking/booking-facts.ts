import { NomsNumber } from '@throughcare/events/fields';
import { known, regionOf } from '../reference-data/reference-data';
import type { Booking } from './booking.entity';

export interface PremisesFacts {
  readonly probationRegionId: string;
  readonly addressLine1: string;
  readonly addressLine2: string | null;
  readonly town: string | null;
  readonly postcode: string;
}

export type FactsOfBooking = Pick<
  Booking,
  | 'id'
  | 'crn'
  | 'nomsNumber'
  | 'applicationId'
  | 'assessmentId'
  | 'eventNumber'
  | 'premisesId'
  | 'bedspaceId'
  | 'arrivalDate'
  | 'departureDate'
  | 'inBedSince'
  | 'inPremisesSince'
  | 'turnaroundWorkingDays'
  | 'effectiveEndDate'
  | 'status'
>;

/** The ids that every event of a booking carries, and how it stands after the event. */
export const factsOf = (booking: FactsOfBooking, premises: PremisesFacts) => ({
  bookingId: booking.id,
  crn: booking.crn,
  nomsNumber: booking.nomsNumber ?? undefined,
  applicationId: booking.applicationId ?? undefined,
  assessmentId: booking.assessmentId ?? undefined,
  eventNumber: booking.eventNumber ?? undefined,
  premisesId: booking.premisesId,
  bedspaceId: booking.bedspaceId,
  probationRegionId: premises.probationRegionId,
  arrivalDate: booking.arrivalDate,
  departureDate: booking.departureDate,
  turnaroundWorkingDays: booking.turnaroundWorkingDays,
  effectiveEndDate: booking.effectiveEndDate,
  status: booking.status,
});

export const addressOf = (premises: PremisesFacts) => ({
  addressLine1: premises.addressLine1,
  addressLine2: premises.addressLine2 ?? undefined,
  town: premises.town ?? undefined,
  postcode: premises.postcode,
  region: known(regionOf(premises.probationRegionId)).name,
});

/** A prison number in its proper form, or none: events refuse any other. */
export const properNomsNumber = (value: string | null | undefined): string | null => {
  const parsed = NomsNumber.safeParse(value);
  return parsed.success ? parsed.data : null;
};
