import { lists } from '@throughcare/reference/lists';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { RECORDING_ERROR, REJECTED_PLACEMENT, aBooking, circumstances, recorded, refusal } from '../testing/builders';
import { nobodyCameReasons as absences } from '@throughcare/reference/meanings';
import { latest, type RecordedAction } from '../booking/booking-action';
import type { Outcome } from '../booking/booking.rules';
import { cancel } from './cancellation.rules';
import { arrive } from './stay.rules';

const decided = (outcome: Outcome) => {
  if ('repeated' in outcome) throw new Error('a repeat, not a decision');
  return outcome;
};
const arrived = aBooking({ status: 'arrived' });
const WRONG_PERSON = { date: '2026-03-02', reasonId: RECORDING_ERROR, notes: 'Wrong booking' };

/** Recorded a little before noon on 2 March. */
const undone = (secondsAgo: number): RecordedAction => ({
  ...recorded({ kind: 'arrival-undone', details: WRONG_PERSON }),
  createdAt: new Date(Date.parse('2026-03-02T12:00:00Z') - secondsAgo * 1000),
});

describe('F-042: undoing an arrival', () => {
  it('makes the booking confirmed again and says what the arrival had said', () => {
    const { changes, action, events } = decided(cancel(arrived, [], WRONG_PERSON, circumstances()));
    expect(changes).toEqual({ status: 'confirmed' });
    expect(action).toEqual({ kind: 'arrival-undone', details: WRONG_PERSON });
    expect(events.map(({ type }) => type)).toEqual([PersonArrivalUndone.type]);
    expect(PersonArrivalUndone.data.parse(events[0].data)).toMatchObject({
      arrivedOn: '2026-03-02',
      premises: { addressLine1: '12 Church Street' },
      reason: 'Recording Error (e.g. a data entry error)',
      notes: 'Wrong booking',
    });
  });

  it('needs a reason that says nobody came: who came and left departs', () => {
    const request = { ...WRONG_PERSON, reasonId: REJECTED_PLACEMENT };
    const { code, detail } = refusal(() => cancel(arrived, [], request, circumstances()));
    expect(code).toBe('PERSON_HAS_ARRIVED');
    expect(detail?.split(' ').at(-1)).toBe(arrived.id);
  });

  it('pressed twice does not cancel the booking as well; a minute later it does', () => {
    const confirmed = aBooking({ status: 'confirmed' });
    const before = undone(59);
    expect(cancel(confirmed, [before], WRONG_PERSON, circumstances())).toEqual({ repeated: before });
    expect(decided(cancel(confirmed, [undone(60)], WRONG_PERSON, circumstances())).changes.status).toBe('cancelled');
    const other = { ...WRONG_PERSON, notes: null };
    expect(decided(cancel(confirmed, [before], other, circumstances())).changes.status).toBe('cancelled');
  });

  it('lets the same arrival be recorded again, as a new one', () => {
    const request = { arrivalDate: '2026-03-02', expectedDepartureDate: '2026-05-25', notes: null };
    const actions = [recorded({ kind: 'arrival', details: request }), undone(600)];
    const { events } = decided(arrive(aBooking({ status: 'confirmed' }), actions, request, circumstances()));
    expect(events.map(({ type }) => type)).toEqual([PersonArrived.type]);
  });

  it('takes with it the overstay of that stay, which no longer allows more than 84 nights', () => {
    const details = {
      previousDepartureDate: '2026-05-25',
      newDepartureDate: '2026-07-01',
      isAuthorised: true,
      reason: 'x',
    };
    const actions = [recorded({ kind: 'overstay', details }), undone(600)];
    expect(latest(actions, 'overstay')).toBeUndefined();
    expect(latest(actions.toReversed(), 'overstay')).toBeDefined();
  });
});

it('reasons that say nobody came are reasons of the list, by their names', () => {
  for (const { id, name } of absences)
    expect(lists.all('cancellation-reasons').find((row) => row.id === id)).toMatchObject({ name, isActive: true });
});
