import { londonDate, londonInstant } from '@throughcare/platform/calendar';
import type { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import type { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import type { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import type { EventOf } from '@throughcare/events/define-event';
import type { PersonArrived } from '@throughcare/events/person-arrived.v1';
import type { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import type { PersonDeparted } from '@throughcare/events/person-departed.v1';
import type { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import type { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { hasHptTeam } from '../staff/region-map.rules';

type Arrival = EventOf<typeof PersonArrived> | EventOf<typeof PersonArrivedUpdated>;
type Departure = EventOf<typeof PersonDeparted> | EventOf<typeof PersonDepartedUpdated>;
type Cancellation = EventOf<typeof BookingCancelled> | EventOf<typeof BookingCancelledUpdated>;
type Provisional = EventOf<typeof BookingProvisionallyMade>;
type Confirmation = EventOf<typeof BookingConfirmed>;
type BookingEvent = Arrival | Departure | Cancellation | Provisional | Confirmation;
export type PublicEvent = EventOf<typeof ReferralSubmitted> | BookingEvent;

/** Something nDelius will not keep as we sent it, or that we left out so that it takes the rest. */
export type Warning = 'ADDRESS_CUT_BY_NDELIUS' | 'STAFF_LEFT_OUT';
/** Why nDelius would refuse it whatever we do. */
export type Refusal = 'ADDRESS_EMPTY';

export interface Detail {
  readonly id: string;
  readonly timestamp: string;
  readonly eventType: string;
  readonly eventDetails: Readonly<Record<string, unknown>>;
}
export interface Publication {
  readonly detail: Detail;
  /** When it happened, for the message. */
  readonly occurredAt: string;
  readonly warnings: readonly Warning[];
  readonly refusal?: Refusal;
}

/** Keeps of each address line the pieces nDelius has columns for: three of 35 characters in all. */
const NDELIUS_PIECE = 35;
const NDELIUS_PIECES = 3;

const midday = (day: string): string => londonInstant(day, '12:00').toISOString();
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const personReference = (crn: string, noms: string | undefined) => given({ crn, noms });
const applicationUrl = (uiUrl: string, id: string) => `${uiUrl}/referrals/${id}`;

/** A staff or region code that nDelius lacks kills the whole message, so a doubtful block is left out. */
const staffBlock = (name: string, member: { staffCode: string; probationRegionCode: string } | undefined) => {
  const codes = member && member.staffCode.trim() !== '' && hasHptTeam(member.probationRegionCode);
  return {
    block: codes ? { [name]: member } : {},
    warnings: member && !codes ? (['STAFF_LEFT_OUT'] as const) : [],
  };
};

const bookingBlock = ({ data }: BookingEvent, crn: string, uiUrl: string) => ({
  ...(data.applicationId !== undefined && {
    applicationId: data.applicationId,
    applicationUrl: applicationUrl(uiUrl, data.applicationId),
  }),
  personReference: personReference(crn, data.nomsNumber),
  bookingId: data.bookingId,
  bookingUrl: `${uiUrl}/properties/${data.premisesId}/bedspaces/${data.bedspaceId}/bookings/${data.bookingId}`,
});

const pieces = (line: string | undefined) => Math.ceil((line ?? '').length / NDELIUS_PIECE);

const premisesBlock = ({ premises }: (Arrival | Departure)['data']) => ({
  block: {
    premises: given({
      addressLine1: premises.addressLine1,
      addressLine2: premises.addressLine2,
      postcode: premises.postcode
        .replace(/[\s\u00a0]+/g, ' ')
        .trim()
        .toUpperCase(),
      town: premises.town,
      region: premises.region,
    }),
  },
  warnings:
    pieces(premises.addressLine1) + pieces(premises.addressLine2) > NDELIUS_PIECES
      ? (['ADDRESS_CUT_BY_NDELIUS'] as const)
      : [],
  empty: premises.addressLine1.trim() === '' && (premises.addressLine2 ?? '').trim() === '',
});

const departedAt = ({ departedAt: instant, departedOn }: Departure['data']): string =>
  londonDate(new Date(instant)) === departedOn ? new Date(instant).toISOString() : midday(departedOn);

interface Parts {
  readonly eventDetails: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
  readonly warnings: readonly Warning[];
  readonly refused?: boolean;
}

const arrival = (event: Arrival, common: object): Parts => {
  const { data } = event;
  const address = premisesBlock(data);
  const staff = staffBlock('recordedBy', data.recordedBy);
  const arrivedAt = midday(data.arrivedOn);
  return {
    eventDetails: {
      ...{ ...common, deliusEventNumber: data.eventNumber ?? '', ...address.block, arrivedAt },
      ...{ expectedDepartureOn: data.expectedDepartureOn, notes: data.notes, ...staff.block },
    },
    occurredAt: arrivedAt,
    warnings: [...address.warnings, ...staff.warnings],
    refused: address.empty,
  };
};

const departure = (event: Departure, common: object): Parts => {
  const { data } = event;
  const address = premisesBlock(data);
  const staff = staffBlock('recordedBy', data.recordedBy);
  const left = departedAt(data);
  return {
    eventDetails: {
      ...{ ...common, deliusEventNumber: data.eventNumber ?? '', ...address.block, departedAt: left },
      ...{ reason: data.departureReason, notes: data.notes, ...staff.block },
    },
    occurredAt: left,
    warnings: staff.warnings,
  };
};

const cancellation = ({ data }: Cancellation, common: object): Parts => {
  const staff = staffBlock('cancelledBy', data.cancelledBy);
  return {
    eventDetails: {
      ...{ ...common, cancellationReason: data.cancellationReason, cancelledAt: data.cancellationDate },
      ...{ notes: data.notes ?? '', ...staff.block },
    },
    occurredAt: data.cancelledAt,
    warnings: staff.warnings,
  };
};

const expected = (
  event: Provisional | Confirmation,
  common: object,
  more: { by: string; member: Provisional['data']['bookedBy']; notes: string; occurredAt: string },
): Parts => {
  const staff = staffBlock(more.by, more.member);
  return {
    eventDetails: {
      ...{ ...common, expectedArrivedAt: midday(event.data.arrivalDate), notes: more.notes },
      ...staff.block,
    },
    occurredAt: more.occurredAt,
    warnings: staff.warnings,
  };
};

const partsOf = (event: PublicEvent, crn: string, uiUrl: string): Parts => {
  switch (event.type) {
    case 'accommodation.cas3.referral.submitted': {
      const { applicationId, nomsNumber, submittedAt } = event.data;
      const url = applicationUrl(uiUrl, applicationId);
      const eventDetails = { personReference: personReference(crn, nomsNumber), applicationId, applicationUrl: url };
      return { eventDetails, occurredAt: submittedAt, warnings: [] };
    }
    case 'accommodation.cas3.booking.provisionally-made': {
      const { bookedBy: member, bookedAt: occurredAt } = event.data;
      return expected(event, bookingBlock(event, crn, uiUrl), { by: 'bookedBy', member, notes: '', occurredAt });
    }
    case 'accommodation.cas3.booking.confirmed': {
      const { confirmedBy: member, confirmedAt: occurredAt, notes } = event.data;
      return expected(event, bookingBlock(event, crn, uiUrl), { by: 'confirmedBy', member, notes, occurredAt });
    }
    case 'accommodation.cas3.booking.cancelled':
    case 'accommodation.cas3.booking.cancelled.updated':
      return cancellation(event, bookingBlock(event, crn, uiUrl));
    case 'accommodation.cas3.person.arrived':
    case 'accommodation.cas3.person.arrived.updated':
      return arrival(event, bookingBlock(event, crn, uiUrl));
    case 'accommodation.cas3.person.departed':
    case 'accommodation.cas3.person.departed.updated':
      return departure(event, bookingBlock(event, crn, uiUrl));
  }
};

/**
 * One of our public events as nDelius's consumer has to find it: every field it insists on, times with `Z`, days as London
 * middays, identifiers without value left out. `uiUrl` has no slash at its end.
 */
export const publicationOf = (event: PublicEvent, crn: string, uiUrl: string): Publication => {
  const { eventDetails, occurredAt, warnings, refused } = partsOf(event, crn, uiUrl);
  const updated = event.type.endsWith('.updated');
  return {
    detail: { id: event.id, timestamp: event.time, eventType: event.type, eventDetails },
    occurredAt: updated ? event.time : new Date(occurredAt).toISOString(),
    warnings,
    ...(refused && { refusal: 'ADDRESS_EMPTY' as const }),
  };
};
