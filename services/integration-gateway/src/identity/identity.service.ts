import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Publish } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/platform/clock';
import { logger } from '@throughcare/platform/logging';
import { DataSource, type EntityManager } from 'typeorm';
import type { CaseSummary } from '../ndelius/ndelius.schema';
import type { Link } from './identity.rules';
import { linksIn } from './identity.rules';

const log = logger('identity');

/** Called in the same transaction when a person's CRN becomes known. */
export type OnLinked = (tx: EntityManager, publish: Publish, noms: string, crn: string) => Promise<void>;

/** Which NOMS number goes with which CRN, as nDelius has shown it. */
@Injectable()
export class Identities {
  private readonly listeners: OnLinked[] = [];

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  onLinked(listener: OnLinked): void {
    this.listeners.push(listener);
  }

  /** The newest known CRN of a NOMS number. */
  async crnOf(tx: EntityManager, noms: string): Promise<string | undefined> {
    const rows: { crn: string }[] = await tx.query(
      'select crn from identity_link where noms_number = $1 order by learnt_at desc limit 1',
      [noms],
    );
    return rows[0]?.crn;
  }

  /** Takes links in; an older word never replaces a newer one. New ones wake what waited for them. */
  async learn(tx: EntityManager, publish: Publish, links: readonly Link[], source: string, at: Date): Promise<void> {
    for (const { crn, noms } of links) {
      const changed: unknown[] = await tx.query(
        `insert into identity_link (crn, noms_number, source, learnt_at) values ($1, $2, $3, $4)
         on conflict (crn) do update set noms_number = excluded.noms_number, source = excluded.source,
           learnt_at = excluded.learnt_at
         where identity_link.learnt_at < excluded.learnt_at and identity_link.noms_number <> excluded.noms_number
         returning crn`,
        [crn, noms, source, at],
      );
      if (changed.length > 0) for (const listener of this.listeners) await listener(tx, publish, noms, crn);
    }
  }

  /** Learns from an answer of nDelius. Who asked for people must not fail because we could not remember a number. */
  async learnFrom(cases: readonly CaseSummary[]): Promise<void> {
    try {
      const unknown = await this.unknown(linksIn(cases));
      if (unknown.length === 0) return;
      await this.work.run((tx, publish) => this.learn(tx, publish, unknown, 'case-summary', clock.now()));
    } catch (error) {
      log.warn({ err: error }, 'identity links were not kept');
    }
  }

  private async unknown(links: readonly Link[]): Promise<Link[]> {
    if (links.length === 0) return [];
    const rows: { crn: string; noms_number: string }[] = await this.db.query(
      'select crn, noms_number from identity_link where crn = any($1)',
      [links.map(({ crn }) => crn)],
    );
    const known = new Map(rows.map((row) => [row.crn, row.noms_number]));
    return links.filter(({ crn, noms }) => known.get(crn) !== noms);
  }

  /** Every number of these people that we know of: their events bear the one by which they were known at the time. */
  async keysOf(numbers: readonly string[]): Promise<string[]> {
    const rows: { number: string }[] = await this.db.query(
      `with links as (select crn, noms_number from identity_link where crn = any($1) or noms_number = any($1))
       select unnest($1::text[]) as number union select crn from links union select noms_number from links order by 1`,
      [numbers],
    );
    return rows.map(({ number }) => number);
  }
}
