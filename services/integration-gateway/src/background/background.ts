import type { SQSClient } from '@aws-sdk/client-sqs';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG } from '@throughcare/platform/config';
import { MetricSources } from '@throughcare/platform/metrics';
import { sqsClient } from '../aws/aws';
import { Canary } from '../canary/canary.service';
import { HmppsCanary } from '../canary/hmpps-canary';
import type { GatewayConfig } from '../config';
import { gapSamples } from '../movement-checks/gap-samples';
import { MovementChecks } from '../movement-checks/movement-checks.service';
import { Custody } from '../custody/custody.service';
import { DetailReads } from '../hmpps-out/detail-reads.service';
import { QueueLooks } from '../inbound/queue-looks';
import { Inbound } from '../inbound/inbound.service';
import { SqsConsumer } from '../inbound/sqs-consumer';
import { Dispatcher } from '../ledger/dispatcher';
import { Ledger } from '../ledger/ledger.service';
import { SnsPublisher } from '../ledger/sns-publisher';
import { readStaffSeed } from '../staff/staff-seed';
import { staffSamples } from '../staff/staff-samples';
import { Staff } from '../staff/staff.service';
import { Loop } from './loop';

const HOUR_MS = 3_600_000;
/** The search for what was early: the prison shows a merge within minutes. */
const CONFIRM_MS = 60_000;
/** An insert is committed by then, as a rule; the next round finds the rest. */
const COMMIT_MS = 30;

/** What the gateway does without being asked. Every loop stops after its round; what it holds is committed or comes back. */
@Injectable()
export class Background implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: Loop[];
  private readonly sqs: SQSClient;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly inbound: Inbound,
    private readonly custody: Custody,
    private readonly dispatcher: Dispatcher,
    private readonly publisher: SnsPublisher,
    private readonly staff: Staff,
    private readonly ledger: Ledger,
    private readonly canary: Canary,
    private readonly hmppsCanary: HmppsCanary,
    private readonly checks: MovementChecks,
    private readonly reads: DetailReads,
    private readonly looks: QueueLooks,
    metrics: MetricSources,
    db: DataSource,
  ) {
    this.sqs = sqsClient(config);
    this.loops = this.makeLoops();
    metrics.add(() => gapSamples(db));
    metrics.add(() => staffSamples(db));
  }

  async onApplicationBootstrap(): Promise<void> {
    const { STAFF_SEED_FILE: seed, BACKGROUND } = this.config;
    if (seed !== undefined) await this.staff.seed(await readStaffSeed(seed));
    if (BACKGROUND === 'on') for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
    await this.reads.flush().catch(() => undefined);
    this.sqs.destroy();
    this.publisher.close();
  }

  private makeLoops(): Loop[] {
    const look = new Loop({ name: 'custody', idleMs: 1_000, round: () => this.custody.lookRound() });
    const take = async (body: string) => {
      if ((await this.inbound.take(body)) === 'custody') look.wake();
    };
    const looked = (sentAt: readonly number[]) => this.looks.looked(sentAt);
    const consumer = new SqsConsumer({ sqs: this.sqs, queueName: this.config.HMPPS_QUEUE_NAME, take, looked });
    const dispatch = new Loop({ name: 'dispatch', idleMs: 1_000, round: () => this.dispatcher.round() });
    this.ledger.onInserted(() => setTimeout(() => dispatch.wake(), COMMIT_MS).unref());
    const checkRound = async (signal: AbortSignal) => {
      if (await this.checks.round(signal)) look.wake();
      return false;
    };
    return [
      look,
      dispatch,
      new Loop({ name: 'inbound', idleMs: 0, round: (signal) => consumer.round(signal) }),
      new Loop({ name: 'recover', idleMs: 5_000, round: () => this.dispatcher.recover().then(() => false) }),
      new Loop({ name: 'canary', idleMs: 5_000, round: () => this.fly() }),
      ...(this.config.CUSTODY_CHECK_SECONDS > 0
        ? [new Loop({ name: 'movement-checks', idleMs: 5_000, round: checkRound })]
        : []),
      new Loop({
        name: 'confirm',
        idleMs: CONFIRM_MS,
        round: () => this.inbound.retakeUnconfirmed().then(() => false),
      }),
      new Loop({ name: 'prune', idleMs: HOUR_MS, round: () => this.prune() }),
      new Loop({ name: 'detail-reads', idleMs: 5_000, round: () => this.reads.flush().then(() => false) }),
    ];
  }

  /** Ours first: what is wrong with the HMPPS topic does not hold it up. */
  private async fly(): Promise<boolean> {
    if (await this.canary.round()) await this.hmppsCanary.fly();
    return false;
  }

  private async prune(): Promise<boolean> {
    await this.inbound.prune();
    await this.reads.prune();
    return false;
  }
}
