import type { EventEnvelope } from '@throughcare/events/define-event';
import type { DataSource, EntityManager } from 'typeorm';
import type { Delivery, Feed } from '../bus';
import { currentCorrelation, runInContext } from '../context';
import type { EventRecord } from '../event-record';
import { envelopeOf, UnreadableEvent } from '../event-record';
import { count } from '../metrics';
import { appendOf, appendToOutbox } from '../outbox';
import { type Observer, registry } from '../telemetry/registry';
import { processSpan } from '../tracing';
import type { UnitOfWork } from '../unit-of-work';
import { Outgoing } from '../unit-of-work';
import type { Gate } from './gate';
import type { Handler } from './handlers';
import type { Inbox } from './inbox';
import type { Letters } from './letters';
import { VersionWatch } from './version-watch';
import { inTransaction } from '../transaction';

export interface EventWorkOptions {
  readonly consumer: string;
  readonly source: string;
  readonly schema: string;
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly inbox: Inbox;
  readonly letters: Letters;
  readonly gate: Gate;
}

interface Received {
  readonly record: EventRecord;
  readonly event: EventEnvelope;
  readonly handler: Handler;
}

/** Makes events take effect: position, inbox rows, effects and outgoing events in one transaction. */
export class EventWork {
  private readonly versions: VersionWatch;
  private readonly latency: Observer;
  private newest: string | undefined;

  constructor(private readonly options: EventWorkOptions) {
    this.versions = new VersionWatch(options.consumer);
    this.latency = registry.observer('throughcare_end_to_end_seconds', { consumer: options.consumer });
  }

  /** Handles deliveries of projections in one transaction, or the single delivery of an effect. */
  async take(deliveries: readonly Delivery[], feed: Feed, transactionalCursor: boolean): Promise<void> {
    const { dataSource, inbox, gate } = this.options;
    const advance = (tx: EntityManager) => (transactionalCursor ? feed.commit(deliveries, tx) : Promise.resolve());
    const wanted = deliveries.filter(({ wanted }) => wanted).map(({ record }) => record);
    if (wanted.length === 0) {
      await inTransaction(dataSource, advance);
    } else {
      await inbox.prepare(wanted);
      const received = wanted.map((record) => this.receive(record));
      const [first] = received;
      if (first?.handler.kind === 'effect') await this.effect(first, advance);
      else await gate.through(() => this.projections(received, advance));
    }
    await feed.ack(deliveries);
  }

  /**
   * Handles the event of a letter inside the transaction that removes it. An effect runs meanwhile, on connections of its
   * own. Returns what was appended to the outbox.
   */
  async repeat(tx: EntityManager, record: EventRecord): Promise<readonly EventRecord[]> {
    const { dataSource, inbox, schema, source } = this.options;
    await inbox.prepare([record]);
    const received = this.receive(record);
    const outgoing = new Outgoing(source);
    if (await inbox.mark(tx, record)) {
      if (received.handler.kind === 'effect') await this.invoke([received], dataSource.manager, outgoing);
      else await this.handle([received], tx, outgoing);
    }
    await appendToOutbox(tx, schema, outgoing.records);
    return outgoing.records;
  }

  private receive(record: EventRecord): Received {
    const handler = this.options.handlers.get(record.type);
    if (!handler) throw new UnreadableEvent('MALFORMED_EVENT');
    return { record, event: envelopeOf(record), handler };
  }

  private async projections(
    received: readonly Received[],
    advance: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    const { dataSource, unitOfWork, schema, source } = this.options;
    const outgoing = new Outgoing(source);
    const work = async (tx: EntityManager) => {
      const admitted = await this.admit(tx, received, advance(tx));
      await this.handle(admitted, tx, outgoing);
      return admitted;
    };
    const fresh = await inTransaction(dataSource, work, () => appendOf(schema, outgoing.records));
    this.tookEffect(fresh.map(({ record }) => record));
    unitOfWork.appended(outgoing.records);
  }

  private async effect(received: Received, advance: (tx: EntityManager) => Promise<void>): Promise<void> {
    const { dataSource, unitOfWork, inbox, schema, source } = this.options;
    const outgoing = new Outgoing(source);
    if ((await inbox.peek(received.record)) === 'fresh') {
      await this.invoke([received], dataSource.manager, outgoing);
    }
    const fresh = await inTransaction(dataSource, async (tx) => {
      const admitted = await this.admit(tx, [received], advance(tx));
      if (admitted.length > 0) await appendToOutbox(tx, schema, outgoing.records);
      return admitted.length > 0;
    });
    if (!fresh) return;
    this.tookEffect([received.record]);
    unitOfWork.appended(outgoing.records);
  }

  /** When the latest event that took effect was decided. */
  get newestAt(): number | undefined {
    return this.newest === undefined ? undefined : Date.parse(this.newest);
  }

  /** After the commit. */
  private tookEffect(records: readonly EventRecord[]): void {
    this.newest = records.at(-1)?.occurredAt ?? this.newest;
    this.versions.saw(records);
    const now = Date.now();
    for (const { occurredAt } of records) this.latency.observe((now - Date.parse(occurredAt)) / 1000);
  }

  /**
   * Marks new events, puts those of parked keys behind their dead letter, and returns the new ones in order. The position moves
   * on the same turn of the wire, and nothing else is written before it is known to have moved.
   */
  private async admit(
    tx: EntityManager,
    received: readonly Received[],
    advanced: Promise<void>,
  ): Promise<readonly Received[]> {
    const { inbox, letters, consumer } = this.options;
    const records = received.map(({ record }) => record);
    const [{ fresh, parked }] = await Promise.all([inbox.admit(tx, records), advanced]);
    const waiting = records.filter(({ key }) => parked.has(key));
    await letters.wait(tx, consumer, waiting);
    if (waiting.length > 0) count('parked', waiting.length, { consumer });
    const duplicates = records.length - waiting.length - fresh.size;
    if (duplicates > 0) count('duplicates', duplicates, { consumer });
    return received.filter(({ record }) => fresh.delete(record.id));
  }

  private async handle(received: readonly Received[], tx: EntityManager, outgoing: Outgoing): Promise<void> {
    const { unitOfWork } = this.options;
    for (const run of runsOf(received)) {
      await unitOfWork.runIn(tx, outgoing.publish, () => this.invoke(run, tx, outgoing));
    }
  }

  private async invoke(run: readonly Received[], tx: EntityManager, outgoing: Outgoing): Promise<void> {
    const [first] = run;
    if (!first) return;
    const { consumer } = this.options;
    const { handler, event } = first;
    const cause = {
      correlationId: run.length === 1 ? event.correlationid : currentCorrelation(),
      ...(run.length === 1 && { causationId: event.id }),
      ...(run.length === 1 && event.traceparent !== undefined && { traceparent: event.traceparent }),
    };
    const data = handler.batch ? run.map((each) => each.event) : event;
    await runInContext(cause, () =>
      processSpan(
        event.type,
        consumer,
        run.map((each) => each.event.traceparent),
        () => handler.handle(data, { tx, publish: outgoing.publish, consumer }),
      ),
    );
    count('handled', run.length, { consumer });
  }
}

/** Neighbours with the same batch handler together, everything else one by one: the order stays. */
const runsOf = (received: readonly Received[]): Received[][] => {
  const runs: Received[][] = [];
  for (const each of received) {
    const last = runs[runs.length - 1];
    if (last && each.handler.batch && last[0]?.handler === each.handler) last.push(each);
    else runs.push([each]);
  }
  return runs;
};
