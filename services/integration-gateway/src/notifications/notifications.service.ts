import { Inject, Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { codeOf } from '@throughcare/base/error-facts';
import { unavailable } from '@throughcare/base/errors';
import { NotificationOutcome } from '@throughcare/events/notification-outcome.v1';
import { publishFact } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Background } from '@throughcare/platform/background';
import { logger } from '@throughcare/platform/logging';
import { CONFIG } from '@throughcare/platform/config';
import { DataSource } from 'typeorm';
import type { GatewayConfig } from '../config';
import type { Template } from '../config/templates';
import { MetricSources } from '@throughcare/platform/metrics';
import { notificationSamples } from './notification-samples';
import { MOST_ATTEMPTS, personalisationOf, skippedBecause, waitAfter } from './notification.rules';
import { NotifyClient } from './notify.client';

interface Due {
  readonly eventId: string;
  readonly template: Template;
  readonly applicationId: string;
  readonly attempts: number;
  readonly email: string | null;
  readonly isActive: boolean;
  readonly wantsEmail: boolean | null;
}

type State = 'waiting' | 'sent' | 'skipped' | 'failed';

const log = logger('notifications');
const PER_ROUND = 20;
/** Longer than an attempt may take. Whoever dies in one leaves it to the next. */
const CLAIMED_SECONDS = 60;

/**
 * Sends what waits, at least once: a message is claimed, sent and written down, each by itself, and who repeats an attempt asks Notify first
 * whether the one before arrived. `/ops/background` shows the task as failing while anything cannot be sent.
 */
@Injectable()
export class NotificationsService {
  constructor(
    background: Background,
    metrics: MetricSources,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly notify: NotifyClient,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {
    if (!notify.isOn) return;
    metrics.add(() => notificationSamples(db));
    background.add({ name: 'notifications', every: { ms: 5_000 }, once: 'instance', round: () => this.round() });
  }

  async round(): Promise<'more' | 'done'> {
    const due = await this.claim();
    let failed = 0;
    for (const one of due) if (!(await this.attempt(one))) failed += 1;
    if (failed > 0) throw unavailable('NOTIFICATIONS_FAILING');
    return due.length === PER_ROUND ? 'more' : 'done';
  }

  /** What is due, and has a referrer: the referral's own event may be on its way still. */
  private claim(): Promise<Due[]> {
    return this.db.query<Due[]>(
      `with due as (
         select n.event_id, n.template, n.application_id, s.email, s.is_active, c.wants_email
           from notification n join notification_referrer r on r.application_id = n.application_id join staff s on s.user_id = r.user_id
                left join notification_choice c on c.user_id = r.user_id
          where n.state = 'waiting' and n.next_at <= clock_timestamp() order by n.next_at, n.event_id limit $1 for update of n skip locked
       ), claimed as (
         update notification n set attempts = attempts + 1, next_at = clock_timestamp() + make_interval(secs => $2) from due d
          where n.event_id = d.event_id
         returning n.event_id as "eventId", n.attempts, d.template, d.application_id as "applicationId", d.email,
                   d.is_active as "isActive", d.wants_email as "wantsEmail"
       )
       select * from claimed order by "eventId"`,
      [PER_ROUND, CLAIMED_SECONDS],
    );
  }

  private async attempt(due: Due): Promise<boolean> {
    const skipped = skippedBecause(due);
    if (skipped !== undefined || due.email === null) return this.settle(due, 'skipped', skipped);
    try {
      const { eventId: reference, template, email: address, applicationId } = due;
      const personalisation = personalisationOf(this.config.PUBLIC_UI_URL, applicationId);
      if (due.attempts === 1 || !(await this.notify.has(reference)))
        await this.notify.send({ reference, address, template, personalisation });
      return await this.settle(due, 'sent');
    } catch (error) {
      const isLast = due.attempts >= MOST_ATTEMPTS;
      const facts = { event: due.eventId, template: due.template, attempt: due.attempts, code: codeOf(error) };
      if (isLast) log.error(facts, 'notification not sent after its last attempt; nobody will be written to');
      else log.warn(facts, 'notification not sent; it is tried again');
      await this.settle(due, isLast ? 'failed' : 'waiting', facts.code);
      return false;
    }
  }

  /** What is over is told, with the row in one transaction. */
  private async settle(
    { eventId, attempts, template, applicationId }: Due,
    state: State,
    code?: string,
  ): Promise<true> {
    const at = clock.now().toISOString();
    await this.work.run(async (tx) => {
      await tx.query(
        `update notification set state = $2, code = $3, next_at = clock_timestamp() + make_interval(secs => $4),
                settled_at = case when $2 = 'waiting' then null else clock_timestamp() end
          where event_id = $1`,
        [eventId, state, code ?? null, waitAfter(attempts)],
      );
      if (state === 'waiting') return;
      const told = {
        notificationId: eventId,
        template,
        applicationId,
        channel: 'email',
        outcome: state,
        code,
        at,
      } as const;
      await publishFact(this.work, { id: eventId, key: applicationId }, NotificationOutcome.of(told));
    });
    return true;
  }
}
