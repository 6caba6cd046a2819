import { londonDate, type Day } from '@throughcare/base/calendar';
import { newId } from '@throughcare/events/ids';
import { changeLocked } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { EntityManager } from 'typeorm';
import { availabilityChanged } from '../bedspace/bedspace-event.rules';
import { bedspaces } from '../bedspace/bedspace.aggregate';
import type { Bedspace } from '../bedspace/bedspace.entity';
import { recordAction, type Click } from '../estate/click';
import { EarlierAvailability } from '../estate/earlier-availability.entity';
import type { NewEstateAction } from '../estate/estate-action';
import { dayReport } from '../estate/report.rules';
import { premisesUpdated } from '../premises/premises-event.rules';
import { properties } from '../premises/premises.aggregate';
import type { Premises } from '../premises/premises.entity';
import { staffBlock } from '../staff-block';
import { causeOf, hasOtherDates, type Cause } from './cause.rules';
import type { House, Room, Unit } from './house.rules';

/** The locked rows of a house, and what a rule made of it. */
export interface Decided {
  readonly premises: Premises;
  readonly bedspaces: readonly Bedspace[];
  readonly before: House;
  readonly after: House;
  /** The button cancels an archive. */
  readonly isCancellation: boolean;
}

interface Work {
  readonly tx: EntityManager;
  readonly work: UnitOfWork;
  readonly click: Click;
  readonly today: Day;
}

const datesOf = (before: Unit, after: Unit, cause: Cause) => {
  const { startDate, endDate } = after;
  if (cause === 'archived') return { endDate: endDate ?? startDate, previousEndDate: before.endDate };
  if (cause === 'unarchived')
    return { startDate, previousStartDate: before.startDate, previousEndDate: before.endDate };
  return { startDate, endDate };
};

/** Periods that are over are written as they are now; an earlier one is never changed, only the last may come or go. */
const writePeriods = async (
  tx: EntityManager,
  place: { readonly premisesId: string; readonly bedspaceId: string | null },
  before: Unit,
  after: Unit,
): Promise<void> => {
  const [was, is] = [before.earlier.length, after.earlier.length];
  const last = (is > was ? after : before).earlier.at(-1);
  if (is === was || !last) return;
  if (is > was) await tx.insert(EarlierAvailability, { id: newId(), ...place, ...last });
  else
    await tx.query(
      `delete from earlier_availability
        where premises_id = $1 and bedspace_id is not distinct from $2 and first_day = $3 and last_day = $4`,
      [place.premisesId, place.bedspaceId, last.firstDay, last.lastDay],
    );
};

const changePremises = async (w: Work, row: Premises, { before, after, isCancellation }: Decided): Promise<void> => {
  const [was, is] = [before.premises, after.premises];
  if (!hasOtherDates(was, is)) return;
  const { startDate, endDate } = is;
  const { now, me } = w.click;
  const changed = { ...row, startDate, endDate };
  const { reportedStatus, events } = dayReport(changed, w.today, now);
  const cause = causeOf(was, is, isCancellation);
  const place = { premisesId: row.id, bedspaceId: null };
  await changeLocked(w.work, properties, row, {
    changes: { startDate, endDate, reportedStatus, updatedAt: now },
    events: [premisesUpdated(changed, now, staffBlock(me)), ...events],
    also: async (tx) => {
      await writePeriods(tx, place, was, is);
      const action = { kind: `premises-${cause}`, details: datesOf(was, is, cause) } as NewEstateAction;
      await recordAction(tx, w.click, place, action);
    },
  });
};

const changeRoom = async (w: Work, row: Bedspace, was: Room, is: Room, isCancellation: boolean): Promise<void> => {
  const { startDate, endDate, endsWithPremises, ownEndDate } = is;
  const { now, me, transactionId } = w.click;
  const changes = { startDate, endDate, endsWithPremises, ownEndDate, updatedAt: now };
  if (!hasOtherDates(was, is)) {
    if (was.endsWithPremises !== endsWithPremises || was.ownEndDate !== ownEndDate)
      await changeLocked(w.work, bedspaces, row, { changes: { endsWithPremises, ownEndDate }, events: [] });
    return;
  }
  const changed = { ...row, ...changes };
  const { reportedStatus, events } = dayReport(changed, w.today, now);
  const cause = causeOf(was, is, isCancellation);
  const place = { premisesId: row.premisesId, bedspaceId: row.id };
  const recorded = { now, by: staffBlock(me), cause, transactionId };
  await changeLocked(w.work, bedspaces, row, {
    changes: { ...changes, reportedStatus },
    events: [availabilityChanged(changed, is.earlier, recorded), ...events],
    also: async (tx) => {
      await writePeriods(tx, place, was, is);
      const action = { kind: `bedspace-${cause}`, details: datesOf(was, is, cause) } as NewEstateAction;
      await recordAction(tx, w.click, place, action);
    },
  });
};

/** Writes what a rule made of a house whose rows are locked: property first, bedspaces in the order of their ids. */
export const applyHouse = async (
  tx: EntityManager,
  work: UnitOfWork,
  click: Click,
  decided: Decided,
): Promise<void> => {
  const w = { tx, work, click, today: londonDate(click.now) };
  await changePremises(w, decided.premises, decided);
  for (const row of decided.bedspaces) {
    const [was, is] = [decided.before, decided.after].map(({ rooms }) => rooms.find(({ id }) => id === row.id));
    if (was && is) await changeRoom(w, row, was, is, decided.isCancellation);
  }
};
