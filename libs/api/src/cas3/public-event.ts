import { z } from 'zod';
import { Crn, Day, Moment, NomsNumber, Text, Uuid } from '../fields';

const url = z.string().meta({ examples: ['https://example.org/bookings/7b8f7b5e-3c1d-4c55-9d0a-2f6a1e8b9c01'] });
export const PersonReference = z.object({ crn: Crn, noms: NomsNumber.nullish() }).meta({ id: 'PersonReference' });

export const EventPremises = z
  .object({
    addressLine1: Text,
    addressLine2: Text.nullish(),
    postcode: Text,
    town: Text.nullish(),
    region: Text,
  })
  .meta({ id: 'EventPremises' });

export const EventStaffMember = z
  .object({ staffCode: Text, username: Text, probationRegionCode: Text })
  .meta({ id: 'EventStaffMember' });
const by = EventStaffMember.nullish();

const application = { applicationId: Uuid.nullish(), applicationUrl: url.nullish() };
const ofBooking = { personReference: PersonReference, bookingId: Uuid, bookingUrl: url, ...application };
const stay = {
  ...ofBooking,
  deliusEventNumber: Text,
  premises: EventPremises,
  notes: Text,
  recordedBy: by,
};

const details = {
  referral: z
    .object({ personReference: PersonReference, applicationId: Uuid, applicationUrl: url })
    .meta({ id: 'CAS3ReferralSubmittedEventDetails' }),
  provisional: z
    .object({ ...ofBooking, expectedArrivedAt: Moment, notes: Text, bookedBy: by })
    .meta({ id: 'CAS3BookingProvisionallyMadeEventDetails' }),
  confirmed: z
    .object({ ...ofBooking, expectedArrivedAt: Moment, notes: Text, confirmedBy: by })
    .meta({ id: 'CAS3BookingConfirmedEventDetails' }),
  cancelled: z
    .object({
      ...ofBooking,
      cancellationReason: Text,
      cancelledAt: Day.nullish(),
      notes: Text.nullish(),
      cancelledBy: by,
    })
    .meta({ id: 'CAS3BookingCancelledEventDetails' }),
  arrived: z
    .object({ ...stay, arrivedAt: Moment, expectedDepartureOn: Day })
    .meta({ id: 'CAS3PersonArrivedEventDetails' }),
  departed: z
    .object({ ...stay, departedAt: Moment, reason: Text, reasonDetail: Text.nullish() })
    .meta({ id: 'CAS3PersonDepartedEventDetails' }),
};

const named = <Details extends z.ZodType, const Type extends string>(id: string, type: Type, eventDetails: Details) =>
  z
    .object({ id: Uuid, timestamp: Moment, eventType: z.literal(`accommodation.cas3.${type}`), eventDetails })
    .meta({ id });

export const CAS3ReferralSubmittedEvent = named('CAS3ReferralSubmittedEvent', 'referral.submitted', details.referral);
export const CAS3BookingProvisionallyMadeEvent = named(
  'CAS3BookingProvisionallyMadeEvent',
  'booking.provisionally-made',
  details.provisional,
);
export const CAS3BookingConfirmedEvent = named('CAS3BookingConfirmedEvent', 'booking.confirmed', details.confirmed);
export const CAS3BookingCancelledEvent = named('CAS3BookingCancelledEvent', 'booking.cancelled', details.cancelled);
export const CAS3BookingCancelledUpdatedEvent = named(
  'CAS3BookingCancelledUpdatedEvent',
  'booking.cancelled.updated',
  details.cancelled,
);
export const CAS3PersonArrivedEvent = named('CAS3PersonArrivedEvent', 'person.arrived', details.arrived);
export const CAS3PersonArrivedUpdatedEvent = named(
  'CAS3PersonArrivedUpdatedEvent',
  'person.arrived.updated',
  details.arrived,
);
export const CAS3PersonDepartedEvent = named('CAS3PersonDepartedEvent', 'person.departed', details.departed);
export const CAS3PersonDepartureUpdatedEvent = named(
  'CAS3PersonDepartureUpdatedEvent',
  'person.departed.updated',
  details.departed,
);

/** What a consumer of our events reads at their address. */
export const PublicEventDetail = z
  .discriminatedUnion('eventType', [
    CAS3ReferralSubmittedEvent,
    CAS3BookingProvisionallyMadeEvent,
    CAS3BookingConfirmedEvent,
    CAS3BookingCancelledEvent,
    CAS3BookingCancelledUpdatedEvent,
    CAS3PersonArrivedEvent,
    CAS3PersonArrivedUpdatedEvent,
    CAS3PersonDepartedEvent,
    CAS3PersonDepartureUpdatedEvent,
  ])
  .meta({ id: 'PublicEventDetail' });
