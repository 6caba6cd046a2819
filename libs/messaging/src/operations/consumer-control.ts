import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Bus } from '../bus/bus';
import type { Handler } from '../consumer/handlers';
import { sourcesOf } from '../consumer/handlers';
import { quoteSchema } from '../database/names';
import type { Signals } from '../database/signals';
import { inTransaction } from '../database/transaction';
import { audit } from '../database/audit';
import {
  type ConsumerLag,
  type InstanceLag,
  instancesOf,
  lagByInstances,
  lagOf,
  positionsAt,
  requirePlace,
} from './consumer-lag';
import { OperationRefused } from '@throughcare/base/refused';

export interface ControlOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly bus: Bus;
  readonly signals: Signals;
  readonly consumers: () => ReadonlyMap<string, ReadonlyMap<string, Handler>>;
}

export interface ConsumerStatus extends ConsumerLag {
  readonly consumer: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
  /** True when some handler touches the outside. */
  readonly hasEffects: boolean;
  readonly paused: boolean;
  readonly changedBy: string | null;
  readonly reason: string | null;
  readonly changedAt: Date | null;
  readonly parkedKeys: number;
  readonly deadLetters: number;
  /** Who runs it now. */
  readonly instances: readonly InstanceLag[];
}

interface ControlRow {
  readonly consumer: string;
  readonly paused: boolean;
  readonly resets: number;
  readonly resetTo: string | null;
  readonly changedBy: string;
  readonly reason: string;
  readonly changedAt: Date;
}

const POLL_MS = 5_000;
/** Wakes the other instances of a service after an operator changed a consumer. */
const channelOf = (schema: string) => `throughcare_ops_${schema}`;

/** Pausing, resuming and moving consumers: written down first, then every instance follows. */
export class ConsumerControl {
  private readonly logger = new Logger('Operations');
  private readonly s: string;
  private readonly paused = new Set<string>();
  private readonly resets = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: ControlOptions) {
    this.s = quoteSchema(options.schema);
  }

  /** Follows what operators wrote down, from now on. Await it before consumers take their first event. */
  async start(): Promise<void> {
    const recent = this.options.bus.features.transactionalCursor ? new Set() : await this.recentResets();
    for (const { consumer, resets } of await this.rows())
      this.resets.set(consumer, recent.has(consumer) ? resets - 1 : resets);
    await this.follow();
    this.timer ??= setInterval(() => void this.follow(), POLL_MS);
    this.options.signals.listen(channelOf(this.options.schema), () => void this.follow());
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** As this instance knows it. */
  isPaused(consumer: string): boolean {
    return this.paused.has(consumer);
  }

  /** Every consumer of this service with its lag. */
  async list(): Promise<ConsumerStatus[]> {
    const rows = new Map((await this.rows()).map((row) => [row.consumer, row]));
    const letters = await this.letters();
    const instances = await instancesOf(this.options.dataSource, this.s);
    return Promise.all(
      [...this.options.consumers()].map(async ([consumer, handlers]) => {
        const row = rows.get(consumer);
        const types = [...handlers.keys()];
        return {
          consumer,
          types,
          sources: sourcesOf(types),
          hasEffects: [...handlers.values()].some(({ kind }) => kind === 'effect'),
          paused: row?.paused ?? false,
          changedBy: row?.changedBy ?? null,
          reason: row?.reason ?? null,
          changedAt: row?.changedAt ?? null,
          ...(letters.get(consumer) ?? { parkedKeys: 0, deadLetters: 0 }),
          ...(await this.lagOf(consumer, types, instances.get(consumer) ?? [])),
          instances: instances.get(consumer) ?? [],
        };
      }),
    );
  }

  private lagOf(consumer: string, types: readonly string[], instances: readonly InstanceLag[]): Promise<ConsumerLag> {
    const { dataSource, bus } = this.options;
    if (bus.features.transactionalCursor) return lagOf(dataSource, this.s, consumer, sourcesOf(types));
    return Promise.resolve(lagByInstances(instances, !bus.features.retained));
  }

  pause(consumer: string, actor: string, reason: string): Promise<void> {
    return this.change(consumer, 'consumer.pause', true, actor, reason);
  }

  resume(consumer: string, actor: string, reason: string): Promise<void> {
    return this.change(consumer, 'consumer.resume', false, actor, reason);
  }

  /**
   * Moves the reading position: `earliest`, `latest`, or before the first event of a moment. What had its effect is recognised and
   * skipped: to repeat it, replay. Moving forward leaves events out. Returns how many events lie before and after the new place.
   */
  async reset(consumer: string, to: string, actor: string, reason: string, dryRun: boolean): Promise<ResetPlan> {
    this.known(consumer);
    const { dataSource, bus } = this.options;
    if (!bus.features.transactionalCursor) return this.resetOnBus(consumer, to, actor, reason, dryRun);
    const sources = sourcesOf([...(this.options.consumers().get(consumer)?.keys() ?? [])]);
    const positions = await positionsAt(dataSource, sources, to);
    const plan = await this.resetPlan(consumer, positions);
    if (dryRun) return plan;
    await inTransaction(dataSource, async (tx) => {
      await tx.query(
        `insert into ${this.s}.consumer_cursor (consumer, source, partition, "offset")
         select $1, p.source, p.partition, p."offset"
         from unnest($2::text[], $3::smallint[], $4::bigint[]) as p(source, partition, "offset")
         on conflict (consumer, source, partition) do update
         set "offset" = excluded."offset", moved_at = clock_timestamp()`,
        [consumer, ...(['source', 'partition', 'offset'] as const).map((field) => positions.map((p) => p[field]))],
      );
      await tx.query(
        `insert into ${this.s}.consumer_control as c (consumer, resets, changed_by, reason) values ($1, 1, $2, $3)
         on conflict (consumer) do update set resets = c.resets + 1, changed_by = $2, reason = $3,
           changed_at = clock_timestamp()`,
        [consumer, actor, reason],
      );
      const parameters = { consumer, to, ...plan };
      await audit(tx, this.options.schema, { actor, reason, action: 'consumer.reset', parameters });
    });
    await this.announce();
    return plan;
  }

  /** Every instance moves the partitions it has, as it follows a pause. */
  private async resetOnBus(consumer: string, to: string, actor: string, reason: string, dryRun: boolean) {
    const { bus, dataSource } = this.options;
    if (!bus.resetPlan) throw new OperationRefused('conflict', 'BUS_CANNOT_RESET');
    requirePlace(to);
    const plan = await bus.resetPlan(consumer, to);
    if (dryRun) return plan;
    // Instances take their turns: what comes between them is not to be left out.
    const place = to === 'latest' ? new Date().toISOString() : to;
    await inTransaction(dataSource, async (tx) => {
      await tx.query(
        `insert into ${this.s}.consumer_control as c (consumer, resets, reset_to, changed_by, reason)
         values ($1, 1, $2, $3, $4) on conflict (consumer) do update
         set resets = c.resets + 1, reset_to = $2, changed_by = $3, reason = $4, changed_at = clock_timestamp()`,
        [consumer, place, actor, reason],
      );
      const parameters = { consumer, to, ...plan };
      await audit(tx, this.options.schema, { actor, reason, action: 'consumer.reset', parameters });
    });
    await this.announce();
    return plan;
  }

  private async change(consumer: string, action: string, paused: boolean, actor: string, reason: string) {
    this.known(consumer);
    await inTransaction(this.options.dataSource, async (tx) => {
      await tx.query(
        `insert into ${this.s}.consumer_control (consumer, paused, changed_by, reason) values ($1, $2, $3, $4)
         on conflict (consumer) do update set paused = $2, changed_by = $3, reason = $4, changed_at = clock_timestamp()`,
        [consumer, paused, actor, reason],
      );
      await audit(tx, this.options.schema, { actor, reason, action, parameters: { consumer } });
    });
    await this.announce();
  }

  private async announce(): Promise<void> {
    this.options.signals.notify(channelOf(this.options.schema));
    await this.follow();
  }

  /** Brings this instance in line with the table; one look at a time. */
  private follow(): Promise<void> {
    this.turn = this.turn.then(async () => {
      try {
        for (const row of await this.rows()) await this.applyControl(row);
      } catch (error) {
        this.logger.debug(`Operations table not read: ${(error as { code?: string }).code ?? 'unknown'}`);
      }
    });
    return this.turn;
  }

  private async applyControl({ consumer, paused, resets, resetTo }: ControlRow): Promise<void> {
    const { bus } = this.options;
    // A pause is told again at every look: a subscription may be newer than it.
    if (paused || this.paused.has(consumer)) {
      await bus.control(consumer, { action: paused ? 'pause' : 'resume' });
      if (paused) this.paused.add(consumer);
      else this.paused.delete(consumer);
    }
    if ((this.resets.get(consumer) ?? 0) === resets) return;
    if (!bus.features.transactionalCursor) {
      await bus.reset?.(consumer, resetTo ?? '');
      this.resets.set(consumer, resets);
      return;
    }
    this.resets.set(consumer, resets);
    const rows = await this.options.dataSource.query<{ source: string; partition: number; offset: number }[]>(
      `select source, partition, "offset"::float8 as "offset" from ${this.s}.consumer_cursor where consumer = $1`,
      [consumer],
    );
    for (const place of rows) await bus.control(consumer, { action: 'seek', ...place });
  }

  /** A consumer that starts after the others: its pause must be told to its new subscription. */
  async started(consumer: string): Promise<void> {
    if (this.paused.has(consumer)) await this.options.bus.control(consumer, { action: 'pause' });
  }

  /** Consumers whose partitions may come here from an instance that has not had its turn. */
  private async recentResets(): Promise<ReadonlySet<string>> {
    const rows = await this.options.dataSource.query<{ consumer: string }[]>(
      `select distinct parameters->>'consumer' as consumer from ${this.s}.ops_audit
       where action = 'consumer.reset' and at > clock_timestamp() - interval '60 seconds' order by 1`,
    );
    return new Set(rows.map(({ consumer }) => consumer));
  }

  private known(consumer: string): void {
    if (!this.options.consumers().has(consumer)) throw new OperationRefused('not-found', 'NO_SUCH_CONSUMER');
  }

  private rows(): Promise<ControlRow[]> {
    return this.options.dataSource.query<ControlRow[]>(
      `select consumer, paused, resets, reset_to as "resetTo", changed_by as "changedBy", reason, changed_at as "changedAt"
       from ${this.s}.consumer_control`,
    );
  }

  private async letters(): Promise<Map<string, { parkedKeys: number; deadLetters: number }>> {
    const rows = await this.options.dataSource.query<{ consumer: string; parkedKeys: number; deadLetters: number }[]>(
      `select consumer, sum(parked)::int as "parkedKeys", sum(letters)::int as "deadLetters" from (
         select consumer, count(*) as parked, 0 as letters from ${this.s}.parked_key group by 1
         union all select consumer, 0, count(*) from ${this.s}.dead_letter where state <> 'discarded' group by 1) x
       group by 1`,
    );
    return new Map(rows.map(({ consumer, ...counts }) => [consumer, counts]));
  }

  private async resetPlan(
    consumer: string,
    positions: readonly { source: string; partition: number; offset: number }[],
  ): Promise<ResetPlan> {
    const rows = await this.options.dataSource.query<{ source: string; partition: number; offset: number }[]>(
      `select source, partition, "offset"::float8 as "offset" from ${this.s}.consumer_cursor where consumer = $1`,
      [consumer],
    );
    const now = new Map(rows.map(({ source, partition, offset }) => [`${source}/${partition}`, offset]));
    const moves = positions.map((p) => p.offset - (now.get(`${p.source}/${p.partition}`) ?? 0));
    return {
      back: -moves.filter((move) => move < 0).reduce((sum, move) => sum + move, 0),
      forward: moves.filter((move) => move > 0).reduce((sum, move) => sum + move, 0),
    };
  }
}

export interface ResetPlan {
  /** Events that are read again. */
  readonly back: number;
  /** Events that are left out. */
  readonly forward: number;
}
