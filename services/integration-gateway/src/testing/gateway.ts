import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { CONFIG } from '@throughcare/platform/config';
import { startTestApp, type TestApp } from '@throughcare/platform/testing';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { AppModule } from '../app.module';
import { GatewayConfigSchema, type GatewayConfig } from '../config';
import { CustodyService } from '../custody/custody.service';
import { ReleaseDatesService } from '../custody/release-dates.service';
import { EventDetailService } from '../public-events/event-detail.service';
import { FollowedRisksService } from '../followed-risks/followed-risks.service';
import { HmppsOutService } from '../hmpps-out/hmpps-out.service';
import type { Predecessor } from '../hmpps-out/predecessors.rules';
import type { PublicEvent } from '../hmpps-out/public-event.rules';
import type { Untold } from '../hmpps-out/telling.rules';
import { ConfirmationService } from '../identity/confirmation.service';
import { ErasuresService } from '../identity/erasures.service';
import { IdentityService } from '../identity/identity.service';
import { InboundService } from '../inbound/inbound.service';
import { QuarantineService } from '../inbound/quarantine.service';
import { Dispatcher } from '../ledger/sending/dispatcher';
import type { Hold } from '../ledger/holds';
import { LedgerService } from '../ledger/ledger.service';
import { SnsPublisher } from '../ledger/sending/sns-publisher';
import { FakeSns } from './fake-sns';
import { Upstreams } from './upstreams';

export interface PublishedEvent {
  readonly type: string;
  readonly key: string;
  readonly version: number;
  readonly data: Record<string, unknown>;
  readonly headers: { readonly traceparent?: string; readonly correlationid: string };
}

/** The gateway on a fresh database, its loops still, with upstreams and a topic that a test steers. */
export class TestGateway {
  private constructor(
    readonly app: TestApp,
    readonly upstreams: Upstreams,
    readonly sns: FakeSns,
  ) {}

  static async start(env: Record<string, string> = {}, events = false): Promise<TestGateway> {
    const [upstreams, sns] = await Promise.all([Upstreams.start(), FakeSns.start()]);
    const app = await startTestApp(
      AppModule,
      {
        ...upstreams.env,
        AWS_ENDPOINT_URL: sns.url,
        HMPPS_QUEUE_NAME: 'in',
        HMPPS_DLQ_NAME: 'in-dlq',
        HMPPS_TOPIC_ARN: 'arn:aws:sns:eu-west-2:000000000000:hmpps',
        BACKGROUND: 'off',
        SYNC_MOVE_HOLD_SECONDS: '0',
        SYNC_ORDER_HOLD_SECONDS: '0',
        SYNC_UPDATE_HOLD_SECONDS: '0',
        ...env,
      },
      { name: 'integration-gateway', config: GatewayConfigSchema, events },
    );
    return new TestGateway(app, upstreams, sns);
  }

  get inbound(): InboundService {
    return this.app.app.get(InboundService);
  }
  get custody(): CustodyService {
    return this.app.app.get(CustodyService);
  }
  get dispatcher(): Dispatcher {
    return this.app.app.get(Dispatcher);
  }

  /** Another instance's way in, which trusts these topics only, or lets them tell only what `HMPPS_PRODUCERS` says. */
  inboundTrusting(
    HMPPS_TRUSTED_TOPIC_ARNS: string[],
    HMPPS_PRODUCERS: GatewayConfig['HMPPS_PRODUCERS'] = [],
  ): InboundService {
    const { app } = this.app;
    return new InboundService(
      ...([app.get(DataSource), app.get(UnitOfWork), app.get(CustodyService), app.get(ReleaseDatesService)] as const),
      ...([app.get(IdentityService), app.get(LedgerService)] as const),
      app.get(QuarantineService),
      app.get(ConfirmationService),
      app.get(FollowedRisksService),
      app.get(ErasuresService),
      { HMPPS_TRUSTED_TOPIC_ARNS, HMPPS_PRODUCERS },
    );
  }

  get hold(): Hold {
    return this.app.app.get(LedgerService).hold;
  }

  /** A dispatcher of another instance on the same database. */
  anotherDispatcher(): Dispatcher {
    const { app } = this.app;
    return new Dispatcher(
      app.get<GatewayConfig>(CONFIG),
      app.get(UnitOfWork),
      app.get(LedgerService),
      app.get(EventDetailService),
      app.get(SnsPublisher),
    );
  }

  /** Ends every connection that the application has to its database, as a fail-over does. */
  async breakConnections(): Promise<void> {
    const admin = new Client({ connectionString: this.app.database.adminUrl });
    await admin.connect();
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await admin.end();
  }

  /** Our public events, one transaction each, as their consumer hands them over. */
  async record(...events: (PublicEvent | Untold)[]): Promise<void> {
    const work = this.app.app.get(UnitOfWork);
    for (const event of events) await work.run((tx) => this.app.app.get(HmppsOutService).record(event, tx));
  }

  /** The same in a release in which these types go. */
  async recordWith(going: readonly Predecessor[], ...events: PublicEvent[]): Promise<void> {
    const { app } = this.app;
    const parts = [
      app.get<GatewayConfig>(CONFIG),
      app.get(EventDetailService),
      app.get(LedgerService),
      app.get(IdentityService),
    ] as const;
    const out = new HmppsOutService(...parts, going);
    for (const event of events) await app.get(UnitOfWork).run((tx) => out.record(event, tx));
  }

  /** Dispatch rounds until nothing more is due. */
  async dispatch(): Promise<void> {
    while (await this.dispatcher.round());
  }

  /** Everything published so far, in order. */
  async published(): Promise<PublishedEvent[]> {
    const rows: (Omit<PublishedEvent, 'data'> & { payload: string })[] = await this.app.db.query(
      `select type, key, version, payload, headers, at from (
         select type, key, version, payload, headers, occurred_at as at, event_id from outbox
         union all select type, key, version, payload, headers, occurred_at, event_id from event_log) e
       order by event_id`,
    );
    return rows.map(({ type, key, version, payload, headers }) => ({
      type,
      key,
      version,
      headers,
      data: JSON.parse(payload) as Record<string, unknown>,
    }));
  }

  async operations(): Promise<Record<string, unknown>[]> {
    return this.app.db.query('select * from sync_operation order by seq');
  }

  async states(): Promise<string[]> {
    const rows = await this.operations();
    return rows.map((row) => [row['operation'], row['state'], row['reason']].filter(Boolean).join(' '));
  }

  /** Starts one with these variables, for the time of a test. */
  static async with(env: Record<string, string>, test: (gateway: TestGateway) => Promise<void>): Promise<void> {
    const gateway = await TestGateway.start(env);
    try {
      await test(gateway);
    } finally {
      await gateway.close();
    }
  }

  async close(): Promise<void> {
    await this.app.close();
    await Promise.all([this.upstreams.close(), this.sns.close()]);
  }
}
