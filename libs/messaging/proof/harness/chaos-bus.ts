import type { Bus, BusFeatures, Control, Delivery, Feed, OutboxBatch, Subscription } from '#src/bus/bus';

export interface ChaosOptions {
  /** Share of events that come a second time, at once or long after later ones of their key. Default 0.3. */
  readonly duplicates?: number;
  /** Mixes the order between keys; within a key first copies stay in order. Default true. */
  readonly reorder?: boolean;
  /** The same seed gives the same chaos. */
  readonly seed?: number;
}

/** Small, fast, repeatable (mulberry32). */
const randomFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

/**
 * Does to a consumer everything a real bus may do: copies at any time, any order between keys. For buses that acknowledge
 * after the commit; the inner bus still sees a contiguous acknowledgement.
 */
export class ChaosBus implements Bus {
  private readonly random: () => number;

  constructor(
    private readonly inner: Bus,
    private readonly options: ChaosOptions = {},
  ) {
    if (inner.features.transactionalCursor) throw new Error('A bus with a transactional cursor makes no copies');
    this.random = randomFrom(options.seed ?? 1);
  }

  get features(): BusFeatures {
    return this.inner.features;
  }

  get isQuiet(): boolean {
    return (this.inner as { isQuiet?: boolean }).isQuiet ?? true;
  }

  publish(batch: OutboxBatch): Promise<void> {
    return this.inner.publish(batch);
  }

  async subscribe(subscription: Subscription): Promise<Feed> {
    const { duplicates = 0.3, reorder = true } = this.options;
    const feed = new ChaosFeed();
    feed.inner = await this.inner.subscribe({
      ...subscription,
      deliver: (deliveries) => {
        feed.expect(deliveries);
        const mixed = reorder ? mixKeys(deliveries, this.random) : [...deliveries];
        subscription.deliver(mixed.flatMap((each) => [each, ...this.copies(each, feed, duplicates)]));
      },
      revoke: (partitions) => {
        feed.forget(partitions);
        return subscription.revoke(partitions);
      },
    });
    return feed;
  }

  control(consumer: string, control: Control): Promise<void> {
    return this.inner.control(consumer, control);
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  /** Copies to add after this delivery: of itself, or of something from the past of its partition. */
  private copies(delivery: Delivery, feed: ChaosFeed, share: number): Delivery[] {
    const earlier = feed.pastOf(delivery);
    earlier.push(delivery);
    if (this.random() >= share) return [];
    const chosen = this.random() < 0.5 ? delivery : earlier[Math.floor(this.random() * earlier.length)];
    return chosen ? [feed.copyOf(chosen)] : [];
  }
}

/** Another order of the same deliveries in which each key keeps its own. */
const mixKeys = (deliveries: readonly Delivery[], random: () => number): Delivery[] => {
  const keys = new Map<string, Delivery[]>();
  for (const each of deliveries) keys.set(each.record.key, [...(keys.get(each.record.key) ?? []), each]);
  const mixed: Delivery[] = [];
  while (keys.size > 0) {
    const [key, queue] = [...keys][Math.floor(random() * keys.size)] as [string, Delivery[]];
    const next = queue.shift();
    if (next) mixed.push(next);
    if (queue.length === 0) keys.delete(key);
  }
  return mixed;
};

/** Acknowledges to the inner bus only what is contiguous there, and never a copy. */
class ChaosFeed implements Feed {
  inner: Feed | undefined;
  private readonly outstanding = new Map<string, Delivery[]>();
  private readonly done = new Set<Delivery>();
  private readonly copies = new WeakSet<Delivery>();
  /** What came since the reading position was last put back: what lies behind that position is no past any more. */
  private readonly past = new Map<string, Delivery[]>();

  copyOf(delivery: Delivery): Delivery {
    const copy = { ...delivery };
    this.copies.add(copy);
    return copy;
  }

  expect(deliveries: readonly Delivery[]): void {
    for (const each of deliveries) this.queue(each).push(each);
  }

  /** Everything that came of this delivery's partition, in the order it came. */
  pastOf({ record }: Delivery): Delivery[] {
    return listIn(this.past, `${record.source}/${record.partition}`);
  }

  forget(partitions: readonly number[]): void {
    for (const name of [...this.outstanding.keys(), ...this.past.keys()]) {
      if (!partitions.includes(Number(name.slice(name.lastIndexOf('/') + 1)))) continue;
      this.outstanding.delete(name);
      this.past.delete(name);
    }
  }

  commit(): Promise<void> {
    return Promise.reject(new Error('This bus has no transactional cursor'));
  }

  async ack(deliveries: readonly Delivery[]): Promise<void> {
    for (const each of deliveries) if (!this.copies.has(each)) this.done.add(each);
    for (const queue of this.outstanding.values()) {
      const end = queue.findIndex((each) => !this.done.has(each));
      const contiguous = queue.splice(0, end < 0 ? queue.length : end);
      for (const each of contiguous) this.done.delete(each);
      if (contiguous.length > 0) await this.inner?.ack(contiguous);
    }
  }

  rewind(source: string, partition: number): void {
    this.outstanding.delete(`${source}/${partition}`);
    this.past.delete(`${source}/${partition}`);
    this.inner?.rewind(source, partition);
  }

  async close(): Promise<void> {
    await this.inner?.close?.();
  }

  private queue({ record }: Delivery): Delivery[] {
    return listIn(this.outstanding, `${record.source}/${record.partition}`);
  }
}

const listIn = (lists: Map<string, Delivery[]>, name: string): Delivery[] => {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
};
