import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdentityLinked } from '@throughcare/events/identity-linked.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import type { NumberMerge } from '@throughcare/hmpps/intake.rules';
import { changeIfFound, createAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { logger } from '@throughcare/platform/logging';
import { DataSource, type EntityManager } from 'typeorm';
import type { CaseSummary } from '../ndelius/ndelius.schema';
import { links, merges } from './identity.aggregate';
import type { Link } from './identity.rules';
import { linksIn } from './identity.rules';
import { lockMerges, numbersIn, survivorOf, type NumberType } from './merged-numbers';

const log = logger('identity');

/** Called in the same transaction when a person's CRN becomes known. */
export type OnLinked = (tx: EntityManager, noms: string, crn: string) => Promise<void>;

/** A merge, or with `isMerged` false that it was undone. */
export interface SaidMerge extends NumberMerge {
  readonly isMerged: boolean;
  readonly at: Date;
}
/** Called in the same transaction when two numbers have become one, or two again. */
export type OnMerged = (tx: EntityManager, said: SaidMerge) => Promise<void>;

const linkEvents = (crn: string, nomsNumber: string, previous: string | null, at: Date) => [
  ...(previous === null
    ? []
    : [IdentityLinked.of({ crn, nomsNumber: previous, isLinked: false, at: at.toISOString() })]),
  IdentityLinked.of({ crn, nomsNumber, isLinked: true, at: at.toISOString() }),
];

/** Which NOMS number goes with which CRN, as nDelius has shown it. */
@Injectable()
export class IdentityService {
  private readonly listeners: OnLinked[] = [];
  private readonly mergeListeners: OnMerged[] = [];

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  onLinked(listener: OnLinked): void {
    this.listeners.push(listener);
  }

  onMerged(listener: OnMerged): void {
    this.mergeListeners.push(listener);
  }

  /** The newest known CRN of a person, under whichever of their prison numbers it was told. */
  async crnOf(tx: EntityManager, noms: string): Promise<string | undefined> {
    const numbers = await numbersIn(tx, 'noms', await survivorOf(tx, 'noms', noms));
    const rows: { crn: string }[] = await tx.query(
      'select crn from identity_link where noms_number = any($1) order by learnt_at desc, crn limit 1',
      [numbers],
    );
    return rows[0] && survivorOf(tx, 'crn', rows[0].crn);
  }

  /** Takes links in; an older word never replaces a newer one. New ones are told, and wake what waited for them. */
  async learn(tx: EntityManager, said: readonly Link[], source: string, at: Date): Promise<void> {
    for (const { crn, noms } of said.toSorted((one, other) => (one.crn < other.crn ? -1 : 1))) {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('identity_link ' || $1, 0))`, [crn]);
      if (!(await this.link({ crn, noms }, source, at))) continue;
      await this.wake(tx, noms, crn);
    }
  }

  /**
   * Takes a merge in, or that it was undone. The newest word about a number counts; its own row remembers it, and what belongs to
   * whom is worked out from the rows, so nothing is lost by undoing.
   */
  async merge(tx: EntityManager, said: SaidMerge): Promise<void> {
    await lockMerges(tx);
    if (!(await this.note(tx, said))) return;
    const { numberType, from, into, isMerged, at } = said;
    const [ring] = await tx.query<{ into_number: string }[]>(
      'select into_number from identity_merge where number_type = $1 and from_number = $2 and is_merged',
      [numberType, into],
    );
    const turned = isMerged && ring !== undefined && (await this.leadsTo(tx, numberType, ring.into_number, from));
    if (turned) await this.note(tx, { numberType, from: into, into: ring.into_number, isMerged: false, at });
    if (numberType !== 'noms') return;
    const crn = await this.crnOf(tx, into);
    if (crn === undefined) return;
    for (const noms of await numbersIn(tx, 'noms', into)) await this.wake(tx, noms, crn);
  }

  /** True when a newer link is known of one of both numbers, and it is another one. */
  async isContradicted({ crn, noms }: Link, at: Date): Promise<boolean> {
    const survivor = await survivorOf(this.db.manager, 'noms', noms);
    const known: { crn: string; noms_number: string; learnt_at: Date }[] = await this.db.query(
      'select crn, noms_number, learnt_at from identity_link where crn = $1 or noms_number = any($2)',
      [crn, await numbersIn(this.db.manager, 'noms', survivor)],
    );
    const own = known.find((row) => row.crn === crn);
    if (own && own.learnt_at >= at) return false; // it does not count
    return known.some((row) => row.crn !== crn || row.noms_number !== noms);
  }

  /** False when the word is no news. The caller holds the lock of the CRN. */
  private async link({ crn, noms }: Link, source: string, at: Date): Promise<boolean> {
    let hasChanged = false;
    const known = await changeIfFound(this.work, links, { crn }, ({ nomsNumber, learntAt }) => {
      hasChanged = learntAt < at && nomsNumber !== noms;
      const changes = { nomsNumber: noms, source, learntAt: at };
      return hasChanged ? { changes, events: linkEvents(crn, noms, nomsNumber, at) } : undefined;
    });
    if (known) return hasChanged;
    const learnt = { aggregateId: randomUUID(), crn, nomsNumber: noms, source, learntAt: at };
    await createAggregate(this.work, links, learnt, { events: linkEvents(crn, noms, null, at) });
    return true;
  }

  /** False when the word is no news. The caller holds the lock of all merges. */
  private async note(tx: EntityManager, said: SaidMerge): Promise<boolean> {
    const { numberType, from, into, isMerged, at } = said;
    const data = { numberType, from, into, at: at.toISOString() };
    const events = [isMerged ? PersonMerged.of(data) : PersonUnmerged.of(data)];
    const changes = { intoNumber: into, isMerged, saidAt: at };
    let hasChanged = false;
    const known = await changeIfFound(this.work, merges, { numberType, fromNumber: from }, (row) => {
      hasChanged = row.saidAt < at && (row.intoNumber !== into || row.isMerged !== isMerged);
      return hasChanged ? { changes, events } : undefined;
    });
    if (known && !hasChanged) return false;
    const first = { id: randomUUID(), numberType, fromNumber: from, ...changes, eventKey: into };
    if (!known) await createAggregate(this.work, merges, first, { events });
    for (const listener of this.mergeListeners) await listener(tx, said);
    return true;
  }

  private async leadsTo(tx: EntityManager, type: NumberType, number: string, end: string): Promise<boolean> {
    return number === end || (await numbersIn(tx, type, end)).includes(number);
  }

  private async wake(tx: EntityManager, noms: string, crn: string): Promise<void> {
    for (const listener of this.listeners) await listener(tx, noms, crn);
  }

  /** Learns from an answer of nDelius. Who asked for people must not fail because we could not remember a number. */
  async learnFrom(cases: readonly CaseSummary[]): Promise<void> {
    try {
      const unknown = await this.unknown(linksIn(cases));
      if (unknown.length === 0) return;
      await this.work.run((tx) => this.learn(tx, unknown, 'case-summary', clock.now()));
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
      `with recursive merged (number) as (
         select unnest($1::text[])
         union
         select case when m.from_number = p.number then m.into_number else m.from_number end
           from merged p join identity_merge m on m.is_merged and p.number in (m.from_number, m.into_number)
       ), links as (
         select crn, noms_number from identity_link
          where crn in (select number from merged) or noms_number in (select number from merged)
       )
       select number from merged union select crn from links union select noms_number from links order by 1`,
      [numbers],
    );
    return rows.map(({ number }) => number);
  }
}
