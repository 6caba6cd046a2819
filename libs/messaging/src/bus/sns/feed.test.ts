import type { Delivery } from '../bus';
import { Collector } from '../../../proof/harness/collector';
import { aRecord } from '../../../proof/harness/records';
import type { EventRecord } from '../../publish/event-record';
import { MALFORMED } from '../malformed';
import { bodyOf } from './codec';
import { SnsFeed } from './feed';
import type { Queue, QueueMessage } from './queue';

const TYPE = 'test.happened';

/** A FIFO queue as SQS keeps it: a group is held back while one of its messages is invisible, and every delivery counts. */
class FifoQueue {
  readonly messages: { body: string; group: string; receives: number; visibleAt: number; id: string }[] = [];
  readonly deleted: string[] = [];

  send(record: EventRecord, body = bodyOf(record)): void {
    const id = `m${this.messages.length + this.deleted.length}`;
    this.messages.push({ body, group: record.key, receives: 0, visibleAt: 0, id });
  }

  receive = async (visibility: number): Promise<QueueMessage[]> => {
    if (this.ready().length === 0) await new Promise((resolve) => setTimeout(resolve, 15_000));
    await new Promise((resolve) => setTimeout(resolve, 10));
    const now = Date.now();
    return this.ready().map((message) => {
      message.receives += 1;
      message.visibleAt = now + visibility * 1_000;
      const { id, body, group, receives } = message;
      return { receipt: id, body, messageId: id, group, sentAt: '2026-03-02T09:05:00.000Z', receives };
    });
  };
  private ready() {
    const now = Date.now();
    const busy = new Set(this.messages.filter(({ visibleAt }) => visibleAt > now).map(({ group }) => group));
    return this.messages.filter(({ group }) => !busy.has(group)).slice(0, 10);
  }

  readonly extend = (receipts: readonly string[], seconds: number) => {
    for (const message of this.messages)
      if (receipts.includes(message.id)) message.visibleAt = Date.now() + seconds * 1_000;
    return Promise.resolve({ again: [], lost: [] });
  };
  readonly delete = (receipts: readonly string[]) => {
    for (const id of receipts) {
      const at = this.messages.findIndex((message) => message.id === id);
      if (at >= 0) this.deleted.push(...this.messages.splice(at, 1).map((message) => message.id));
    }
    return Promise.resolve({ again: [], lost: [] });
  };
  /** SQS counts what it keeps behind a message in flight as well. */
  readonly depth = () => Promise.resolve(this.messages.filter(({ visibleAt }) => visibleAt <= Date.now()).length);
  /** Another instance has the first message, and goes on having it. */
  readonly takeElsewhere = () => Object.assign(this.messages[0] ?? {}, { visibleAt: Infinity });
}

describe('a consumer’s feed from its queue', () => {
  let queue: FifoQueue;
  let feed: SnsFeed;
  let seen: Delivery[];
  let payload: string | undefined;
  let outage: Error | undefined;
  let claims: number;
  let elsewhere: boolean;

  beforeEach(() => {
    jest.useFakeTimers();
    queue = new FifoQueue();
    seen = [];
    payload = undefined;
    outage = undefined;
    claims = 0;
    elsewhere = false;
    const collector = new Collector({ consumer: 'c', types: [TYPE] });
    const subscription = Object.assign(collector, {
      deliver: (deliveries: readonly Delivery[]) => {
        seen.push(...deliveries);
        void feed.ack(deliveries);
      },
      isHandledElsewhere: () => elsewhere,
    });
    const claim = () => {
      claims += 1;
      return outage ? Promise.reject(outage) : Promise.resolve(payload);
    };
    feed = new SnsFeed(subscription, { queue: queue as unknown as Queue, claim, pollers: 1 });
    feed.start();
  });
  afterEach(async () => {
    const closed = feed.close();
    await jest.advanceTimersByTimeAsync(30_000);
    await closed;
    jest.useRealTimers();
  });

  const at = (version: number, over: Partial<EventRecord> = {}) => aRecord({ key: 'K', type: TYPE, version, ...over });
  const large = (version: number) => at(version, { payload: `"${'x'.repeat(300_000)}"` });
  const minutes = (count: number) => jest.advanceTimersByTimeAsync(count * 60_000);
  const versions = () => seen.map(({ record }) => record.version);

  it('owes nothing of a message whose payload it waits for, and of what is behind it: that is no stall', async () => {
    queue.send(large(41));
    await minutes(1);
    queue.send(at(42));
    for (let n = 0; n < 10; n += 1) {
      await minutes(1);
      expect([await feed.owed(), await feed.lag()]).toEqual([0, 2]);
    }
    await minutes(5); // handed over without its payload: a dead letter in the end
    expect([versions(), await feed.owed(), await feed.lag()]).toEqual([[41, 42], 0, 0]);
  });

  it('owes nothing of what is behind a message of another instance, and what nobody has', async () => {
    queue.send(at(1));
    queue.takeElsewhere();
    queue.send(at(2));
    await minutes(3);
    expect([await feed.owed(), await feed.lag()]).toEqual([0, 1]);
    queue.receive = () => Promise.reject(new Error('away'));
    await minutes(3);
    expect(await feed.owed()).toBe(1);
  });

  it('F-021: waits two days for a payload without spending receives, and lets nothing of its key overtake', async () => {
    outage = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    queue.send(large(41));
    queue.send(at(42));
    queue.send(at(1, { key: 'another' }));
    await minutes(2 * 24 * 60);
    expect(seen.map(({ record }) => record.key)).toEqual(['another']);
    expect(queue.messages.map(({ receives }) => receives)).toEqual([1, 1]);
    expect(claims).toBeLessThan(2 * 24 * 60 + 10);
    [payload, outage] = ['"there"', undefined];
    await minutes(2);
    expect(versions()).toEqual([1, 41, 42]);
    expect(queue.messages).toEqual([]);
  });

  const empty = () => seen.map(({ record, wanted }) => [record.version, record.payload === '', wanted]);

  it('F-021: hands an event over without its payload when the log has answered for a quarter of an hour that it is not there', async () => {
    queue.send(large(41));
    queue.send(at(42));
    await minutes(10);
    expect(seen).toEqual([]);
    await minutes(10);
    expect(empty()).toEqual([
      [41, true, true],
      [42, false, true],
    ]);
    expect(claims).toBe(20);
  });

  it.each([
    ['an outage is no answer', { code: 'ECONNREFUSED' }, []],
    ['a log that cannot be read is one', { code: '42501' }, [41, 42]],
  ])('F-021: %s', async (_what, facts, expected) => {
    outage = Object.assign(new Error('no'), facts);
    queue.send(large(41));
    queue.send(at(42));
    await minutes(24 * 60);
    expect(versions()).toEqual(expected);
  });

  it('F-021: gives back what it holds when it closes or has to read anew, oldest first', async () => {
    queue.send(large(41));
    queue.send(at(42));
    await minutes(1);
    payload = '"there"';
    feed.rewind('booking', at(41).partition);
    await minutes(1);
    expect(versions()).toEqual([41, 42]);
    expect(queue.deleted).toEqual(['m0', 'm1']);
  });

  it('F-017: settles a type that nobody handles, and takes what is behind it', async () => {
    queue.send(at(1, { type: 'test.removed' }));
    queue.send(at(2));
    await minutes(1);
    expect(seen.map(({ wanted, record }) => [record.version, wanted])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(queue.messages).toEqual([]);
  });

  it('F-017: gives a type back that another instance handles, less and less often, and its key waits', async () => {
    elsewhere = true;
    queue.send(at(1, { type: 'test.gained' }));
    queue.send(at(2));
    await minutes(60);
    expect(seen).toEqual([]);
    expect(queue.messages[0]?.receives).toBeLessThan(70);
    elsewhere = false;
    await minutes(2);
    expect(versions()).toEqual([1, 2]);
  });

  it('F-024: reads a message in SNS’s own envelope, and calls nothing else an event', async () => {
    const Message = bodyOf(at(1));
    queue.send(at(1), JSON.stringify({ Type: 'Notification', MessageId: 'x', TopicArn: 'arn', Message }));
    queue.send(at(2), JSON.stringify({ Type: 'Notification', Message: 'hello' }));
    await minutes(1);
    expect(seen.map(({ record }) => record.type)).toEqual([TYPE, MALFORMED]);
  });
});
