import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingDatesChanged } from '@throughcare/events/booking-dates-changed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { defineRead, defineReads } from '@throughcare/events/define-read';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { PersonMoved } from '@throughcare/events/person-moved.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';

const staff = <Name extends string>(name: Name) =>
  [`${name}?.staffCode`, `${name}?.username`, `${name}?.probationRegionCode`] as const;
const booking = ['crn', 'nomsNumber?', 'applicationId?', 'bookingId', 'premisesId', 'bedspaceId'] as const;
const stay = [
  ...booking,
  ...(['eventNumber?', 'notes', 'premises.addressLine1', 'premises.addressLine2?', 'premises.postcode'] as const),
  ...(['premises.town?', 'premises.region', ...staff('recordedBy')] as const),
] as const;

export const referral = defineRead(ReferralSubmitted, ['crn', 'nomsNumber?', 'applicationId', 'submittedAt']);
export const provisional = defineRead(BookingProvisionallyMade, [
  ...booking,
  ...(['bookedAt', 'arrivalDate', ...staff('bookedBy')] as const),
]);
export const confirmation = defineRead(BookingConfirmed, [
  ...booking,
  ...(['confirmedAt', 'notes', 'arrivalDate', ...staff('confirmedBy')] as const),
]);
export const cancellations = defineReads(
  [BookingCancelled, BookingCancelledUpdated],
  [
    ...booking,
    ...(['cancellationReason', 'cancellationDate', 'cancelledAt', 'notes?', ...staff('cancelledBy')] as const),
  ],
);
export const arrivals = defineReads(
  [PersonArrived, PersonArrivedUpdated],
  [...stay, 'arrivedOn', 'atAddressSince?', 'expectedDepartureOn', 'recordedAt'],
);
export const departures = defineReads(
  [PersonDeparted, PersonDepartedUpdated],
  [...stay, 'departedAt', 'departedOn', 'departureReason', 'recordedAt', 'staysAtBookingId?'],
);
export const undone = defineRead(PersonArrivalUndone, [
  ...stay,
  ...(['arrivedOn', 'departureDate', 'undoneAt', 'reasonId', 'reason', 'staysAtBookingId?'] as const),
]);

export const moved = defineRead(PersonMoved, [
  ...booking,
  ...(['eventNumber?', 'arrivalDate', 'departureDate', 'movedOn', 'fromPremisesId', 'toPremisesId'] as const),
  ...(['premises.addressLine1', 'premises.addressLine2?', 'premises.postcode', 'premises.town?'] as const),
  ...(['premises.region', 'fromPremises.addressLine1', 'fromPremises.postcode'] as const),
  ...(['recordedAt', ...staff('recordedBy')] as const),
]);

export const datesChanged = defineRead(BookingDatesChanged, [
  ...booking,
  ...(['arrivalDate', 'status?', 'changedAt', ...staff('changedBy')] as const),
]);

/** Every public event of the catalogue. */
export const publicReads = [referral, provisional, confirmation, ...cancellations, ...arrivals, ...departures] as const;
