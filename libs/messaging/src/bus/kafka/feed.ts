import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Control, Delivery, Feed, Subscription } from '../bus';
import { withDeadline } from '@throughcare/base/deadline';
import { MALFORMED } from '../malformed';
import { monotonic } from '@throughcare/base/monotonic';
import { readMessage, topicOf } from './codec';
import { type Assignment, GroupAdmin } from './group-admin';
import { groupConsumer, groupOf, type KafkaFeedOptions } from './group-consumer';
import { GroupReset } from './group-reset';
import { isPassing, isUnreadable, reasonOf } from './outage';
import { Positions } from './positions';

const COMMIT_EVERY_MS = 200;
/** Who leaves does not wait longer for brokers that are away: what is not committed is delivered again. */
const LAST_MS = 2_000;

/** kafkajs fetches, joins or fails all the time; a join may take a minute. Nothing for longer means that it has died without a word. */
const SILENT_MS = 120_000;
const START_AGAIN_MS = 1_000;
const UNREADABLE_AGAIN_MS = 30_000;
export const SILENT = 'KAFKA_CONSUMER_SILENT';

/**
 * One consumer group. A batch is handed to the lanes and the fetch goes on; partitions that run too far ahead are paused,
 * not left. kafkajs has no revoke callback, so at every rebalance and join the lanes first finish what is in flight and
 * forget what waits; the inbox is the fence against what another member does meanwhile.
 */
export class KafkaFeed implements Feed {
  private readonly consumer: Consumer;
  private readonly positions = new Positions();
  private forgetting: Promise<void> = Promise.resolve();
  private memberId: string | undefined;
  private joined: readonly number[] = [];
  private assignment: Assignment = {};
  private readonly admin: GroupAdmin;
  private readonly resets: GroupReset;
  private isMoving = false;
  /** The last crash was of messages that our client cannot read. */
  private unreadable = false;
  private timer: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;
  private starting: Promise<void> = Promise.resolve();
  private isStarting = false;
  private heardAt = monotonic();
  private closed = false;
  private paused = false;

  constructor(
    private readonly subscription: Subscription,
    private readonly options: KafkaFeedOptions,
  ) {
    const groupId = groupOf(options.owner, subscription.consumer);
    this.admin = new GroupAdmin(options.kafka, groupId, subscription.consumer);
    this.consumer = groupConsumer(groupId, options);
    const { admin, consumer, positions } = this;
    this.resets = new GroupReset(
      { admin, consumer, positions, subscription, assignment: () => this.assignment },
      options.asked,
    );
  }

  /** Rejects as `unavailable` while no broker answers. */
  async start(): Promise<void> {
    const { consumer } = this;
    consumer.on(consumer.events.REBALANCING, () => this.forget(() => true));
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      // A member who was thrown out meanwhile comes back under another name.
      const { memberId, memberAssignment } = payload;
      const wasMine = (topic: string, partition: number) =>
        memberId === this.memberId && memberAssignment[topic]?.includes(partition) === true;
      this.forget(wasMine);
      this.resets.joined(wasMine);
      this.memberId = memberId;
      this.assignment = memberAssignment;
      this.joined = [...new Set(Object.values(memberAssignment).flat())];
      if (this.paused) consumer.pause(this.everything()); // kafkajs forgets it when it starts anew after a crash
      this.moveOwed();
      void this.admin.checkKept(memberAssignment);
    });
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
      if (this.closed) return;
      this.unreadable = isUnreadable(error);
      if (this.unreadable) void this.admin.sayUnreadable(this.topics);
      if (this.unreadable || isPassing(error)) this.startAgain();
      else this.options.onFatal(error);
    });
    const { FETCH_START, REBALANCING, GROUP_JOIN, CRASH } = consumer.events;
    for (const sign of [FETCH_START, REBALANCING, GROUP_JOIN, CRASH])
      consumer.on(sign, () => (this.heardAt = monotonic()));
    await this.run().catch((error: Error) => {
      throw reasonOf(error);
    });
    void this.admin.checkTopics(this.topics);
    this.heardAt = monotonic();
    this.timer = setInterval(() => {
      this.checkSilence();
      this.moveOwed();
      void this.flush();
    }, COMMIT_EVERY_MS);
  }

  private run(): Promise<void> {
    this.isStarting = true;
    this.starting = this.join().finally(() => (this.isStarting = false));
    return this.starting;
  }

  /** Resolves when kafkajs has joined the group or has told of a crash. */
  private async join(): Promise<void> {
    const { consumer } = this;
    await consumer.connect();
    await consumer.subscribe({ topics: this.topics, fromBeginning: true });
    if (this.closed) return;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 8,
      eachBatch: (payload) => this.take(payload),
    });
  }

  /** For as long as nobody answers: an outage burns no process. */
  private startAgain(): void {
    clearTimeout(this.again);
    this.again = setTimeout(
      () => {
        this.run().catch(() => {
          this.heardAt = monotonic();
          if (!this.closed) this.startAgain();
        });
      },
      this.unreadable ? UNREADABLE_AGAIN_MS : START_AGAIN_MS,
    );
  }

  commit(): Promise<void> {
    return Promise.reject(new Error('This bus has no transactional cursor'));
  }

  ack(deliveries: readonly Delivery[]): Promise<void> {
    for (const { record, offset } of deliveries) this.positions.acked(topicOf(record.source), record.partition, offset);
    this.resumeDrained();
    return Promise.resolve();
  }

  rewind(source: string, partition: number): void {
    const topic = topicOf(source);
    const offset = this.positions.rewind(topic, partition);
    if (offset !== undefined) this.consumer.seek({ topic, partition, offset: String(offset) });
    this.resumeDrained();
  }

  control(control: Control): void {
    if (this.closed) return; // a new subscription is told anew
    if (control.action !== 'seek') {
      this.paused = control.action === 'pause';
      this.consumer[control.action](this.everything());
      return;
    }
    this.positions.forget(topicOf(control.source), control.partition);
    this.consumer.seek({
      topic: topicOf(control.source),
      partition: control.partition,
      offset: String(control.offset),
    });
  }

  resetPlan(to: string): Promise<{ back: number; forward: number }> {
    return this.admin.resetPlan(this.topics, to);
  }

  /** Moves the partitions that are here, and for a minute those that come; in turn with joins. */
  reset(to: string): Promise<void> {
    return this.inTurn(() => {
      this.resets.ask(to);
      return this.resets.carryOut();
    });
  }

  /** What came since the last reset, and what the broker refused to move then. */
  private moveOwed(): void {
    if (this.isMoving || !this.resets.isOwed) return;
    this.isMoving = true;
    void this.inTurn(() => this.resets.carryOut())
      .catch(() => undefined)
      .finally(() => (this.isMoving = false));
  }

  /** Nothing is delivered before it has ended, well or not. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.forgetting.then(() => (this.closed ? undefined : work()));
    this.forgetting = done.catch(() => undefined);
    return done;
  }

  lag(): Promise<number> {
    return this.admin.lag(this.assignment);
  }

  /** True while what lies on a topic cannot be read: a person has to change the topic, and no new process helps. */
  get isBlocked(): boolean {
    return this.unreadable;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    clearTimeout(this.again);
    await withDeadline(LAST_MS, () => this.flush()); // kafkajs takes none from who has left the group
    const left = this.leave();
    if (!this.isStarting) return left;
    left.catch(() => undefined); // of a start that found nobody
    await withDeadline(LAST_MS, () => left);
  }

  /** Not before a start that is under way has ended: kafkajs would forget it, and go on with it. */
  private async leave(): Promise<void> {
    await this.starting.catch(() => undefined);
    await this.consumer.stop();
    await this.consumer.disconnect();
    await this.admin.close();
  }

  private get topics(): string[] {
    return this.subscription.sources.map(topicOf);
  }

  private everything(): { topic: string }[] {
    return this.topics.map((topic) => ({ topic }));
  }

  private async take({ batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    await this.forgetting;
    const last = batch.messages.at(-1);
    if (!last || !isRunning() || isStale() || this.closed) return;
    // With several brokers, one connection's trouble can make the member join again while batches of the others wait their turn.
    const { fetchedOffset } = batch as unknown as { readonly fetchedOffset: string };
    const from = Number(fetchedOffset);
    const missing = this.positions.missingBefore(batch.topic, batch.partition, from);
    if (!this.positions.follows(batch.topic, batch.partition, from)) return;
    if (missing > 0) this.admin.reportDeleted(batch.topic, batch.partition, from - missing, from);
    this.positions.reached(batch.topic, batch.partition, Number(batch.lastOffset()) + 1);
    const deliveries = batch.messages.map((message) => this.deliveryOf(batch.topic, batch.partition, message));
    this.positions.delivered(
      batch.topic,
      batch.partition,
      deliveries.map(({ offset, record }) => ({ offset, bytes: record.payload.length })),
    );
    resolveOffset(last.offset);
    this.unreadable = false;
    this.subscription.deliver(deliveries);
    // Not while everything is paused: to kafkajs, pausing one then means to let the others go.
    if (!this.paused && this.positions.isFarAhead(batch.topic, batch.partition)) {
      this.consumer.pause([{ topic: batch.topic, partitions: [batch.partition] }]);
      this.positions.paused(batch.topic, batch.partition);
    }
    await heartbeat();
  }

  private deliveryOf(topic: string, partition: number, message: KafkaMessage): Delivery {
    const record = readMessage(topic, partition, message);
    const wanted = record.type === MALFORMED || this.subscription.types.includes(record.type);
    return { record: wanted ? record : { ...record, payload: '' }, offset: Number(message.offset), wanted };
  }

  /** After a rebalance kafkajs starts again from the committed positions, so everything delivered is void. */
  private forget(isOurs: (topic: string, partition: number) => boolean): void {
    this.positions.clear(isOurs);
    this.resumeDrained();
    const partitions = this.joined;
    this.forgetting = this.forgetting.then(() => this.subscription.revoke(partitions));
  }

  /** Not while a person holds the consumer; their resume is for all partitions. */
  private resumeDrained(): void {
    if (this.paused) return;
    for (const { topic, partition } of this.positions.drained())
      this.consumer.resume([{ topic, partitions: [partition] }]);
  }

  private checkSilence(): void {
    if (monotonic() - this.heardAt < SILENT_MS) return;
    this.heardAt = monotonic();
    this.options.onFatal(new Error(SILENT));
  }

  private async flush(): Promise<void> {
    const offsets = this.positions.takeCommits();
    if (offsets.length === 0) return;
    try {
      await this.consumer.commitOffsets(offsets);
    } catch {
      // Refused during a rebalance or while a broker is away: said again later. The inbox drops copies that come meanwhile.
      this.positions.refused(offsets);
    }
  }
}
