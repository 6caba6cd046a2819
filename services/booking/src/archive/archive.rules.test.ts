import { addDays, addMonths, type Day } from '@throughcare/base/calendar';
import { AppError } from '@throughcare/base/errors';
import fc from 'fast-check';
import { archiveHistory } from '../estate/availability.rules';
import { dayReport } from '../estate/report.rules';
import { refusal } from '../testing/builders';
import {
  archiveBedspace,
  archivePremises,
  cancelArchiveOfBedspace,
  cancelArchiveOfPremises,
  type Circumstances,
} from './archive.rules';
import { isArchived, type House, type Room, type Unit } from './house.rules';
import {
  cancelReturnOfBedspace,
  cancelReturnOfPremises,
  unarchiveBedspace,
  unarchivePremises,
} from './unarchive.rules';
import { bookingUse } from './uses.rules';

const aRoom = (over: Partial<Room> = {}): Room => ({
  id: 'a',
  reference: 'Room A',
  startDate: '2026-06-01',
  endDate: null,
  earlier: [],
  endsWithPremises: false,
  ownEndDate: null,
  ...over,
});
const aHouse = (...rooms: Room[]): House => ({
  premises: { id: 'house', startDate: '2026-06-01', endDate: null, earlier: [] },
  rooms,
});

const day = fc.integer({ min: -20, max: 100 });
const command = fc.oneof(
  fc.record({ press: fc.constantFrom('archive-room', 'return-room'), room: fc.nat(2), day }),
  fc.record({ press: fc.constantFrom('archive-house', 'return-house'), room: fc.constant(0), day }),
  fc.record({ press: fc.constantFrom('keep-room', 'stay-away-room'), room: fc.nat(2), day }),
  fc.record({ press: fc.constantFrom('keep-house', 'stay-away-house'), room: fc.constant(0), day }),
  fc.record({ press: fc.constant('wait'), room: fc.constant(0), day: fc.constantFrom(1, 7, 30, 100) }),
);
interface Command {
  readonly press: string;
  readonly room: number;
  readonly day: number;
}

const decide = (house: House, { press, room, day: offset }: Command, c: Circumstances): House => {
  const id = house.rooms[room]?.id ?? '';
  const date = addDays(c.today, offset);
  switch (press) {
    case 'archive-room':
      return archiveBedspace(house, id, date, c);
    case 'archive-house':
      return archivePremises(house, date, c);
    case 'return-room':
      return unarchiveBedspace(house, id, date, c.today);
    case 'return-house':
      return unarchivePremises(house, date, c.today);
    case 'keep-room':
      return cancelArchiveOfBedspace(house, id, c.today);
    case 'keep-house':
      return cancelArchiveOfPremises(house, c.today);
    case 'stay-away-room':
      return cancelReturnOfBedspace(house, id, c);
    case 'stay-away-house':
      return cancelReturnOfPremises(house, c);
    default:
      return house;
  }
};

/** The house as it becomes; as it was when the rule refuses. Anything but a refusal is a fault. */
const press = (house: House, each: Command, c: Circumstances): House => {
  try {
    return decide(house, each, c);
  } catch (error) {
    if (error instanceof AppError) return house;
    throw error;
  }
};

const requireOrder = ({ startDate, endDate, earlier }: Unit): void => {
  const periods = [...earlier, { firstDay: startDate, lastDay: endDate ?? '9999-12-31' }];
  for (const [at, { firstDay, lastDay }] of periods.entries()) {
    expect(firstDay <= lastDay).toBe(true);
    const before = periods[at - 1];
    if (before) expect(before.lastDay <= firstDay).toBe(true);
  }
};

const requireWindow = (before: Unit, after: Unit, today: Day): void => {
  if (after.endDate !== null && after.endDate !== before.endDate && after.earlier.length === before.earlier.length) {
    expect(after.endDate >= addDays(today, -7) && after.endDate <= addMonths(today, 3)).toBe(true);
  }
  if (after.earlier.length > before.earlier.length) {
    expect(after.startDate <= addDays(today, 14)).toBe(true);
    expect(after.startDate >= (before.endDate ?? after.startDate)).toBe(true);
  }
};

const requireSound = (house: House, today: Day): void => {
  const { premises, rooms } = house;
  for (const unit of [premises, ...rooms]) {
    requireOrder(unit);
    const last = archiveHistory(unit, today).at(-1);
    if (last) expect(last.status).toBe(isArchived(unit, today) || unit.startDate > today ? 'archived' : 'online');
  }
  for (const room of rooms) {
    if (premises.endDate !== null) expect(room.endDate !== null && room.endDate <= premises.endDate).toBe(true);
    if (!room.endsWithPremises) expect(room.ownEndDate).toBeNull();
  }
};

describe('whatever staff press in a house of three rooms, in whatever order', () => {
  it('periods stay apart, nothing is out of its window, and no bedspace outlasts its property', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        let today = '2027-01-11';
        let house = aHouse(aRoom(), aRoom({ id: 'b' }), aRoom({ id: 'c' }));
        for (const each of commands) {
          if (each.press === 'wait') today = addDays(today, each.day);
          const after = press(house, each, { today, uses: [] });
          const pairs = [
            [house.premises, after.premises] as const,
            ...house.rooms.map((room, at) => [room, after.rooms[at] ?? room] as const),
          ];
          // A later plan of its own, which comes back, was within its window on another day.
          if (!each.press.startsWith('keep')) for (const [was, is] of pairs) requireWindow(was, is, today);
          house = after;
          requireSound(house, today);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('giving up a plan at once leaves the dates as they were', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), fc.integer({ min: 1, max: 90 }), (commands, ahead) => {
        let today = '2027-01-11';
        let house = aHouse(aRoom(), aRoom({ id: 'b' }), aRoom({ id: 'c' }));
        for (const each of commands) {
          if (each.press === 'wait') today = addDays(today, each.day);
          house = press(house, each, { today, uses: [] });
        }
        const isOpen = house.premises.endDate === null;
        const planned = press(house, { press: 'archive-house', room: 0, day: ahead }, { today, uses: [] });
        if (!isOpen || planned === house) return;
        const back = press(planned, { press: 'keep-house', room: 0, day: 0 }, { today, uses: [] });
        const dates = ({ premises, rooms }: House) =>
          [premises, ...rooms].map((unit) => [unit.startDate, unit.endDate]);
        expect(dates(back)).toEqual(dates(house));
      }),
      { numRuns: 300 },
    );
  });
});

describe('giving up the archive of a property', () => {
  it('leaves a bedspace archived that was archived with the property before and did not come back', () => {
    const [today, uses] = ['2027-03-01', []];
    const closed = archivePremises(aHouse(aRoom(), aRoom({ id: 'b' })), today, { today, uses });
    const reopened = unarchiveBedspace(closed, 'a', today, today);
    const planned = archivePremises(reopened, '2027-03-20', { today, uses });
    const ends = cancelArchiveOfPremises(planned, today).rooms.map(({ endDate }) => endDate);
    expect(ends).toEqual([null, today]);
  });
});

describe('archiving a property from a day that has passed', () => {
  it('takes a bedspace with it that was archived later', () => {
    const [today, uses] = ['2027-03-01', []];
    const house = archiveBedspace(aHouse(aRoom(), aRoom({ id: 'b' })), 'a', today, { today, uses });
    const ends = archivePremises(house, '2027-02-26', { today, uses }).rooms.map(({ endDate }) => endDate);
    expect(ends).toEqual(['2027-02-26', '2027-02-26']);
  });
});

describe('what holds an archive back', () => {
  const today = '2027-03-01';
  const stay = { bedspaceId: 'a', id: 'stay', status: 'confirmed', departureDate: '2027-03-12' };
  const holidays = new Set<Day>();

  it.each([
    ['2027-03-11', 0, 'existingBookings', '2027-03-13'],
    ['2027-03-12', 2, 'existingTurnaround', '2027-03-17'],
    ['2027-03-15', 2, 'existingTurnaround', '2027-03-17'],
  ])('archive on %s, %i days of cleaning: %s, the first day that works is %s', (endDate, days, errorType, value) => {
    const booking = {
      ...stay,
      turnaroundWorkingDays: days,
      effectiveEndDate: days === 0 ? '2027-03-12' : '2027-03-16',
    };
    const uses = [bookingUse(booking, today, holidays)];
    const refused = refusal(() => archiveBedspace(aHouse(aRoom()), 'a', endDate, { today, uses }));
    expect(refused.fields).toEqual([`$.endDate ${errorType}`]);
    expect(value).toBe(addDays(uses[0]?.lastDay ?? '', 1));
  });

  it('is nothing on the last day itself, and nothing in another bedspace', () => {
    const uses = [{ bedspaceId: 'a', id: 'x', kind: 'void', lastDay: '2027-03-12' } as const];
    const house = aHouse(aRoom(), aRoom({ id: 'b' }));
    expect(archiveBedspace(house, 'a', '2027-03-12', { today, uses }).rooms[0]?.endDate).toBe('2027-03-12');
    expect(archiveBedspace(house, 'b', '2027-03-02', { today, uses }).rooms[1]?.endDate).toBe('2027-03-02');
    expect(refusal(() => archivePremises(house, '2027-03-11', { today, uses })).fields).toEqual([
      '$.endDate existingVoid',
    ]);
  });

  it('someone who has not left on the planned day holds it until today, with the cleaning after it', () => {
    const overdue = { ...stay, status: 'arrived', departureDate: '2027-02-25', effectiveEndDate: '2027-03-01' };
    const use = bookingUse({ ...overdue, turnaroundWorkingDays: 2 }, today, holidays);
    expect(use).toMatchObject({ kind: 'turnaround', lastDay: '2027-03-03' });
  });
});

describe('a day is reported once', () => {
  const unit = {
    id: 'a',
    premisesId: 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21',
    startDate: '2027-03-01',
    endDate: '2027-03-10',
  };
  const id = 'c2f54d6e-0c43-4a0b-8d5b-5f9f0e7d6b32';
  it.each([
    ['2027-03-09', 'online', undefined],
    ['2027-03-10', 'archived', 'accommodation.cas3.bedspace.archived'],
    ['2027-02-28', 'online', undefined],
  ])('on %s it is %s', (today, status, type) => {
    const { reportedStatus, events } = dayReport(
      { ...unit, id, reportedStatus: 'online' },
      today,
      new Date('2027-03-10T00:00:20Z'),
    );
    expect([reportedStatus, events[0]?.type]).toEqual([status, type]);
    expect(dayReport({ ...unit, id, reportedStatus }, today, new Date('2027-03-10T00:00:20Z')).events).toEqual([]);
  });
});
