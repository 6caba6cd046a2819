import type { Movement } from '../seed/custody';
import { correctMistake, merge, moveBooking } from './correct';
import { statusOf } from './inmate-detail';
import { move } from './movements';
import { currentBooking, lastMovement, type Booking, type Offender, type PrisonState } from './prison.state';

const AT = '2024-06-11T10:00:00';
let state: PrisonState;
const offender = (offenderNo: string): Offender =>
  (state.offenders[offenderNo] = {
    offenderNo,
    offenderId: 1,
    firstName: 'CASTOR',
    lastName: 'MEMBER',
    dateOfBirth: '1980-01-01',
    gender: 'Male',
    bookings: [],
    merged: [],
    adjudications: [],
    alerts: [],
  });
let person: Offender;
beforeEach(() => {
  state = { nextBookingId: 1_200_001, offenders: {} };
  person = offender('A9001AA');
});

const play = (...kinds: (Movement['do'] | Movement)[]): Booking => {
  for (const kind of kinds) move(state, person, typeof kind === 'string' ? { do: kind, at: AT } : kind);
  return currentBooking(person)!;
};
const shown = (booking: Booking): unknown[] => {
  const { agencyId, inOutStatus, activeFlag, lastMovementTypeCode: type, lastMovementReasonCode: reason } = booking;
  return [statusOf(booking), inOutStatus, agencyId, activeFlag, `${type}-${reason}`];
};
const transfer: Movement = { do: 'transfer-out', at: AT, prison: 'LEI' };
const hospital: Movement = { do: 'release', at: AT, reason: 'HP' };

describe('a movement changes the booking with it', () => {
  it.each<[string, (Movement['do'] | Movement)[], unknown[]]>([
    ['admit', ['admit'], ['ACTIVE IN', 'IN', 'MDI', true, 'ADM-I']],
    ['release', ['admit', 'release'], ['INACTIVE OUT', 'OUT', 'OUT', false, 'REL-CR']],
    ['release to hospital', ['admit', hospital], ['INACTIVE OUT', 'OUT', 'OUT', false, 'REL-HP']],
    ['out to court', ['admit', 'court-out'], ['ACTIVE OUT', 'OUT', 'MDI', true, 'CRT-CRT']],
    ['back from court', ['admit', 'court-out', 'court-in'], ['ACTIVE IN', 'IN', 'MDI', true, 'CRT-CRT']],
    ['released by the court', ['admit', 'court-out', 'release'], ['INACTIVE OUT', 'OUT', 'OUT', false, 'REL-CR']],
    ['temporary absence', ['admit', 'absence-out'], ['ACTIVE OUT', 'OUT', 'MDI', true, 'TAP-C3']],
    ['back from absence', ['admit', 'absence-out', 'absence-in'], ['ACTIVE IN', 'IN', 'MDI', true, 'TAP-C3']],
    ['between prisons', ['admit', transfer], ['INACTIVE TRN', 'TRN', 'TRN', false, 'TRN-NOTR']],
    ['arrived at the next', ['admit', transfer, 'transfer-in'], ['ACTIVE IN', 'IN', 'LEI', true, 'ADM-INT']],
  ])('%s', (_what, kinds, expected) => expect(shown(play(...kinds))).toEqual(expected));

  it('keeps the newest movement and the booking in agreement whatever happens', () => {
    const booking = play(
      'admit',
      'court-out',
      'court-in',
      transfer,
      'transfer-in',
      'absence-out',
      'absence-in',
      'release',
    );
    expect(lastMovement(booking)).toMatchObject({
      movementType: 'REL',
      reasonCode: 'CR',
      fromAgency: 'LEI',
      toAgency: 'OUT',
      sequence: 8,
    });
    expect(booking.latestLocationId).toBe('LEI');
  });
  it('recalls on a new booking', () => {
    play('admit', 'release', { do: 'admit', at: AT, prison: 'HLI', reason: '24' });
    expect(person.bookings.map(({ activeFlag, recall }) => [activeFlag, recall])).toEqual([
      [false, false],
      [true, true],
    ]);
  });
  it('can be entered later than it happened', () => {
    const booking = play('admit', { do: 'release', at: AT, recordedAt: '2024-06-13T09:00:00' });
    expect(lastMovement(booking)).toMatchObject({ at: AT, createdAt: '2024-06-13T09:00:00' });
  });
  it.each<(Movement['do'] | Movement)[]>([
    ['release'],
    ['admit', 'admit'],
    ['admit', 'release', 'release'],
    ['admit', 'court-in'],
    ['admit', 'court-out', 'absence-in'],
    ['admit', 'court-out', 'admit'],
    ['admit', 'transfer-in'],
    ['admit', transfer, 'release'],
    ['admit', 'release', 'court-out'],
  ])('refuses what cannot be: %s %s %s', (...kinds) => {
    expect(() => play(...kinds.filter((kind) => kind !== undefined))).toThrow();
  });
});

describe('a mistake is corrected', () => {
  it('by taking the movement out, so that booking and movements agree again', () => {
    const booking = play('admit', 'release');
    correctMistake(person);
    expect(shown(booking)).toEqual(['ACTIVE IN', 'IN', 'MDI', true, 'ADM-I']);
    expect(booking.movements).toHaveLength(1);
  });
  it('with the booking, if it was all the booking had', () => {
    play('admit', 'release', 'admit');
    correctMistake(person);
    expect(statusOf(currentBooking(person)!)).toBe('INACTIVE OUT');
  });
  it('only if there is one', () => expect(() => correctMistake(person)).toThrow());
});

describe('numbers', () => {
  it('merge: the absorbed one is gone, its active booking closed with MRG, the kept one goes on', () => {
    play('admit');
    const kept = offender('A9002AA');
    move(state, kept, { do: 'admit', at: AT, prison: 'LEI' });
    merge(state, person, kept, AT);
    expect(state.offenders['A9001AA']).toBeUndefined();
    expect(kept.merged).toEqual(['A9001AA']);
    expect(kept.bookings.map(({ lastMovementReasonCode: reason }) => reason)).toEqual(['MRG', 'I']);
    expect(statusOf(currentBooking(kept)!)).toBe('ACTIVE IN');
    expect(() => merge(state, kept, kept, AT)).toThrow();
  });
  it('move one booking only', () => {
    play('admit', 'release', 'admit');
    const other = offender('A9002AA');
    moveBooking(person, other);
    expect([person.bookings.length, other.bookings.length]).toEqual([1, 1]);
    expect(() => moveBooking(offender('A9003AA'), other)).toThrow();
  });
});
