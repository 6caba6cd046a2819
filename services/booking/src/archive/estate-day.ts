import { Injectable } from '@nestjs/common';
import { londonDate, type Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { changeIfFound } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Background } from '@throughcare/platform/background';
import { DataSource, type EntityManager } from 'typeorm';
import { bedspaces } from '../bedspace/bedspace.aggregate';
import { availabilityChanged, bedspaceUpdated } from '../bedspace/bedspace-event.rules';
import { earlierOf } from '../estate/earlier-periods';
import { dayReport } from '../estate/report.rules';
import { premisesUpdated } from '../premises/premises-event.rules';
import { properties } from '../premises/premises.aggregate';

const BATCH = 100;

/** Rows that nothing was published about, or whose day has come. */
const due = (table: string) => `
  select id from ${table}
   where version = 0
      or reported_status = 'online' and start_date <= $1 and end_date <= $1
      or reported_status = 'archived' and start_date <= $1 and (end_date is null or end_date > $1)
   order by id limit ${BATCH}`;

/**
 * Publishes that a first or last day has come. What can be used on which day follows from the dates alone, so search and booking are right
 * at midnight, however late this is. It also publishes what an older version entered, and what was there before anything was published.
 */
@Injectable()
export class EstateDay {
  constructor(
    background: Background,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {
    background.add({
      name: 'estate-day',
      every: { ms: 60_000 },
      once: 'cluster',
      round: (signal) => this.round(signal),
    });
  }

  async round(signal: AbortSignal): Promise<'more' | 'done'> {
    const today = londonDate(clock.now());
    const houses = await this.ids('premises', today);
    for (const id of houses) if (!signal.aborted) await this.premises(id, today);
    const rooms = await this.ids('bedspace', today);
    for (const id of rooms) if (!signal.aborted) await this.bedspace(id, today);
    return houses.length === BATCH || rooms.length === BATCH ? 'more' : 'done';
  }

  private async ids(table: 'premises' | 'bedspace', today: Day): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(due(table), [today]);
    return rows.map(({ id }) => id);
  }

  private premises(id: string, today: Day) {
    return changeIfFound(this.work, properties, { id }, (row) => {
      const { reportedStatus, events } = dayReport(row, today, clock.now());
      const first = row.version === 0 ? [premisesUpdated(row, clock.now())] : [];
      if (first.length + events.length === 0) return undefined;
      return { changes: { reportedStatus }, events: [...first, ...events] };
    });
  }

  private bedspace(id: string, today: Day) {
    return changeIfFound(this.work, bedspaces, { id }, async (row, tx) => {
      const { reportedStatus, events } = dayReport(row, today, clock.now());
      const first = row.version === 0 ? await firstEvents(tx, row) : [];
      if (first.length + events.length === 0) return undefined;
      return { changes: { reportedStatus }, events: [...first, ...events] };
    });
  }
}

const firstEvents = async (tx: EntityManager, row: Parameters<typeof bedspaceUpdated>[0]) => {
  const recorded = { now: clock.now() };
  const earlier = await earlierOf(tx, row.id);
  return [bedspaceUpdated(row, recorded), availabilityChanged(row, earlier, { ...recorded, cause: 'created' })];
};
