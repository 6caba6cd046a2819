import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { DoctorChecks, HealthComponents, type ComponentHealth } from '@throughcare/platform/health';
import { unavailable } from '@throughcare/base/errors';
import { upstreams } from '@throughcare/platform/http';
import { MetricSources } from '@throughcare/platform/metrics';
import { DataSource } from 'typeorm';
import { sqsClient } from '../aws/aws';
import type { GatewayConfig } from '../config';
import { QueueDepthWatch } from '../inbound/queue-depths';
import { queueHealth } from '../inbound/queue-health';
import { QueueChecks } from '../inbound/queue-checks';
import { pendingClaims, quarantineDepth, waitingSamples } from '../inbound/waiting-samples';
import { claimsFinding, deadFinding, quarantineFinding, queueFinding } from './edge-checks.rules';

/** Other systems that we read: as the names of our clients have it. */
const UPSTREAMS = ['ndelius', 'prison-api', 'hmpps-auth'];

const upstreamHealth = (name: string): ComponentHealth => {
  const { isAway, failures, code } = upstreams.stateOf(name);
  return { status: isAway ? 'DOWN' : 'UP', ...(failures > 0 && { details: { failures, lastFailure: code } }) };
};

/** Shows the HMPPS edge in `/health`, in `/metrics` and to the doctor. The ledger shows itself. */
@Injectable()
export class EdgeInstruments implements BeforeApplicationShutdown {
  private readonly sqs;
  private readonly depths: QueueDepthWatch;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly db: DataSource,
    private readonly looks: QueueChecks,
    health: HealthComponents,
    metrics: MetricSources,
    doctor: DoctorChecks,
  ) {
    this.sqs = sqsClient(config);
    this.depths = new QueueDepthWatch(this.sqs, config.HMPPS_QUEUE_NAME, config.HMPPS_DLQ_NAME);
    this.addHealth(health);
    this.addMetrics(metrics);
    this.addChecks(doctor);
  }

  /** How the queue stands. Rejects when SQS does not answer. */
  async queue() {
    const { HMPPS_QUEUE_NAME: queueName, HMPPS_DLQ_NAME: dlqName } = this.config;
    const depths = await this.depths.read().catch((cause: unknown) => {
      throw unavailable('QUEUE_UNAVAILABLE', { cause });
    });
    return { queueName, dlqName, ...depths, oldestSeconds: Math.round(this.looks.oldestSeconds) };
  }

  beforeApplicationShutdown(): void {
    this.sqs.destroy();
  }

  private addHealth(health: HealthComponents): void {
    const { HMPPS_QUEUE_NAME, HMPPS_DLQ_NAME } = this.config;
    health.add('hmpps-queue', async () => queueHealth(await this.depths.read(), HMPPS_QUEUE_NAME, HMPPS_DLQ_NAME));
    for (const name of UPSTREAMS) health.add(name, async () => upstreamHealth(name));
  }

  private addMetrics(metrics: MetricSources): void {
    metrics.add(() => waitingSamples(this.db));
    metrics.add(async () => [{ name: 'throughcare_hmpps_queue_oldest_seconds', value: this.looks.oldestSeconds }]);
    metrics.add(async () => {
      const { waiting, inFlight, dead } = await this.depths.read();
      const name = 'throughcare_hmpps_queue_messages' as const;
      return Object.entries({ waiting, 'in-flight': inFlight, dead }).map(([state, value]) => ({
        name,
        value,
        labels: { state },
      }));
    });
  }

  private addChecks(doctor: DoctorChecks): void {
    doctor.add('quarantine', async () => quarantineFinding(await quarantineDepth(this.db)));
    doctor.add('custody-claims', async () => claimsFinding(await pendingClaims(this.db)));
    doctor.add('hmpps-queue', async () => queueFinding(this.looks.oldestSeconds, await this.depths.read()));
    doctor.add('hmpps-dead-letters', async () => deadFinding(await this.depths.read()));
  }
}
