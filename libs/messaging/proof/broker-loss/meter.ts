import type { Feed, OutboxBatch, Subscription } from '#src/bus/bus';
import type { EventRecord } from '#src/publish/event-record';
import { Passing } from '../contract/saboteurs';

/** A bus that counts what the relay settles and what comes more than once. */
export class Meter extends Passing {
  settled = 0;
  copies = 0;
  private readonly seen = new Set<string>();

  override publish(batch: OutboxBatch): Promise<void> {
    const settle = async (accepted?: readonly EventRecord[]) => {
      await batch.settle(accepted);
      this.settled += accepted?.length ?? batch.size;
    };
    return this.inner.publish({ source: batch.source, size: batch.size, records: () => batch.records(), settle });
  }

  override subscribe(subscription: Subscription): Promise<Feed> {
    const deliver: Subscription['deliver'] = (deliveries) => {
      for (const { record } of deliveries) {
        if (this.seen.has(record.id)) this.copies += 1;
        this.seen.add(record.id);
      }
      subscription.deliver(deliveries);
    };
    const revoke = (partitions: readonly number[]) => subscription.revoke(partitions);
    return this.inner.subscribe({ ...subscription, deliver, revoke });
  }
}
