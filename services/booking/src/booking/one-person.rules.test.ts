import { lists } from '@throughcare/reference/lists';
import { circumstances, aBooking, refusal, recorded, PLANNED_MOVE_ON, SUPPORT_HOUSING } from '../testing/builders';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { departurePairs } from '@throughcare/reference/meanings';
import type { StoredStatus } from './booking.entity';
import { book } from './booking.rules';
import { overlappingBooking, requireFreeBed, type OtherBooking } from './one-person.rules';
import { depart } from '../stay/departure.rules';
import { arrive, extend, overstay } from '../stay/stay.rules';

const TODAY = '2026-03-02';
const other = (arrivalDate: string, departureDate: string, status: StoredStatus = 'confirmed'): OtherBooking => ({
  id: '5a1c7a54-5d0b-4d1c-9a0e-0c7f3b7e2d11',
  status,
  arrivalDate,
  departureDate,
});
const stay = (arrivalDate: string, departureDate: string) => ({ arrivalDate, departureDate });

describe('F-004: one person in one place', () => {
  it.each([
    ['ends where the other begins', stay('2026-03-02', '2026-03-10'), other('2026-03-10', '2026-03-20'), false],
    ['begins where the other ends', stay('2026-03-20', '2026-03-25'), other('2026-03-10', '2026-03-20'), false],
    ['shares one night', stay('2026-03-19', '2026-03-25'), other('2026-03-10', '2026-03-20'), true],
    ['lies within the other', stay('2026-03-12', '2026-03-13'), other('2026-03-10', '2026-03-20'), true],
    ['is one day, that of the other', stay('2026-03-10', '2026-03-10'), other('2026-03-10', '2026-03-10'), true],
    ['meets a cancelled one', stay('2026-03-12', '2026-03-13'), other('2026-03-10', '2026-03-20', 'cancelled'), false],
    [
      'meets a stay that is over',
      stay('2026-03-12', '2026-03-13'),
      other('2026-03-10', '2026-03-20', 'departed'),
      true,
    ],
    [
      'begins when a stay was over',
      stay('2026-03-20', '2026-03-23'),
      other('2026-03-10', '2026-03-20', 'departed'),
      false,
    ],
    [
      'meets a stay that came and went that day',
      stay('2026-03-10', '2026-03-12'),
      other('2026-03-10', '2026-03-10', 'departed'),
      false,
    ],
    [
      'follows a stay that runs as planned',
      stay('2026-03-09', '2026-03-13'),
      other('2026-02-01', '2026-03-09', 'arrived'),
      false,
    ],
    [
      'follows a stay that ends today',
      stay('2026-03-02', '2026-03-13'),
      other('2026-02-01', '2026-03-02', 'arrived'),
      false,
    ],
    [
      'follows a stay that is overdue',
      stay('2026-04-01', '2026-04-13'),
      other('2026-02-01', '2026-03-01', 'arrived'),
      true,
    ],
  ])('a booking that %s', (_, wanted, booked, clashes) => {
    expect(overlappingBooking(wanted, [booked], TODAY)).toBe(clashes ? booked : undefined);
  });

  const c = circumstances({ others: [other('2026-03-10', '2026-03-20')] });
  const moved = { newDepartureDate: '2026-03-11', notes: null };
  const arrived = aBooking({ status: 'arrived', departureDate: '2026-03-09' });
  it.each([
    ['a booking', () => book(aBooking(), c)],
    [
      'an arrival',
      () =>
        arrive(
          aBooking({ status: 'confirmed', departureDate: '2026-03-09' }),
          [],
          { arrivalDate: TODAY, expectedDepartureDate: '2026-03-11', notes: null },
          c,
        ),
    ],
    ['an extension', () => extend(arrived, [], moved, c)],
    [
      'an overstay',
      () => overstay(arrived, [], { newDepartureDate: '2026-06-11', isAuthorised: true, reason: 'x' }, c),
    ],
  ])('is what %s keeps, naming the first booking', (_, act) => {
    const { kind, code, detail } = refusal(act);
    expect([kind, code]).toEqual(['conflict', 'PERSON_ALREADY_BOOKED']);
    expect(detail?.split(' ').at(-1)).toBe(c.others[0]?.id);
  });

  it('a second arrival is refused while the first stay runs, even where the plans do not overlap', () => {
    const running = circumstances({ others: [other('2026-02-20', '2026-03-02', 'arrived')] });
    const request = { arrivalDate: TODAY, expectedDepartureDate: '2026-05-25', notes: null };
    const { code, detail } = refusal(() => arrive(aBooking({ status: 'confirmed' }), [], request, running));
    expect(code).toBe('PERSON_STAYS_ELSEWHERE');
    expect(detail?.split(' ').at(-1)).toBe(running.others[0]?.id);
  });

  it('who leaves one of two stays that began before this rule is said to stay on in the other', () => {
    const running = circumstances({ others: [other('2026-02-20', '2026-03-20', 'arrived')] });
    const request = {
      dateTime: '2026-03-02T00:00:00.000Z',
      reasonId: PLANNED_MOVE_ON,
      moveOnCategoryId: SUPPORT_HOUSING,
      notes: null,
    };
    const outcome = depart(aBooking({ status: 'arrived' }), [], request, running);
    if ('repeated' in outcome) throw new Error('a repeat');
    expect(PersonDeparted.data.parse(outcome.events[0].data).staysAtBookingId).toBe(running.others[0]?.id);
  });
});

describe('F-039: one person in one bed', () => {
  const next = { ...other('2026-03-10', '2026-03-20', 'arrived'), id: 'next' };
  it.each([
    ['someone who has not departed', other('2026-02-01', '2026-03-01', 'arrived'), true],
    ['someone who left on the day of arrival', other('2026-02-01', '2026-03-10', 'departed'), false],
    ['someone who left the day after', other('2026-02-01', '2026-03-11', 'departed'), true],
  ])('beside %s', (_, there, refused) => {
    const act = () => requireFreeBed(next, [there]);
    if (refused) expect(refusal(act)).toMatchObject({ kind: 'conflict', code: 'BEDSPACE_STILL_OCCUPIED' });
    else expect(act).not.toThrow();
  });
});

describe('F-053: a reason for leaving that says where the person went', () => {
  it.each(departurePairs)('$reason.name goes with $moveOn.name alone', ({ reason, moveOn }) => {
    expect(lists.all('departure-reasons').find(({ id }) => id === reason.id)).toMatchObject({
      name: reason.name,
      isActive: true,
    });
    expect(lists.all('move-on-categories').find(({ id }) => id === moveOn.id)).toMatchObject({
      name: moveOn.name,
      isActive: true,
    });
    const leave = (moveOnCategoryId: string) => () =>
      depart(
        aBooking({ status: 'arrived' }),
        [],
        { dateTime: '2026-03-02T00:00:00.000Z', reasonId: reason.id, moveOnCategoryId, notes: null },
        circumstances(),
      );
    expect(leave(moveOn.id)).not.toThrow();
    expect(refusal(leave(SUPPORT_HOUSING)).code).toBe('DEPARTURE_REASON_AND_MOVE_ON_DISAGREE');
  });

  it('that stands already may be corrected in another point', () => {
    const pair = departurePairs[0];
    if (!pair) throw new Error('no pair');
    const details = {
      dateTime: '2026-03-02T00:00:00.000Z',
      reasonId: pair.reason.id,
      moveOnCategoryId: SUPPORT_HOUSING,
      notes: null,
    };
    const departed = aBooking({ status: 'departed', departureDate: '2026-03-02' });
    const act = () =>
      depart(departed, [recorded({ kind: 'departure', details })], { ...details, notes: 'x' }, circumstances());
    expect(act).not.toThrow();
  });
});
