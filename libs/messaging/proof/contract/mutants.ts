import type { Bus, Delivery, Feed, OutboxBatch, Subscription } from '#src/bus/bus';
import { Passing } from './saboteurs';

type Deliver = Subscription['deliver'];

/** A bus that does to its subscriptions what `sabotage` says. */
const delivering = (sabotage: (deliver: Deliver, onClose: (end: () => void) => void) => Deliver) =>
  class extends Passing {
    private readonly ends: (() => void)[] = [];

    override subscribe(subscription: Subscription): Promise<Feed> {
      const deliver = sabotage(
        (deliveries) => subscription.deliver(deliveries),
        (end) => this.ends.push(end),
      );
      return this.inner.subscribe({
        ...subscription,
        deliver,
        revoke: (partitions) => subscription.revoke(partitions),
      });
    }

    override close(): Promise<void> {
      for (const end of this.ends) end();
      return super.close();
    }
  };

const DropsAcks = class extends Passing {
  override async subscribe(subscription: Subscription): Promise<Feed> {
    const feed = await this.inner.subscribe(subscription);
    return {
      commit: (deliveries, tx) => feed.commit(deliveries, tx),
      ack: () => Promise.resolve(),
      rewind: (source, partition) => feed.rewind(source, partition),
    };
  }
};

const SettlesWhatItDidNotSend = class extends Passing {
  private sent = 0;

  override publish(batch: OutboxBatch): Promise<void> {
    const records = async () => (await batch.records()).filter(() => (this.sent += 1) % 7 !== 0);
    return this.inner.publish({ source: batch.source, size: batch.size, records, settle: () => batch.settle() });
  }
};

const SettlesNothing = class extends Passing {
  override publish(batch: OutboxBatch): Promise<void> {
    const settle = () => Promise.resolve();
    return this.inner.publish({ source: batch.source, size: batch.size, records: () => batch.records(), settle });
  }
};

const ForgetsPause = class extends Passing {
  override control(): Promise<void> {
    return Promise.resolve();
  }
};

const longDelay = (ms: number) =>
  delivering((deliver, onClose) => (deliveries) => {
    const timer = setTimeout(() => deliver(deliveries), ms);
    onClose(() => clearTimeout(timer));
  });

const dropsOneInSeven = () => {
  let seen = 0;
  return delivering((deliver) => (deliveries) => deliver(deliveries.filter(() => (seen += 1) % 7 !== 0)));
};

const RepeatsWithoutEnd = delivering((deliver, onClose) => (deliveries) => {
  deliver(deliveries);
  const timer = setInterval(() => deliver(deliveries.slice(-1)), 5);
  onClose(() => clearInterval(timer));
});

/**
 * Holds a delivery until another one of its key has gone by. It settles what it holds, or a bus that hands a key's events over one by one
 * would not bring the other.
 */
const SwapsNeighbours = class extends Passing {
  private readonly timers = new Set<NodeJS.Timeout>();

  override async subscribe(subscription: Subscription): Promise<Feed> {
    const held = new Map<string, Delivery>();
    const pass = (delivery: Delivery) => {
      const { key } = delivery.record;
      const before = held.get(key);
      if (before) {
        held.delete(key);
        return subscription.deliver([delivery, before]);
      }
      held.set(key, delivery);
      setImmediate(() => void feed?.ack([delivery]));
      this.timers.add(setTimeout(() => held.delete(key) && subscription.deliver([delivery]), 3_000));
    };
    const feed: Feed | undefined = await this.inner.subscribe({
      ...subscription,
      deliver: (deliveries) => deliveries.forEach(pass),
      revoke: (partitions) => subscription.revoke(partitions),
    });
    return feed;
  }

  override close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    return super.close();
  }
};

const MixesWithinAKey = delivering((deliver) => (deliveries) => deliver([...deliveries].reverse()));

const MovesKeys = delivering((deliver) => (deliveries) => {
  const other = (each: Delivery): Delivery => ({ ...each, record: { ...each.record, partition: 0 } });
  deliver(deliveries.map(other));
});

export interface Mutant {
  /** What it does: reads on after "a bus that". */
  readonly breach: string;
  /** The case of the contract suite that must notice. */
  readonly noticedBy: string;
  readonly change: (inner: Bus) => Bus;
}

const ORDER = 'keeps the order of every key over many batches';
const SILENCE = 'falls silent once everything is acknowledged';

/** Buses that break one promise each: the contract suite must notice every one of them. */
export const mutants = (patienceMs: number): readonly Mutant[] => [
  {
    breach: 'drops acknowledgements',
    noticedBy: 'brings the rest once a slow consumer acknowledges',
    change: (inner) => new DropsAcks(inner),
  },
  { breach: 'mixes the order within a key', noticedBy: ORDER, change: (inner) => new MixesWithinAKey(inner) },
  { breach: 'repeats without end', noticedBy: SILENCE, change: (inner) => new RepeatsWithoutEnd(inner) },
  {
    breach: 'delays beyond patience',
    noticedBy: 'brings an event as it was, whatever its text',
    change: (inner) => new (longDelay(patienceMs * 3))(inner),
  },
  { breach: 'drops an event on its way', noticedBy: ORDER, change: (inner) => new (dropsOneInSeven())(inner) },
  { breach: 'settles what it did not send', noticedBy: ORDER, change: (inner) => new SettlesWhatItDidNotSend(inner) },
  {
    breach: 'settles nothing',
    noticedBy: 'settles a batch once it is safe, and only then',
    change: (inner) => new SettlesNothing(inner),
  },
  {
    breach: 'does not pause',
    noticedBy: 'stays silent while paused and goes on where it was',
    change: (inner) => new ForgetsPause(inner),
  },
  {
    breach: 'moves a key to another partition',
    noticedBy: 'brings a key always in the same partition, Kafka’s',
    change: (inner) => new MovesKeys(inner),
  },
];

/** The case that notices a dropped acknowledgement: where the position is committed apart from it, the memory it holds does. */
export const NOTICES_DROPPED_ACKS = {
  repeating: 'does not repeat what was acknowledged',
  standing: 'brings the rest once a slow consumer acknowledges',
} as const;

/** Breaches at the wire of any adapter, real ones included: each case takes as long as its patience. */
export const adapterMutants = (
  patienceMs: number,
  droppedAck: (typeof NOTICES_DROPPED_ACKS)[keyof typeof NOTICES_DROPPED_ACKS],
): readonly Mutant[] => [
  { breach: 'drops acknowledgements', noticedBy: droppedAck, change: (inner) => new DropsAcks(inner) },
  // One key: SQS hands a second event of a key over only with the first, or after it was settled.
  {
    breach: 'swaps neighbours of a key',
    noticedBy: 'brings everything to every consumer',
    change: (inner) => new SwapsNeighbours(inner),
  },
  { breach: 'copies without end', noticedBy: SILENCE, change: (inner) => new RepeatsWithoutEnd(inner) },
  {
    breach: 'delays beyond patience',
    noticedBy: 'brings an event as it was, whatever its text',
    change: (inner) => new (longDelay(patienceMs * 3))(inner),
  },
];
