import type { DataSource } from 'typeorm';
import type { Bus } from './bus/bus';
import { DeadLetterTable } from './consumer/dead-letters/dead-letter-table';
import { DeadLetters } from './consumer/dead-letters/dead-letters';
import { EventServer } from './consumer/event-server';
import type { MessagingOptions } from './messaging/messaging-options';
import { Operations } from './operations/operations';
import { schemaOf } from './database/names';
import { connectionConfig, surviveLostConnections } from './database/connection';
import { Ownership } from './database/ownership';
import { dropSpentConnections } from './database/service-client';
import { PostgresBus } from './bus/postgres/postgres-bus';
import { Signals } from './database/signals';
import { Relay } from './relay/relay';
import { Roster } from './rollout/roster';
import { Gauges } from './operations/gauges';
import { Watchdog } from './consumer/watchdog';
import { UnitOfWork } from './publish/unit-of-work';

/** Everything one service needs, wired. The module hands the parts to Nest; tests and tools use it as it is. */
export class Messaging {
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly relay: Relay;
  readonly deadLetters: DeadLetters;
  readonly server: EventServer;
  readonly operations: Operations;
  readonly gauges: Gauges;
  readonly watchdog: Watchdog;
  private readonly ownership: Ownership;
  private readonly signals: Signals;
  private closing: Promise<void> | undefined;

  constructor(dataSource: DataSource, options: MessagingOptions) {
    const { source, schema = schemaOf(options.source), bus, shareEveryMs } = options;
    const handlerVersion = options.handlerVersion ?? process.env['BUILD_NUMBER'] ?? 'local';
    const config = connectionConfig(dataSource);
    surviveLostConnections(dataSource);
    dropSpentConnections(dataSource);
    const letters = new DeadLetterTable(schema, handlerVersion);
    this.signals = new Signals(config);
    this.ownership = new Ownership({ config, schema, ...(shareEveryMs !== undefined && { everyMs: shareEveryMs }) });
    const shared = { config, schema, ownership: this.ownership, signals: this.signals };
    this.bus = bus === undefined || bus === 'postgres' ? new PostgresBus(shared) : bus;
    this.unitOfWork = new UnitOfWork(dataSource, { source, schema });
    const parts = { source, schema, dataSource, unitOfWork: this.unitOfWork, bus: this.bus, letters, handlerVersion };
    this.relay = new Relay({ ...shared, ...parts, enabled: options.relay ?? true });
    this.deadLetters = new DeadLetters(dataSource, letters, schema);
    const consumers = () => this.server.consumers;
    const oldestWrite = async () => (await this.gauges.writing.open())[0]?.seconds ?? 0;
    this.operations = new Operations({
      ...parts,
      deadLetters: this.deadLetters,
      signals: this.signals,
      consumers,
      oldestWrite,
    });
    const everyMs = shareEveryMs === undefined ? {} : { everyMs: shareEveryMs };
    const behind = (consumer: string) => this.watched(consumer)?.behind() ?? Promise.resolve(undefined);
    const isAsked = this.bus.features.transactionalCursor ? {} : { behind };
    const roster = new Roster({ dataSource, schema, handlerVersion, signals: this.signals, ...everyMs, ...isAsked });
    this.server = new EventServer({
      ...options.tuning,
      ...parts,
      roster,
      deadLetters: this.deadLetters,
      operations: this.operations,
    });
    this.gauges = this.newGauges(dataSource, schema, options);
    this.watchdog = this.newWatchdog(options);
    this.watchdog.start();
  }

  private watched(consumer: string) {
    return this.server.watched.find((each) => each.consumer === consumer);
  }

  private newGauges(dataSource: DataSource, schema: string, { aggregates = [], gauges }: MessagingOptions): Gauges {
    const busLag = async (consumer: string) => {
      const watched = this.watched(consumer);
      // A log that cannot be read on the embedded bus is no broker's debt: doctor names it.
      const isOwn = this.bus.features.transactionalCursor;
      const events = await (isOwn ? watched?.behind().catch(() => undefined) : watched?.behind());
      const { newestAt } = watched ?? {};
      return { events, seconds: newestAt === undefined ? undefined : (Date.now() - newestAt) / 1000 };
    };
    const consumers = () => this.operations.consumers.list();
    const waiting = () => this.server.waitingConsumers;
    const buried = async (consumer: string) => this.bus.buried?.(consumer);
    return new Gauges({ ...gauges, dataSource, schema, aggregates, busLag, buried, consumers, waiting });
  }

  private newWatchdog(options: MessagingOptions): Watchdog {
    const isPaused = (consumer: string) => this.operations.consumers.isPaused(consumer);
    return new Watchdog({ consumers: () => this.server.watched, isPaused, ...options.watchdog });
  }

  /** Consumers first, then the relay, then the connections. Idempotent. */
  close(): Promise<void> {
    this.closing ??= (async () => {
      this.watchdog.stop();
      await this.operations.close();
      await this.server.close();
      await this.relay.stop();
      await this.bus.close();
      await this.ownership.close();
      await this.signals.close();
    })();
    return this.closing;
  }
}
