import { lists } from '@throughcare/reference/lists';
import { BANK_HOLIDAYS } from '@throughcare/base/calendar';
import type { AppError } from '@throughcare/base/errors';
import type { ActionKind, NewAction, RecordedAction } from '../booking/booking-action';
import type { Booking } from '../booking/booking.entity';
import { datesOf, type Circumstances } from '../booking/booking.rules';

/** A value that the reference data is known to have. */
const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not in the reference data');
  return value;
};

const regionNamed = (name: string) => found(lists.all('probation-regions').find((row) => row.name === name)).id;
const unitNamed = (name: string) => found(lists.all('probation-delivery-units').find((row) => row.name === name)).id;

export const LONDON = regionNamed('London');
export const WALES = regionNamed('Wales');
export const CROYDON = unitNamed('Croydon');
export const LAMBETH = unitNamed('Lambeth');
export const CARDIFF = unitNamed('Cardiff and the Vale of Glamorgan');

export const PLANNED_MOVE_ON = found(lists.all('departure-reasons').find((row) => row.name === 'Planned Move on')).id;
export const OTHER_DEPARTURE = found(lists.all('departure-reasons').find((row) => row.name === 'Other')).id;
export const SUPPORT_HOUSING = found(lists.all('move-on-categories').find((row) => row.name === 'Support housing')).id;
export const REJECTED_PLACEMENT = found(
  lists.all('cancellation-reasons').find((row) => row.name === 'Person on probation rejected placement'),
).id;
export const RECORDING_ERROR = found(
  lists.all('cancellation-reasons').find((row) => row.name.startsWith('Recording Error')),
).id;

export const FAILED_TO_ARRIVE = found(
  lists.all('non-arrival-reasons').find((row) => row.name === 'Failed to arrive as planned'),
).id;

export const PREMISES_ID = 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21';
export const BEDSPACE_ID = 'c2f54d6e-0c43-4a0b-8d5b-5f9f0e7d6b32';
export const BOOKING_ID = '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11';

export const aPremises = (over: Partial<Circumstances['premises']> = {}): Circumstances['premises'] => ({
  probationRegionId: LONDON,
  addressLine1: '12 Church Street',
  addressLine2: null,
  town: 'Croydon',
  postcode: 'CR0 1AA',
  ...over,
});

/** Monday 2 March 2026, noon in London, unless said otherwise. */
export const circumstances = (over: Partial<Circumstances> = {}): Circumstances => ({
  now: new Date('2026-03-02T12:00:00Z'),
  holidays: BANK_HOLIDAYS,
  premises: aPremises(),
  by: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  others: [],
  inSameBed: [],
  overstayId: '9d1e2f30-41a2-4b53-8c64-5d75e6f70819',
  ...over,
});

/** Monday 2 March to Monday 25 May 2026: 84 nights; two working days of turnaround. */
export const aBooking = (over: Partial<Booking> = {}): Booking => {
  const stay = {
    arrivalDate: over.arrivalDate ?? '2026-03-02',
    departureDate: over.departureDate ?? '2026-05-25',
    turnaroundWorkingDays: over.turnaroundWorkingDays ?? 2,
  };
  return {
    id: BOOKING_ID,
    version: 1,
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    status: 'provisional',
    premisesId: PREMISES_ID,
    bedspaceId: BEDSPACE_ID,
    applicationId: null,
    assessmentId: null,
    eventNumber: null,
    releasedAt: null,
    inBedSince: null,
    inPremisesSince: null,
    turnaroundWorkingDays: stay.turnaroundWorkingDays,
    ...datesOf(stay, stay.turnaroundWorkingDays, BANK_HOLIDAYS),
    originalArrivalDate: stay.arrivalDate,
    originalDepartureDate: stay.departureDate,
    erasedAt: null,
    createdAt: new Date('2026-01-20T14:02:11Z'),
    ...over,
  };
};

let recordedSoFar = 0;
/** Actions in the order of the calls. */
export const recorded = <K extends ActionKind>(action: NewAction<K>): RecordedAction<K> => ({
  ...action,
  id: `00000000-0000-4000-8000-${String((recordedSoFar += 1)).padStart(12, '0')}`,
  bookingId: BOOKING_ID,
  createdAt: new Date('2026-03-01T09:00:00Z'),
});

/** What a rule refuses with: code and, for fields, `$.field errorType`. */
export const refusal = (act: () => unknown): { kind: string; code: string; fields: string[]; detail?: string } => {
  try {
    act();
  } catch (error) {
    const { kind, code, details } = error as AppError;
    const fields = (details.invalidParams ?? []).map((param) => `${param.propertyName} ${param.errorType}`);
    return { kind, code, fields, ...(details.detail !== undefined && { detail: details.detail }) };
  }
  throw new Error('nothing was refused');
};
