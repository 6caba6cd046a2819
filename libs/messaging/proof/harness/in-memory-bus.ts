import type { Bus, BusFeatures, Control, Delivery, Feed, OutboxBatch, Subscription } from '#src/bus/bus';
import type { EventRecord } from '#src/publish/event-record';
import { PARTITIONS } from '#src/partition';

/** Delivered and not acknowledged, per partition, before delivery pauses. */
const HIGH_WATER = 200;

interface GroupOffset {
  /** Next index to deliver. */
  next: number;
  /** Everything before this index is acknowledged. */
  acked: number;
}

/** The instances of one consumer: partition n belongs to member n mod count. */
interface Group {
  members: MemoryFeed[];
  readonly places: Map<string, GroupOffset>;
}

/** What a broker keeps, in memory. Several buses on one broker behave as several processes. */
export class InMemoryBroker {
  readonly logs = new Map<string, EventRecord[]>();
  readonly groups = new Map<string, Group>();
  private scheduled = false;

  append(record: EventRecord): void {
    const name = `${record.source}/${record.partition}`;
    const log = this.logs.get(name) ?? [];
    this.logs.set(name, log);
    log.push(record);
    this.soon();
  }

  group(consumer: string): Group {
    const group = this.groups.get(consumer) ?? { members: [], places: new Map<string, GroupOffset>() };
    this.groups.set(consumer, group);
    return group;
  }

  /** Everything that was published has been handled by every consumer that wants it. */
  get isQuiet(): boolean {
    return [...this.groups.values()].every((group) =>
      [...this.logs].every(([name, log]) => {
        const source = name.slice(0, name.lastIndexOf('/'));
        const reads = group.members.some((member) => member.subscription.sources.includes(source));
        return !reads || (group.places.get(name)?.acked ?? 0) === log.length;
      }),
    );
  }

  /** Delivers in a later turn, as a network would. */
  soon(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      for (const group of this.groups.values()) for (const member of group.members) member.pump(group);
    });
  }

  /** Gives the group's partitions anew to whoever is a member now. */
  async regroup(consumer: string, members: MemoryFeed[]): Promise<void> {
    const group = this.group(consumer);
    const before = group.members;
    group.members = [];
    await Promise.all(before.map((member) => member.subscription.revoke(allPartitions)));
    for (const place of group.places.values()) place.next = place.acked;
    group.members = members;
    this.soon();
  }
}

const allPartitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);

class MemoryFeed implements Feed {
  paused = false;

  constructor(
    readonly subscription: Subscription,
    private readonly broker: InMemoryBroker,
  ) {}

  pump(group: Group): void {
    if (this.paused) return;
    for (const [name, log] of this.broker.logs) {
      const first = log[0];
      if (!first || !this.subscription.sources.includes(first.source) || !this.isMine(group, first.partition)) continue;
      const place = this.place(group, name);
      const end = Math.min(log.length, place.acked + HIGH_WATER);
      if (end <= place.next) continue;
      const from = place.next;
      place.next = end;
      this.subscription.deliver(log.slice(from, end).map((record, index) => this.delivery(record, from + index + 1)));
    }
  }

  commit(): Promise<void> {
    return Promise.reject(new Error('This bus has no transactional cursor'));
  }

  async ack(deliveries: readonly Delivery[]): Promise<void> {
    const group = this.broker.group(this.subscription.consumer);
    for (const { record, offset } of deliveries) {
      const place = this.place(group, `${record.source}/${record.partition}`);
      if (this.isMine(group, record.partition)) place.acked = Math.max(place.acked, offset);
    }
    this.broker.soon();
  }

  rewind(source: string, partition: number): void {
    const place = this.place(this.broker.group(this.subscription.consumer), `${source}/${partition}`);
    place.next = place.acked;
    this.broker.soon();
  }

  close(): Promise<void> {
    const { consumer } = this.subscription;
    const others = this.broker.group(consumer).members.filter((member) => member !== this);
    return this.broker.regroup(consumer, others);
  }

  seek(source: string, partition: number, offset: number): void {
    const place = this.place(this.broker.group(this.subscription.consumer), `${source}/${partition}`);
    place.next = place.acked = offset;
    this.broker.soon();
  }

  private isMine(group: Group, partition: number): boolean {
    return group.members[partition % group.members.length] === this;
  }

  private place(group: Group, name: string): GroupOffset {
    const place = group.places.get(name) ?? { next: 0, acked: 0 };
    group.places.set(name, place);
    return place;
  }

  private delivery(record: EventRecord, offset: number): Delivery {
    return { record, offset, wanted: this.subscription.types.includes(record.type) };
  }
}

/** A bus without a broker, for tests of services: as fast as it gets, same contract as the real ones. */
export class InMemoryBus implements Bus {
  readonly features: BusFeatures = { transactionalCursor: false, retained: true, durable: false };
  private readonly feeds = new Map<string, MemoryFeed>();

  constructor(readonly broker: InMemoryBroker = new InMemoryBroker()) {}

  get isQuiet(): boolean {
    return this.broker.isQuiet;
  }

  async publish(batch: OutboxBatch): Promise<void> {
    for (const record of await batch.records()) this.broker.append(record);
    await batch.settle();
  }

  async subscribe(subscription: Subscription): Promise<Feed> {
    const feed = new MemoryFeed(subscription, this.broker);
    this.feeds.set(subscription.consumer, feed);
    await this.broker.regroup(subscription.consumer, [...this.broker.group(subscription.consumer).members, feed]);
    return feed;
  }

  async control(consumer: string, control: Control): Promise<void> {
    const feed = this.feeds.get(consumer);
    if (!feed) return;
    if (control.action === 'seek') {
      await feed.subscription.revoke([control.partition]);
      feed.seek(control.source, control.partition, control.offset);
    } else {
      feed.paused = control.action === 'pause';
      this.broker.soon();
    }
  }

  async close(): Promise<void> {
    for (const feed of this.feeds.values()) await feed.close();
    this.feeds.clear();
  }
}
