import type { Day } from '@throughcare/base/calendar';
import { conflict, invalidField, notFound } from '@throughcare/base/errors';
import type { Circumstances } from './archive.rules';
import {
  alone,
  isArchived,
  isEndPlanned,
  isReturnPlanned,
  notReopened,
  reopened,
  roomOf,
  withRoom,
  type House,
  type Room,
  type Unit,
} from './house.rules';
import { requireNobodyWaits } from './uses.rules';
import { OF_BEDSPACE, OF_PREMISES, requireReturn } from './windows.rules';

const refuse = (property: 'bedspaceId' | 'premisesId', errorType: string) => invalidField(`$.${property}`, errorType);

const known = (room: Room | undefined): Room => {
  if (!room) throw notFound('BEDSPACE_NOT_FOUND');
  return room;
};

const isSameReturn = (unit: Unit, restartDate: Day): boolean =>
  unit.startDate === restartDate && unit.endDate === null && unit.earlier.length > 0;

const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** A property is online from the day on which one of its bedspaces is, and goes on as long as one of them does. */
const openFor = (house: House, from: Day, today: Day): House => {
  const { premises } = house;
  if (isArchived(premises, today))
    return { ...house, premises: reopened(premises, later(from, premises.endDate ?? from)) };
  const lastArchive = premises.earlier.at(-1)?.lastDay;
  if (isReturnPlanned(premises, today) && from < premises.startDate)
    return { ...house, premises: { ...premises, startDate: later(from, lastArchive ?? from) } };
  if (!isEndPlanned(premises, today)) return house;
  const rooms = house.rooms.map((room) => (room.endsWithPremises ? { ...room, ...alone } : room));
  return { premises: { ...premises, endDate: null }, rooms };
};

/** The bedspace is online from that day, and so is its property. */
export const unarchiveBedspace = (house: House, id: string, restartDate: Day, today: Day): House => {
  const room = known(roomOf(house, id));
  if (isSameReturn(room, restartDate)) return house;
  if (!isArchived(room, today)) throw refuse('bedspaceId', 'bedspaceNotArchived');
  requireReturn(room, restartDate, today, OF_BEDSPACE);
  return openFor(withRoom(house, { ...reopened(room, restartDate), ...alone }), restartDate, today);
};

/** The property and all its archived bedspaces are online from that day. */
export const unarchivePremises = (house: House, restartDate: Day, today: Day): House => {
  if (isSameReturn(house.premises, restartDate)) return house;
  if (!isArchived(house.premises, today)) throw refuse('premisesId', 'premisesNotArchived');
  requireReturn(house.premises, restartDate, today, OF_PREMISES);
  return {
    premises: reopened(house.premises, restartDate),
    rooms: house.rooms.map((room) => (isArchived(room, today) ? { ...reopened(room, restartDate), ...alone } : room)),
  };
};

/** The room as it was before its return was planned, unless someone counts on that. */
const takenBack = (room: Room, { uses }: Circumstances): Room => {
  const before = notReopened(room);
  const own = uses.filter(({ bedspaceId }) => bedspaceId === room.id);
  requireNobodyWaits(own, before.endDate ?? room.startDate);
  return { ...before, ...alone };
};

/** The bedspace stays archived; so does its property when no other bedspace is to be online. */
export const cancelReturnOfBedspace = (house: House, id: string, c: Circumstances): House => {
  const room = known(roomOf(house, id));
  if (!isReturnPlanned(room, c.today))
    throw refuse(
      'bedspaceId',
      isArchived(room, c.today) || room.startDate > c.today
        ? 'bedspaceNotScheduledToUnarchive'
        : 'bedspaceAlreadyOnline',
    );
  const after = withRoom(house, takenBack(room, c));
  const isEmpty = after.rooms.every((each) => isArchived(each, c.today));
  return isEmpty && isReturnPlanned(house.premises, c.today)
    ? { ...after, premises: notReopened(house.premises) }
    : after;
};

/** The property and its bedspaces stay archived. */
export const cancelReturnOfPremises = (house: House, c: Circumstances): House => {
  const { premises, rooms } = house;
  if (isArchived(premises, c.today)) throw refuse('premisesId', 'premisesAlreadyArchived');
  if (premises.earlier.length === 0) throw refuse('premisesId', 'premisesNotScheduledToUnarchive');
  if (premises.startDate <= c.today) throw refuse('premisesId', 'premisesUnarchiveDateInThePast');
  const isNew = rooms.find((room) => room.startDate > c.today && room.earlier.length === 0);
  if (isNew)
    throw conflict('BEDSPACE_IS_UPCOMING', {
      detail: `A new bedspace begins on ${isNew.startDate}. Archive it first: ${isNew.id}`,
    });
  return {
    premises: notReopened(premises),
    rooms: rooms.map((room) => (isReturnPlanned(room, c.today) ? takenBack(room, c) : room)),
  };
};
