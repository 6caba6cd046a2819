import { randomUUID } from 'node:crypto';
import { logger } from '@throughcare/platform/logging';
import type { DataSource } from 'typeorm';
import { codeOf } from '@throughcare/base/error-facts';
import type { KnownState } from './custody.rules';

const log = logger('custody');

/** A look whose process died holds nobody up for longer; one that goes on prolongs it. */
const LEASE_MS = 10_000;
/** Longer than all reads of a look may take together: what takes longer hangs, and is left to another. */
const LONGEST_LOOK_MS = 60_000;
const FROM_NOW = `clock_timestamp() + interval '${LEASE_MS} milliseconds'`;

export interface PersonRow {
  readonly noms_number: string;
  readonly aggregate_id: string;
  readonly key: string | null;
  readonly version: number;
  readonly known: KnownState | null;
  readonly failures: number;
}

/** What makes a person due, and who goes first. */
const DUE = {
  next_look_at: 'next_look_at',
  next_dates_at: 'next_dates_at',
  next_check_at: 'followed_until is null, next_check_at',
} as const;

/** One at a time works on a person, whichever instance it is. */
export class PersonLeases {
  constructor(private readonly db: DataSource) {}

  /** People whose turn it is and whom nobody works on. */
  async take(due: keyof typeof DUE, limit: number): Promise<{ readonly lease: string; readonly people: PersonRow[] }> {
    const lease = randomUUID();
    const leased: [PersonRow[], number] = await this.db.query(
      `update custody_person set lease = $1, leased_until = ${FROM_NOW}
       where noms_number in (select noms_number from custody_person where ${due} <= clock_timestamp()
         and (leased_until is null or leased_until < clock_timestamp())
         order by ${DUE[due]} limit $2 for update skip locked)
       returning noms_number, aggregate_id, key, version, known, failures`,
      [lease, limit],
    );
    return { lease, people: leased[0] };
  }

  /** Prolongs a lease until told to let it go. One that could not be prolonged in time is someone else's. */
  keep(lease: string): () => void {
    const end = performance.now() + LONGEST_LOOK_MS;
    const beat = setInterval(() => {
      if (performance.now() > end) return clearInterval(beat);
      const prolonged = this.db.query(`update custody_person set leased_until = ${FROM_NOW} where lease = $1`, [lease]);
      void prolonged.catch((error: unknown) => log.warn({ code: codeOf(error) }, 'lease not prolonged'));
    }, LEASE_MS / 4);
    return () => clearInterval(beat);
  }

  /** Gives back whom nobody got to. */
  async release(lease: string): Promise<void> {
    await this.db.query('update custody_person set lease = null, leased_until = null where lease = $1', [lease]);
  }
}
