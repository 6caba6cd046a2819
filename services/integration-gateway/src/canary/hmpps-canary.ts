import { Inject, Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { canaryMessage } from '@throughcare/hmpps/canary.rules';
import type { Sample } from '@throughcare/base/metric-registry';
import { clock } from '@throughcare/base/clock';
import { CONFIG } from '@throughcare/platform/config';
import { DoctorChecks } from '@throughcare/platform/health';
import { MetricSources } from '@throughcare/platform/metrics';
import { DataSource, type EntityManager } from 'typeorm';
import type { GatewayConfig } from '../config';
import { SnsPublisher } from '../ledger/sending/sns-publisher';
import { canaryFinding } from './hmpps-canary.rules';

/** One has come back. The newest counts: copies and late ones change nothing. */
export const canaryCameBack = async (tx: EntityManager, sentAt: Date): Promise<void> => {
  const now = clock.now();
  await tx.query(`update canary set hmpps_sent_at = $1, hmpps_seen_at = $2 where hmpps_sent_at < $1`, [
    new Date(Math.min(sentAt.getTime(), now.getTime())),
    now,
  ]);
};

/** Puts a message about nobody on the HMPPS topic and watches for it in the HMPPS queue: the part of the way that is not ours. */
@Injectable()
export class HmppsCanary {
  private readonly isOn: boolean;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly db: DataSource,
    private readonly publisher: SnsPublisher,
    metrics: MetricSources,
    doctor: DoctorChecks,
  ) {
    this.isOn = config.HMPPS_CANARY === 'on';
    metrics.add(() => this.samples());
    doctor.add('hmpps-canary', async () => canaryFinding(await this.newest(), clock.now()));
  }

  /** Sends one where that is allowed. Throws what SNS answers. */
  async round(): Promise<void> {
    if (!this.isOn) return;
    const id = newId();
    await this.publisher.send(canaryMessage(clock.now()), { eventId: id, correlationId: id, traceparent: null });
  }

  private async newest(): Promise<{ sentAt: Date; seenAt: Date } | undefined> {
    if (!this.isOn) return undefined;
    const [row] = await this.db.query<{ sentAt: Date; seenAt: Date }[]>(
      `select hmpps_sent_at as "sentAt", hmpps_seen_at as "seenAt" from canary`,
    );
    return row;
  }

  private async samples(): Promise<readonly Sample[]> {
    const newest = await this.newest();
    if (!newest) return [];
    return [{ name: 'throughcare_hmpps_canary_timestamp_seconds', value: newest.sentAt.getTime() / 1000 }];
  }
}
