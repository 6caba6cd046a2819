import type { Day } from '@throughcare/base/calendar';
import type { Availability, WithHistory } from '../estate/availability.rules';

/** When a property, or one of its bedspaces, can be used. */
export interface Unit extends WithHistory {
  readonly id: string;
}

export interface Room extends Unit {
  readonly reference: string;
  /** The end is that of its property, and replaced `ownEndDate`. */
  readonly endsWithPremises: boolean;
  /** The end that was planned for the bedspace alone. */
  readonly ownEndDate: Day | null;
}

/** A property and all its bedspaces: what one button may change. */
export interface House {
  readonly premises: Unit;
  readonly rooms: readonly Room[];
}

export const isArchived = ({ endDate }: Availability, today: Day): boolean => endDate !== null && endDate <= today;
export const isEndPlanned = ({ endDate }: Availability, today: Day): boolean => endDate !== null && endDate > today;

/** Archived before, and online again on a day that is still to come. */
export const isReturnPlanned = ({ startDate, earlier }: Unit, today: Day): boolean =>
  startDate > today && earlier.length > 0;

/** Its end is its own, or there is none. */
export const alone = { endsWithPremises: false, ownEndDate: null } as const;

/** A new period from that day on; the last one is over. */
export const reopened = <U extends Unit>(unit: U, from: Day): U => ({
  ...unit,
  startDate: from,
  endDate: null,
  earlier:
    unit.endDate === null ? unit.earlier : [...unit.earlier, { firstDay: unit.startDate, lastDay: unit.endDate }],
});

/** The period before counts again: the return was only planned. */
export const notReopened = <U extends Unit>(unit: U): U => {
  const last = unit.earlier.at(-1);
  return last ? { ...unit, startDate: last.firstDay, endDate: last.lastDay, earlier: unit.earlier.slice(0, -1) } : unit;
};

/** The end that the property brought is gone; one that was planned for the bedspace alone stands again. */
export const releasedFromHouse = (room: Room): Room => ({ ...room, endDate: room.ownEndDate, ...alone });

export const roomOf = ({ rooms }: House, id: string): Room | undefined => rooms.find((room) => room.id === id);

export const withRoom = (house: House, changed: Room): House => ({
  ...house,
  rooms: house.rooms.map((room) => (room.id === changed.id ? changed : room)),
});
