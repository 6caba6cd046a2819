import { Controller } from '@nestjs/common';
import type { ReadOf } from '@throughcare/events/define-read';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { HmppsOutService } from './hmpps-out.service';
import { datesChanged, moved, publicReads, undone } from './public-reads';

const hmppsOut = defineConsumer('hmpps-out');

const reads = [...publicReads, undone, moved, datesChanged] as const;

/** Our public accommodation events: in one transaction, what `detailUrl` will answer and a row of the ledger. */
@Controller()
export class HmppsOutEvents {
  constructor(
    private readonly out: HmppsOutService,
    hooks: ReplayHooks,
  ) {
    hooks.without(hmppsOut.name, 'Its ledger is the record of what was sent: resend or resolve operations instead.');
  }

  @OnEvents(reads, hmppsOut)
  handle(event: ReadOf<(typeof reads)[number]>, ctx: EventContext): Promise<void> {
    return this.out.record(event, ctx.tx);
  }
}
