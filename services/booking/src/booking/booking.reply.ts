import type { Cas3Booking } from '@throughcare/api/cas3/booking';
import type { Person } from '@throughcare/api/cas3/person';
import type {
  BookingDates,
  BookingMove,
  Cas3Arrival,
  Cas3Cancellation,
  Cas3Confirmation,
  Cas3Departure,
  Cas3Extension,
  Cas3NonArrival,
  Cas3Overstay,
  Cas3Turnaround,
} from '@throughcare/api/cas3/stay';
import { addWorkingDays, type Day } from '@throughcare/base/calendar';
import {
  cancellationReasonOf,
  departureReasonOf,
  known,
  moveOnCategoryOf,
  nonArrivalReasonOf,
} from '../reference-data/reference-data';
import { toDepartureReason, toListed, toScoped } from '../reference-data/reference-data.reply';
import {
  latest,
  ofKind,
  standingNonArrival,
  type ActionDetails,
  type ActionKind,
  type RecordedAction,
} from './booking-action';
import type { Booking } from './booking.entity';
import { shownStatus } from './booking.rules';
import type { Around } from './surroundings';
import { warningsOf } from './warnings.rules';

interface Place {
  readonly premises: { readonly id: string; readonly reference: string };
  readonly bedspace: { readonly id: string; readonly reference: string; readonly endDate: string | null };
}

const common = (action: RecordedAction) => ({ id: action.id, bookingId: action.bookingId });
const recorded = (action: RecordedAction) => ({ createdAt: action.createdAt.toISOString() });

/** The reply to each kind. An undone arrival is answered as the cancellation that it was asked for with. */
export interface ActionReply {
  confirmation: Cas3Confirmation;
  arrival: Cas3Arrival;
  'arrival-undone': Cas3Cancellation;
  extension: Cas3Extension;
  overstay: Cas3Overstay;
  dates: BookingDates;
  move: BookingMove;
  departure: Cas3Departure;
  cancellation: Cas3Cancellation;
  'non-arrival': Cas3NonArrival;
  turnaround: Cas3Turnaround;
}

/** What staff recorded, in the words of the public API. */
export const actionReplies: {
  readonly [K in ActionKind]: (action: RecordedAction<K>, premisesName: string) => ActionReply[K];
} = {
  confirmation: (action) => ({
    ...common(action),
    dateTime: action.createdAt.toISOString(),
    notes: action.details.notes,
    ...recorded(action),
  }),
  arrival: (action) => ({
    bookingId: action.bookingId,
    ...action.details,
    // suppliers give dates only
    arrivalTime: '00:00:00',
    ...recorded(action),
  }),
  'arrival-undone': (action, premisesName) =>
    actionReplies.cancellation({ ...action, kind: 'cancellation' }, premisesName),
  extension: (action) => ({ ...common(action), ...action.details, ...recorded(action) }),
  overstay: (action) => ({ ...common(action), ...action.details, ...recorded(action) }),
  departure: (action) => ({
    ...common(action),
    dateTime: action.details.dateTime,
    reason: toDepartureReason(known(departureReasonOf(action.details.reasonId))),
    moveOnCategory: toScoped(known(moveOnCategoryOf(action.details.moveOnCategoryId))),
    notes: action.details.notes,
    ...recorded(action),
  }),
  cancellation: (action, premisesName) => ({
    ...common(action),
    date: action.details.date,
    reason: toScoped(known(cancellationReasonOf(action.details.reasonId))),
    notes: action.details.notes,
    otherReason: null,
    premisesName,
    ...recorded(action),
  }),
  dates: (action) => ({ ...common(action), ...action.details, ...recorded(action) }),
  move: (action) => ({ ...common(action), ...action.details, ...recorded(action) }),
  'non-arrival': (action) => ({
    ...common(action),
    date: action.details.date,
    reason: toListed(known(nonArrivalReasonOf(action.details.reasonId))),
    notes: action.details.notes,
    ...recorded(action),
  }),
  turnaround: (action) => ({ ...common(action), ...action.details, ...recorded(action) }),
};

/** What ended the booking: that nobody came is also a cancellation, as clients that know no other word are shown. */
const cancellationsOf = (actions: readonly RecordedAction[]): RecordedAction<'cancellation'>[] =>
  actions.flatMap((action) => {
    const { notes, date, reasonId } = action.details as ActionDetails['cancellation'];
    if (action.kind === 'cancellation') return [{ ...action, kind: action.kind, details: { date, reasonId, notes } }];
    if (action.kind !== 'non-arrival') return [];
    const { cancellationReasonId } = action.details as ActionDetails['non-arrival'];
    return [{ ...action, kind: 'cancellation', details: { date, reasonId: cancellationReasonId, notes } }];
  });

const nonArrivalOf = (actions: readonly RecordedAction[]): Cas3NonArrival | null => {
  const action = standingNonArrival(actions);
  return action ? actionReplies['non-arrival'](action, '') : null;
};

/** What colleagues wrote about somebody is not for those who may not see that person. */
const withoutText = (action: RecordedAction): RecordedAction => {
  const { details } = action;
  const blank = { ...('notes' in details && { notes: null }), ...('reason' in details && { reason: null }) };
  return { ...action, details: { ...details, ...blank } };
};

export interface Shown {
  readonly person: Person;
  readonly today: Day;
  readonly holidays: ReadonlySet<Day>;
  readonly around: Around;
}

/** Custody, dates and other bookings say something about the person. */
export const forStranger = (around: Around): Around => ({
  ...around,
  requiredFrom: null,
  releaseDate: null,
  inCustodySince: null,
  diedOn: null,
  prisonDate: null,
  overlaps: undefined,
  stayNumberOnSentence: null,
});

/** What staff recorded, each kind whole and its latest. */
const recordsOf = (shown: readonly RecordedAction[], premisesName: string) => {
  const all = <K extends ActionKind>(kind: K) =>
    ofKind(shown, kind).map((action) => actionReplies[kind](action, premisesName));
  const last = <K extends ActionKind>(kind: K) => {
    const action = latest(shown, kind);
    return action ? actionReplies[kind](action, premisesName) : null;
  };
  const cancellations = cancellationsOf(shown).map((action) => actionReplies.cancellation(action, premisesName));
  return {
    extensions: all('extension'),
    overstays: all('overstay'),
    departures: all('departure'),
    cancellations,
    arrival: last('arrival'),
    departure: last('departure'),
    nonArrival: nonArrivalOf(shown),
    cancellation: cancellations.at(-1) ?? null,
    confirmation: last('confirmation'),
    turnaround: last('turnaround'),
    turnarounds: all('turnaround'),
    moves: all('move'),
  };
};

/** `Cas3Booking`. Clients break on a missing list or date, so every field is there, as null at least. */
export const toBooking = (
  booking: Booking,
  actions: readonly RecordedAction[],
  { premises, bedspace }: Place,
  { person, today, holidays, around }: Shown,
): Cas3Booking => {
  const isHidden = person.type === 'RestrictedPerson';
  const about = isHidden ? forStranger(around) : around;
  return {
    id: booking.id,
    person,
    arrivalDate: booking.arrivalDate,
    originalArrivalDate: booking.originalArrivalDate,
    departureDate: booking.departureDate,
    originalDepartureDate: booking.originalDepartureDate,
    createdAt: booking.createdAt.toISOString(),
    bedspace: { id: bedspace.id, reference: bedspace.reference, endDate: bedspace.endDate },
    status: shownStatus(booking, today),
    premises: { id: premises.id, name: premises.reference },
    ...recordsOf(isHidden ? actions.map(withoutText) : actions, premises.reference),
    turnaroundStartDate: booking.turnaroundWorkingDays > 0 ? addWorkingDays(booking.departureDate, 1, holidays) : null,
    effectiveEndDate: booking.effectiveEndDate,
    applicationId: booking.applicationId,
    assessmentId: booking.assessmentId,
    stayNumberOnSentence: about.stayNumberOnSentence,
    releasedAt: booking.releasedAt?.toISOString() ?? null,
    warnings: warningsOf(booking, about, today),
  };
};
