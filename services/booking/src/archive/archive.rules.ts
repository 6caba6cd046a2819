import { addDays, type Day } from '@throughcare/base/calendar';
import { invalidField, notFound } from '@throughcare/base/errors';
import { byFold } from '@throughcare/base/folding';
import {
  alone,
  isArchived,
  isEndPlanned,
  releasedFromHouse,
  roomOf,
  withRoom,
  type House,
  type Room,
} from './house.rules';
import { lastUse, requireUnused, type Use } from './uses.rules';
import { OF_BEDSPACE, OF_PREMISES, latestArchive, requireEnd } from './windows.rules';

export interface Circumstances {
  readonly today: Day;
  /** Of all bedspaces of the property, those that last beyond the day asked about. */
  readonly uses: readonly Use[];
}

const known = (room: Room | undefined): Room => {
  if (!room) throw notFound('BEDSPACE_NOT_FOUND');
  return room;
};

const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** A property whose bedspaces all have an end ends with the last of them. */
const closedWithLast = (house: House, id: string): House => {
  const ends = house.rooms.flatMap(({ endDate }) => endDate ?? []);
  const last = ends.toSorted().at(-1);
  if (last === undefined || ends.length < house.rooms.length) return house;
  const endDate = later(last, house.premises.startDate);
  if (house.premises.endDate === endDate) return house;
  const closed = { ...house, premises: { ...house.premises, endDate } };
  const room = roomOf(house, id);
  return room ? withRoom(closed, { ...room, endsWithPremises: true, ownEndDate: null }) : closed;
};

/** The bedspace can be used until that day. The day that it has already changes nothing. */
export const archiveBedspace = (house: House, id: string, endDate: Day, c: Circumstances): House => {
  const room = known(roomOf(house, id));
  if (room.endDate === endDate) return house;
  requireEnd(room, endDate, c.today, OF_BEDSPACE);
  requireUnused(
    c.uses.filter(({ bedspaceId }) => bedspaceId === id),
    endDate,
  );
  return closedWithLast(withRoom(house, { ...room, endDate, ...alone }), id);
};

/** The end that the property brings, unless the bedspace was to end before. One that is archived stays so, and not for longer than that. */
const endedWith = (room: Room, endDate: Day, today: Day): Room => {
  if (isArchived(room, today)) return lasts(room, endDate) ? { ...room, endDate, ...alone } : room;
  const own = room.endsWithPremises ? room.ownEndDate : room.endDate;
  return own !== null && own <= endDate
    ? { ...room, endDate: own, ...alone }
    : { ...room, endDate, endsWithPremises: true, ownEndDate: own };
};

const lasts = ({ endDate }: Room, day: Day): boolean => endDate === null || endDate > day;

/** The property and its bedspaces can be used until that day. */
export const archivePremises = (house: House, endDate: Day, { today, uses }: Circumstances): House => {
  if (house.premises.endDate === endDate) return house;
  requireEnd(house.premises, endDate, today, OF_PREMISES);
  const upcoming = house.rooms.filter((room) => lasts(room, endDate) && room.startDate > endDate);
  const lastUpcoming = upcoming.toSorted(byStart).at(-1);
  if (lastUpcoming)
    throw invalidField('$.endDate', 'existingUpcomingBedspace', {
      entityId: lastUpcoming.id,
      value: addDays(lastUpcoming.startDate, 1),
    });
  requireUnused(uses, endDate);
  return {
    premises: { ...house.premises, endDate },
    rooms: house.rooms.map((room) => endedWith(room, endDate, today)),
  };
};

const byStart = (a: Room, b: Room): number => (a.startDate < b.startDate ? -1 : 1);

const refuse = (property: 'bedspaceId' | 'premisesId', errorType: string) => invalidField(`$.${property}`, errorType);

/** The plan is given up, and with it that of the property, which only ends with all its bedspaces. */
export const cancelArchiveOfBedspace = (house: House, id: string, today: Day): House => {
  const room = known(roomOf(house, id));
  if (room.endDate === null) throw refuse('bedspaceId', 'bedspaceNotScheduledToArchive');
  if (isArchived(room, today)) throw refuse('bedspaceId', 'bedspaceAlreadyArchived');
  if (!isEndPlanned(house.premises, today)) return withRoom(house, { ...room, endDate: null, ...alone });
  // A plan of the whole property is given up as a whole; other bedspaces keep what was planned for them.
  const others = room.endsWithPremises ? released(today) : (each: Room) => ({ ...each, ...alone });
  return {
    premises: { ...house.premises, endDate: null },
    rooms: house.rooms.map((each) =>
      each.id === id && !room.endsWithPremises ? { ...each, endDate: null, ...alone } : others(each),
    ),
  };
};

/** Of a bedspace whose last day is still to come; one that is archived stays so. */
const released =
  (today: Day) =>
  (room: Room): Room =>
    room.endsWithPremises && isEndPlanned(room, today) ? releasedFromHouse(room) : room;

export const cancelArchiveOfPremises = (house: House, today: Day): House => {
  if (house.premises.endDate === null) throw refuse('premisesId', 'premisesNotScheduledToArchive');
  if (isArchived(house.premises, today)) throw refuse('premisesId', 'premisesAlreadyArchived');
  return { premises: { ...house.premises, endDate: null }, rooms: house.rooms.map(released(today)) };
};

/** What keeps a bedspace open beyond the last day on which its archive may be planned. */
export interface Blocked {
  readonly room: Room;
  readonly use: Use;
}

/** One line for each bedspace that cannot be archived within the window, with what lasts longest, by reference. */
export const blockedRooms = (house: House, { today, uses }: Circumstances): Blocked[] =>
  house.rooms
    .filter((room) => !isArchived(room, today))
    .toSorted((a, b) => byFold(a.reference, b.reference))
    .flatMap((room) => {
      const own = uses.filter(({ bedspaceId }) => bedspaceId === room.id);
      const use = lastUse(own, latestArchive(today));
      return use ? [{ room, use }] : [];
    });
