import { Controller, Inject } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { OpsCanary } from '@throughcare/events/ops-canary.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { registry } from '@throughcare/base/metric-registry';
import { clock } from '@throughcare/base/clock';

const canary = defineConsumer('canary');
const sent = defineRead(OpsCanary, ['sentAt']);

/** Takes note of the canary: how long it was under way, and when it came. Register it in the AppModule of each service. */
@Controller()
export class CanaryEvents {
  /** From now on one is waited for: where none ever comes there would be nothing to compare with. */
  constructor(@Inject(ReplayHooks) hooks: ReplayHooks) {
    hooks.without(canary.name, 'It keeps nothing.');
    registry.observer('throughcare_canary_seconds');
    registry.set('throughcare_canary_seen_timestamp_seconds', clock.now().getTime() / 1000);
  }

  @OnEvent(sent, canary)
  async arrived({ data }: ReadOf<typeof sent>): Promise<void> {
    const now = clock.now().getTime();
    registry.observer('throughcare_canary_seconds').observe((now - Date.parse(data.sentAt)) / 1000);
    registry.set('throughcare_canary_seen_timestamp_seconds', now / 1000);
  }
}
