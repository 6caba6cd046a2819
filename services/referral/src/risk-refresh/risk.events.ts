import { Controller } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { RiskSourceChanged } from '@throughcare/events/risk-source-changed.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { numbersIn } from '@throughcare/platform/numbers';
import { RiskReadingsService } from './risk-readings.service';

const risk = defineConsumer('referral.risk');
const sourceChanged = defineRead(RiskSourceChanged, ['crn']);

/** Another system knows something new: it is asked for soon. */
@Controller()
export class RiskEvents {
  constructor(
    hooks: ReplayHooks,
    private readonly readings: RiskReadingsService,
  ) {
    hooks.without(
      risk.name,
      'It only says that something is to be asked for: ask for the risks of the referral instead.',
    );
  }

  @OnEvent(sourceChanged, risk)
  async changed({ data }: ReadOf<typeof sourceChanged>, ctx: EventContext): Promise<void> {
    await this.readings.wanted(ctx.tx, await numbersIn(ctx.tx, 'crn', data.crn));
  }
}
