import type {
  Cas3ExternalLatestBookingDto,
  Cas3ReferralHistory,
  Cas3SuitableApplication,
} from '@throughcare/api/cas3/external';
import { londonDate } from '@throughcare/base/calendar';
import { assessmentIdOf } from '@throughcare/events/ids';
import { lists } from '@throughcare/reference/lists';
import { deliveryUnitOf } from '@throughcare/reference/regions';
import { statusOf } from '../application/draft.rules';
import type { ReferralBookingStatus } from '../history/referral-booking.entity';
import type { Candidate } from './suitable.rules';

/** A booking with the property that it is in, when booking has published it. */
export interface BookedPlace {
  readonly applicationId: string;
  readonly status: ReferralBookingStatus;
  readonly arrivalDate: string;
  readonly departureDate: string;
  readonly offeredAt: Date | null;
  readonly cancelledOn: string | null;
  readonly cancellationReason: string | null;
  readonly reference: string | null;
  readonly addressLine1: string | null;
  readonly addressLine2: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
}

export interface ExternalReferral {
  readonly id: string;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawalReasonId: string | null;
  readonly assessmentStatus: Cas3SuitableApplication['assessmentStatus'];
  readonly arrivalDate: string | null;
  readonly releaseDate: string | null;
  readonly placementPduId: string | null;
  readonly localAuthority: string | null;
  readonly createdByUserId: string;
  readonly rejectionReasonId: string | null;
  readonly referredBy: Cas3SuitableApplication['applicationSubmittedBy'];
  readonly bookings: readonly BookedPlace[];
}

const dayOf = (at: Date | null): string | null => at && londonDate(at);
const uiUrlOf = (uiUrl: string, { id }: ExternalReferral): string => `${uiUrl}/referrals/${id}`;
const bookingStatusOf = (booking: BookedPlace | undefined) =>
  booking?.status === 'not-arrived' ? 'notMinusArrived' : (booking?.status ?? null);
const assessmentStatusOf = ({ submittedAt, assessmentStatus }: ExternalReferral) =>
  assessmentStatus ?? (submittedAt ? 'unallocated' : null);

/** Why it came to nothing, while that is how it stands: by the assessor, or by whoever made it. */
const reasonOf = (referral: ExternalReferral): string | null => {
  if (statusOf(referral) !== 'rejected') return null;
  const id = referral.assessmentStatus === 'rejected' ? referral.rejectionReasonId : null;
  return lists.find('referral-rejection-reasons', id ?? referral.withdrawalReasonId)?.name ?? null;
};

export const candidateOf = (referral: ExternalReferral): Candidate & { readonly referral: ExternalReferral } => ({
  startedOn: londonDate(referral.createdAt),
  isSubmitted: referral.submittedAt !== null,
  isRejected: statusOf(referral) === 'rejected',
  isClosed: referral.assessmentStatus === 'closed',
  arrivalDate: referral.arrivalDate,
  releaseDate: referral.releaseDate,
  bookings: referral.bookings.map(({ status }) => status),
  referral,
});

/** Undefined while the property of the booking is not known here. */
export const toLatestBooking = (booking: BookedPlace): Cas3ExternalLatestBookingDto | undefined => {
  const { arrivalDate: startDate, departureDate: endDate, reference: name, addressLine1, addressLine2, town } = booking;
  if (addressLine1 === null || booking.postcode === null) return undefined;
  return { startDate, endDate, name, addressLine1, addressLine2, town, postcode: booking.postcode };
};

export const toSuitable = (referral: ExternalReferral, uiUrl: string): Cas3SuitableApplication => {
  const [latest, ...previous] = referral.bookings;
  return {
    id: referral.id,
    applicationStatus: statusOf(referral),
    applicationSubmittedDate: dayOf(referral.submittedAt),
    applicationSubmittedBy: referral.referredBy,
    applicationRejectedReason: reasonOf(referral),
    assessmentStatus: assessmentStatusOf(referral),
    bookingStatus: bookingStatusOf(latest),
    bookingProvisionalOfferSentDate: latest?.status === 'provisional' ? dayOf(latest.offeredAt) : null,
    previousBookings: previous.map((booking) => ({
      bookingStatus: bookingStatusOf(booking),
      cancellation:
        booking.cancelledOn === null
          ? null
          : { cancellationDate: booking.cancelledOn, cancellationReason: booking.cancellationReason },
    })),
    premises: (latest && toLatestBooking(latest)) ?? null,
    uiUrl: uiUrlOf(uiUrl, referral),
  };
};

/** One for each booking, and one of a referral without any. What an assessor wrote about a rejection stays with the assessment. */
export const toHistoryItems = (referral: ExternalReferral, uiUrl: string): Cas3ReferralHistory[] => {
  const item = (booking?: BookedPlace): Cas3ReferralHistory => {
    const place = booking && toLatestBooking(booking);
    return {
      type: 'CAS3',
      id: assessmentIdOf(referral.id),
      applicationId: referral.id,
      applicationStatus: statusOf(referral),
      assessmentStatus: assessmentStatusOf(referral),
      date: londonDate(referral.submittedAt ?? referral.createdAt),
      referralRejectionReason: reasonOf(referral),
      referralRejectionReasonDetail: null,
      localAuthorityArea: referral.localAuthority,
      pdu: deliveryUnitOf(referral.placementPduId)?.name ?? null,
      referredBy: referral.referredBy,
      placementAddress: place
        ? [place.addressLine1, place.addressLine2, place.town, place.postcode].filter(Boolean).join(', ')
        : null,
      bookingStatus: bookingStatusOf(booking),
      uiUrl: uiUrlOf(uiUrl, referral),
    };
  };
  return referral.bookings.length > 0 ? referral.bookings.map(item) : [item()];
};
