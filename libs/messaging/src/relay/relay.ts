import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientConfig } from 'pg';
import type { Bus } from '../bus/bus';
import type { EventRecord } from '../publish/event-record';
import { DedicatedConnection, PLAN_ONCE } from '../database/connection';
import type { Ownership } from '../database/ownership';
import type { Signals } from '../database/signals';
import { outboxChannel } from '../database/signals';
import { OutboxTable } from './outbox-table';
import { RelayLoop } from './relay-loop';
import type { UnitOfWork } from '../publish/unit-of-work';

export interface RelayOptions {
  readonly source: string;
  readonly schema: string;
  readonly config: ClientConfig;
  readonly bus: Bus;
  readonly ownership: Ownership;
  readonly signals: Signals;
  readonly unitOfWork: UnitOfWork;
  /** False: only wakes the relays of other processes. */
  readonly enabled: boolean;
}

/** Moves committed events from the outbox to the bus. Woken after each commit; polls as well. */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Relay.name);
  private readonly connection: DedicatedConnection;
  private readonly loop: RelayLoop;
  private stopping: Promise<void> | undefined;
  private reported = '';

  constructor(private readonly options: RelayOptions) {
    const config = { ...options.config, options: PLAN_ONCE };
    this.connection = new DedicatedConnection({ config, name: 'throughcare relay' });
    const table = new OutboxTable(this.connection, options.source, options.schema);
    const onError = (error: unknown) => this.report(error);
    this.loop = new RelayLoop({ source: options.source, table, bus: options.bus, onError });
    options.unitOfWork.onAppended((records) => this.appended(records));
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Begins to own partitions and to move events. */
  start(): void {
    if (!this.options.enabled) return;
    this.options.signals.listen(outboxChannel(this.options.schema), () => this.loop.wake());
    this.options.ownership.join(this.loop);
    this.loop.start();
  }

  /** Looks at the outbox now. */
  wake(): void {
    this.loop.wake();
  }

  /** Settles the batch in flight, gives the partitions back. Idempotent. */
  stop(): Promise<void> {
    this.stopping ??= (async () => {
      await this.loop.stop();
      await this.options.ownership.leave(this.loop.name);
      await this.connection.close();
    })();
    return this.stopping;
  }

  private appended(records: readonly EventRecord[]): void {
    this.loop.wake();
    if (records.some(({ partition }) => !this.loop.owns(partition))) {
      this.options.signals.notify(outboxChannel(this.options.schema));
    }
  }

  /** Once per kind of failure: the loop goes on by itself, and says so again only when something changes. */
  private report(error: unknown): void {
    const code = error instanceof Error ? ((error as { code?: string }).code ?? error.name) : 'unknown';
    if (code !== this.reported) this.logger.warn(`Relay of ${this.options.source} waits and tries again: ${code}`);
    this.reported = code;
  }
}
