import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { count } from '@throughcare/base/metrics';
import type { Signals } from '../database/signals';
import { type OtherMember, RosterTable } from './roster-table';
import { Standing } from './standing';
import type { Gained } from './standing.rules';

export interface RosterOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly handlerVersion: string;
  readonly signals: Signals;
  /** Events a consumer has not passed here: asked where the database does not keep the position. */
  readonly behind?: (consumer: string) => Promise<number | undefined>;
  /** How often it looks; a change is also signalled. Default 2,000 ms. */
  readonly everyMs?: number;
}

/** Brings a consumer in line with its standing: `aside` is what {@link Roster.standsAside} says. Called at every look. */
export type Follow = (consumer: string, aside: boolean) => Promise<void>;

/** A type as the message has it, and as labels and lines of log may show it (`bus/shown-type.ts`). */
export interface PassedType {
  readonly type: string;
  readonly shown: string;
}

/** An instance not seen for so many rounds counts as gone: one that ends says so, one that crashed does not. */
const MISSED_ROUNDS = 15;
/** Without a look for so many rounds it does not know any more what others want: less than {@link MISSED_ROUNDS}. */
const STALE_ROUNDS = 7;

/** A broker is asked how far behind a consumer is once in so many rounds. */
const LAG_ROUNDS = 5;

/** It may not pass what others may want by now: waits like any outage. */
export class RosterStale extends Error {
  readonly kind = 'unavailable';
  readonly code = 'ROSTER_STALE';
}

const channelOf = (schema: string) => `throughcare_roster_${schema}`;

/**
 * Who else runs this service's consumers, and with which handlers. While two releases run, instances of one set of handlers do a
 * consumer's work and the others stand aside (`standing.rules.ts`), on every bus: nobody passes an event that a running instance
 * wants. A new handler counts from the moment {@link heard} resolves: by then every other instance has acted.
 */
export class Roster {
  readonly instanceId = randomUUID();
  private readonly logger = new Logger(Roster.name);
  private readonly table: RosterTable;
  private readonly standings = new Map<string, Standing>();
  private readonly everyMs: number;
  private readonly said = new Set<string>();
  /** Consumers that want nothing as long as they cannot subscribe. */
  private readonly withdrawn = new Set<string>();
  private follow: Follow = () => Promise.resolve();
  private unlisten: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private lookedAt = -Infinity;
  private measuredAt = -Infinity;
  /** Something has changed since the last look began. */
  private again = false;
  private closed = false;

  constructor(private readonly options: RosterOptions) {
    const { dataSource, schema, handlerVersion, everyMs = 2_000 } = options;
    this.everyMs = everyMs;
    this.table = new RosterTable(dataSource, schema, this.instanceId, handlerVersion);
  }

  /** Says what each consumer of this process wants, and looks once. From then on `follow` is told of every standing. */
  async join(wants: ReadonlyMap<string, readonly string[]>, follow: Follow): Promise<void> {
    if (wants.size === 0) return;
    this.follow = follow;
    for (const [consumer, each] of wants) this.standings.set(consumer, new Standing(consumer, each));
    await this.look();
    const channel = channelOf(this.options.schema);
    this.unlisten = this.options.signals.listen(channel, () => this.wake());
    this.options.signals.notify(channel);
    this.soon(this.everyMs);
  }

  /** Resolves when every other instance knows what we want and acts upon it; after some rounds in any case, and says so. */
  async heard(): Promise<void> {
    const deadline = performance.now() + 2.5 * this.everyMs;
    while (!this.closed && this.deaf().length > 0) {
      if (performance.now() > deadline) {
        this.logger.warn(
          `Other instances of ${this.deaf().join(', ')} have not answered: events may pass them that are wanted here`,
        );
        return;
      }
      await sleep(Math.min(20, this.everyMs / 5));
      await this.look().catch(() => undefined);
    }
  }

  /** True while another instance with newer handlers does the consumer's work. */
  standsAside(consumer: string): boolean {
    return this.standings.get(consumer)?.aside ?? false;
  }

  /** True when this instance stands aside for one that handles the type: what it still has of it is not its own to settle. */
  isHandledElsewhere(consumer: string, type: string): boolean {
    return this.standings.get(consumer)?.isHandledElsewhere(type) ?? false;
  }

  /** True when the consumer handles this type, or did in an earlier release. */
  hasWanted(consumer: string, type: string): boolean {
    return this.standings.get(consumer)?.hasWanted(type) ?? false;
  }

  /** Throws {@link RosterStale} when the last look is too old to pass what nobody here handles, or somebody may be back in a moment who does. */
  mayPass(consumer: string, types: readonly string[]): void {
    const standing = this.standings.get(consumer);
    if (!standing) return;
    const [now, patienceMs] = [performance.now(), STALE_ROUNDS * this.everyMs];
    if (now - this.lookedAt > patienceMs || standing.mayReturn(types, now, patienceMs))
      throw new RosterStale('ROSTER_STALE');
  }

  /** The consumer does its work here, or could. */
  subscribed(consumer: string): void {
    const standing = this.standings.get(consumer);
    if (!standing) return;
    standing.subscribed(performance.now());
    if (this.withdrawn.has(consumer)) this.wake();
  }

  /** A try to subscribe failed. After as long as a crashed instance is waited for, those that stood aside work again. */
  notSubscribed(consumer: string): void {
    this.standings.get(consumer)?.notSubscribed(performance.now());
  }

  /** So many events were settled. */
  moved(consumer: string, events: number): void {
    const standing = this.standings.get(consumer);
    if (standing) standing.passed += events;
  }

  /** Events of this type go by without a handler. Told where the consumer has ever handled it, or where it was sent to its queue. */
  passed(consumer: string, { type: itsType, shown }: PassedType, wasSent: boolean): void {
    const standing = this.standings.get(consumer);
    const wasWanted = this.hasWanted(consumer, itsType);
    if (!standing || !(wasSent || wasWanted)) return;
    const type = wasWanted ? itsType : shown;
    count('unhandled', 1, { consumer, type });
    standing.unhandled.set(type, (standing.unhandled.get(type) ?? 0) + 1);
    const place = `${consumer} ${type}`;
    if (this.said.has(place)) return;
    this.said.add(place);
    this.logger.error(`EVENT_UNHANDLED: ${consumer} receives ${type}, and no running instance handles it`);
  }

  /** Says that this instance is gone. */
  async leave(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    this.unlisten();
    await this.turn;
    if (this.standings.size === 0) return;
    await this.tellUnhandled().catch(() => undefined);
    await this.table.remove().catch(() => undefined); // then it counts as gone after some rounds
    this.options.signals.notify(channelOf(this.options.schema));
  }

  private wake(): void {
    this.again = true;
    this.soon(0);
  }

  private soon(afterMs: number): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.look()
        .catch(() => undefined) // away: `mayPass` sees to it
        .finally(() => this.soon(this.again ? 0 : this.everyMs));
    }, afterMs);
  }

  private entries(now: number) {
    return [...this.standings.values()].map((standing) => {
      const { consumer } = standing;
      const isWithdrawn = standing.isWithdrawn(now, MISSED_ROUNDS * this.everyMs);
      if (isWithdrawn && !this.withdrawn.has(consumer))
        this.logger.error(`${consumer} cannot subscribe: the instances that stood aside for it work again`);
      if (isWithdrawn) this.withdrawn.add(consumer);
      else this.withdrawn.delete(consumer);
      return standing.entry(isWithdrawn);
    });
  }

  /** Consumers of which some other instance does not know us and could pass what we want. */
  private deaf(): string[] {
    return [...this.standings.values()]
      .filter((standing) => standing.isUnheard(this.instanceId))
      .map(({ consumer }) => consumer);
  }

  private look(): Promise<void> {
    const looked = this.turn.then(async () => {
      if (this.closed) return;
      this.again = false;
      const began = performance.now();
      const { others, gained } = await this.table.beat(this.entries(began), MISSED_ROUNDS * this.everyMs);
      this.lookedAt = began;
      for (const standing of this.standings.values()) this.stand(standing, others, gained.get(standing.consumer));
      await this.tellUnhandled();
      this.measure(began);
    });
    this.turn = looked.catch(() => undefined);
    return looked;
  }

  /** Not awaited: a broker may take its time, and the next look writes it down. */
  private measure(now: number): void {
    const { behind } = this.options;
    if (!behind || now - this.measuredAt < LAG_ROUNDS * this.everyMs) return;
    this.measuredAt = now;
    for (const [consumer, standing] of this.standings)
      behind(consumer).then(
        (events) => (standing.behind = events),
        () => (standing.behind = undefined),
      );
  }

  private stand(standing: Standing, others: readonly OtherMember[], gained: Gained = new Map()): void {
    if (standing.looked(others, gained)) {
      const says = standing.aside ? 'stands aside: another instance has newer handlers' : 'works again here';
      this.logger.log(`${standing.consumer} ${says}`);
    }
    if (!standing.acting) void this.act(standing);
  }

  /** Not awaited by the look: what is in flight may take long. Others hear of it when it has been done. */
  private async act(standing: Standing): Promise<void> {
    standing.acting = true;
    const ids = standing.others.map(({ id }) => id);
    try {
      await this.follow(standing.consumer, standing.aside);
      const isNews = ids.some((id) => !standing.knows.includes(id));
      standing.knows = ids;
      if (isNews) this.wake();
    } catch {
      // The next look tries again.
    } finally {
      standing.acting = false;
    }
  }

  private async tellUnhandled(): Promise<void> {
    for (const [consumer, { unhandled }] of this.standings)
      for (const [type, number] of unhandled) {
        unhandled.delete(type);
        await this.table.addUnhandled(consumer, type, number).catch((error: unknown) => {
          unhandled.set(type, number + (unhandled.get(type) ?? 0));
          throw error;
        });
      }
  }
}
