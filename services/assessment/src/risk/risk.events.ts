import { Controller } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { assessmentIdOf } from '@throughcare/events/ids';
import { ReferralRiskChanged } from '@throughcare/events/referral-risk-changed.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { isErased } from '@throughcare/platform/erasure';
import { ReplayHooks, tableRebuild } from '@throughcare/messaging/replay';

const risk = defineConsumer('assessment.risk');
const riskChanged = defineRead(ReferralRiskChanged, ['applicationId', 'changed', 'checkedAt']);

/** Keeps which risks differ from those of the submission: what an alert follows from. What they say is asked of referral. */
@Controller()
export class RiskEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(risk.name, {
      ...tableRebuild('risk_view'),
      reset: async (tx, keys) => void (await tx.query('delete from risk_view where event_key = any($1)', [keys])),
    });
  }

  /** The newest word wins, in whatever order and however often it comes. */
  @OnEvent(riskChanged, risk)
  async changed({ data, subject, aggregateversion }: ReadOf<typeof riskChanged>, ctx: EventContext): Promise<void> {
    if (await isErased(ctx.tx, subject)) return;
    await ctx.tx.query(
      `insert into ${ctx.table('risk_view')} as v (assessment_id, event_key, changed, checked_at, version)
       values ($1, $2, $3, $4, $5)
       on conflict (assessment_id) do update
         set changed = excluded.changed, checked_at = excluded.checked_at, version = excluded.version
       where v.version < excluded.version`,
      [assessmentIdOf(data.applicationId), subject, data.changed, data.checkedAt, aggregateversion],
    );
    if (ctx.replay?.shadow) return;
    await ctx.tx.query('update risk_level set due_at = $2 where assessment_id = $1', [
      assessmentIdOf(data.applicationId),
      clock.now(),
    ]);
  }
}
