import type { ReadOf } from '@throughcare/events/define-read';
import { deliusAddress } from '@throughcare/hmpps/delius-address.rules';
import { midday, momentOf, unknownTime } from './moments.rules';
import { applicationUrl, bookingUrl } from './public-links.rules';
import type { arrivals, cancellations, confirmation, departures, provisional, publicReads } from './public-reads';
import { lastOf, latestOn, type Told } from './told.rules';
import type { Detail } from '../public-events/detail';
import { hasHptTeam } from '../staff/region-map.rules';

type Arrival = ReadOf<(typeof arrivals)[number]>;
type Departure = ReadOf<(typeof departures)[number]>;
type Cancellation = ReadOf<(typeof cancellations)[number]>;
type Provisional = ReadOf<typeof provisional>;
type Confirmation = ReadOf<typeof confirmation>;
type BookingEvent = Arrival | Departure | Cancellation | Provisional | Confirmation;
export type PublicEvent = ReadOf<(typeof publicReads)[number]>;

/** Something nDelius will not keep as we sent it, or that we left out so that it takes the rest. */
export type Warning = 'ADDRESS_CUT_BY_NDELIUS' | 'STAFF_LEFT_OUT';
/** Why nDelius would refuse it whatever we do. */
export type Refusal = 'ADDRESS_EMPTY';

export interface Publication {
  readonly detail: Detail;
  /** When it happened, for the message. */
  readonly occurredAt: string;
  readonly warnings: readonly Warning[];
  readonly refusal?: Refusal;
}

const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const personReference = (crn: string, noms: string | undefined) => given({ crn, noms });

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
  bookingUrl: bookingUrl(uiUrl, data),
});

const premisesOf = ({ premises }: (Arrival | Departure)['data'], line1: string, line2: string | undefined) => ({
  premises: given({
    addressLine1: line1,
    addressLine2: line2,
    town: premises.town,
    region: premises.region,
    postcode: premises.postcode
      .replace(/[\s\u00a0]+/g, ' ')
      .trim()
      .toUpperCase(),
  }),
});

/** House number and street first where nDelius cannot hold everything. */
const addressBlock = (data: Arrival['data']) => {
  const { line1, line2, isCut } = deliusAddress(data.premises);
  return {
    block: premisesOf(data, line1, line2),
    warnings: isCut ? (['ADDRESS_CUT_BY_NDELIUS'] as const) : [],
    empty: line1.trim() === '' && (line2 ?? '').trim() === '',
  };
};

interface Parts {
  readonly eventDetails: Readonly<Record<string, unknown>>;
  /** The instant of what happened, or its day while there is none. */
  readonly occurredAt: string;
  readonly warnings: readonly Warning[];
  readonly refused?: boolean;
}

/** What staff wrote, and that the time is none where it is none. */
const notesWith = (notes: string, sentence: string | undefined): string =>
  [notes, sentence].filter((text) => text !== undefined && text !== '').join('\n');

const textOf = (told: Told | undefined, name: string): string | undefined => {
  const value = told?.eventDetails[name];
  return typeof value === 'string' ? value : undefined;
};
const recordedAtOf = ({ data, time }: Arrival | Departure): string =>
  Date.parse(data.recordedAt) < Date.parse(time) ? data.recordedAt : time;

const arrival = (event: Arrival, common: object, told: readonly Told[]): Parts => {
  const { data } = event;
  const address = addressBlock(data);
  const staff = staffBlock('recordedBy', data.recordedBy);
  const recordedAt = recordedAtOf(event);
  const before = textOf(lastOf(told, 'person.arrived'), 'arrivedAt');
  // After a move nDelius holds the address from the day of the move.
  const day = data.atAddressSince ?? data.arrivedOn;
  const fact = { day, recordedAt, ...(event.type.endsWith('.updated') && before && { before }) };
  const { at } = momentOf(fact);
  return {
    eventDetails: {
      ...common,
      deliusEventNumber: data.eventNumber ?? '',
      ...address.block,
      arrivedAt: at,
      expectedDepartureOn: data.expectedDepartureOn,
      notes: notesWith(data.notes, unknownTime('arrival', at)),
      ...staff.block,
    },
    occurredAt: momentOf({ ...fact, after: latestOn(told, day) }).at,
    warnings: [...address.warnings, ...staff.warnings],
    refused: address.empty,
  };
};

const departure = (event: Departure, common: object, told: readonly Told[]): Parts => {
  const { data } = event;
  const { addressLine1, addressLine2 } = data.premises;
  const staff = staffBlock('recordedBy', data.recordedBy);
  const recordedAt = recordedAtOf(event);
  const before = textOf(lastOf(told, 'person.departed'), 'departedAt');
  const fact = {
    day: data.departedOn,
    given: data.departedAt,
    recordedAt,
    ...(event.type.endsWith('.updated') && before && { before }),
  };
  const { at, isGiven } = momentOf({ ...fact, after: textOf(lastOf(told, 'person.arrived'), 'arrivedAt') });
  const notes = notesWith(data.notes, isGiven ? undefined : unknownTime('departure', at));
  return {
    eventDetails: {
      ...common,
      deliusEventNumber: data.eventNumber ?? '',
      ...premisesOf(data, addressLine1, addressLine2),
      departedAt: at,
      reason: data.departureReason,
      notes,
      ...staff.block,
    },
    occurredAt: momentOf({ ...fact, after: latestOn(told, data.departedOn) }).at,
    warnings: staff.warnings,
  };
};

const cancellation = ({ data }: Cancellation, common: object): Parts => {
  const staff = staffBlock('cancelledBy', data.cancelledBy);
  return {
    eventDetails: {
      ...common,
      cancellationReason: data.cancellationReason,
      cancelledAt: data.cancellationDate,
      notes: data.notes ?? '',
      ...staff.block,
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
  const expectedArrivedAt = midday(event.data.arrivalDate);
  const notes = notesWith(more.notes, unknownTime('arrival', expectedArrivedAt));
  return {
    eventDetails: { ...common, expectedArrivedAt, notes, ...staff.block },
    occurredAt: more.occurredAt,
    warnings: staff.warnings,
  };
};

const partsOf = (event: PublicEvent, crn: string, uiUrl: string, told: readonly Told[]): Parts => {
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
      return arrival(event, bookingBlock(event, crn, uiUrl), told);
    case 'accommodation.cas3.person.departed':
    case 'accommodation.cas3.person.departed.updated':
      return departure(event, bookingBlock(event, crn, uiUrl), told);
  }
};

/**
 * One of our public events as nDelius's consumer has to find it: every field it insists on, times with `Z`, days by the convention of
 * `momentOf`, identifiers without value left out. `uiUrl` has no slash at its end. `told`: what went out of the same stay before.
 */
export const publicationOf = (
  event: PublicEvent,
  crn: string,
  uiUrl: string,
  told: readonly Told[] = [],
): Publication => {
  const { eventDetails, occurredAt, warnings, refused } = partsOf(event, crn, uiUrl, told);
  const happened = new Date(occurredAt).toISOString();
  // What a correction says has happened is that it was corrected.
  const isLater = event.type.endsWith('.updated') || happened > event.time;
  return {
    detail: { id: event.id, timestamp: event.time, eventType: event.type, eventDetails },
    occurredAt: isLater ? event.time : happened,
    warnings,
    ...(refused && { refusal: 'ADDRESS_EMPTY' as const }),
  };
};
