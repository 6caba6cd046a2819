import type { Bus, Control, Delivery, Feed, OutboxBatch, Subscription } from '#src/bus/bus';
import type { EventRecord } from '#src/publish/event-record';

/** A bus whose every call goes to another one; override what is to go wrong. */
export class Passing implements Bus {
  constructor(protected readonly inner: Bus) {}

  get features() {
    return this.inner.features;
  }
  publish(batch: OutboxBatch): Promise<void> {
    return this.inner.publish(batch);
  }
  subscribe(subscription: Subscription): Promise<Feed> {
    return this.inner.subscribe(subscription);
  }
  control(consumer: string, control: Control): Promise<void> {
    return this.inner.control(consumer, control);
  }
  close(): Promise<void> {
    return this.inner.close();
  }
}

/** The bus has accepted and the relay dies before it settles: every second time. */
export class DyingRelay extends Passing {
  private calls = 0;
  deaths = 0;

  override publish(batch: OutboxBatch): Promise<void> {
    const settle = async (accepted?: readonly EventRecord[]) => {
      this.calls += 1;
      if (this.calls % 2 === 0) return batch.settle(accepted);
      this.deaths += 1;
      throw new Error('died between answer and settling');
    };
    return this.inner.publish({ source: batch.source, size: batch.size, records: () => batch.records(), settle });
  }
}

/**
 * The consumer dies after its effect was committed: no acknowledgement of the events under test ever gets through. Those of what
 * other tests left on the broker do, or a partition full of it would never be read to its end.
 */
export class DeafToAcks extends Passing {
  constructor(
    inner: Bus,
    private readonly underTest: (key: string) => boolean,
  ) {
    super(inner);
  }

  override async subscribe(subscription: Subscription): Promise<Feed> {
    const feed = await this.inner.subscribe(subscription);
    return {
      commit: (deliveries: readonly Delivery[], tx) => feed.commit(deliveries, tx),
      ack: (deliveries) => feed.ack(deliveries.filter(({ record }) => !this.underTest(record.key))),
      rewind: (source, partition) => feed.rewind(source, partition),
    };
  }
}
