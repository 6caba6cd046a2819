import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../bus';
import { Waiter } from '../relay/waiter';
import type { ScratchDatabase } from '../testing/scratch-database';
import { scratchDatabase } from '../testing/scratch-database';
import { connectionConfig, DedicatedConnection } from './connection';
import { LogReader } from './log-reader';
import { PostgresFeed } from './postgres-feed';

const PARTITION = 7;

describe('a feed of the event log', () => {
  let db: ScratchDatabase;
  let reading: DedicatedConnection;
  let feed: PostgresFeed;
  let steps: (number | 'rest')[];
  let delivered: Delivery[];

  const log = (events: number) =>
    db.query(
      `insert into booking.event_log (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
       select ${PARTITION}, n, gen_random_uuid(), 'K', 'test', 'K', n, '{}', '{}', now() from generate_series(1, $1::int) n`,
      [events],
    );
  const follow = (types: readonly string[]) => {
    feed = new PostgresFeed({
      subscription: {
        ...{ consumer: 'test', sources: ['booking'], types, handlerVersion: '1' },
        deliver: (deliveries) => void delivered.push(...deliveries),
        revoke: () => Promise.resolve(),
      },
      reading,
      schema: 'assessment',
      onError: (_, error) => {
        throw error;
      },
      leave: () => Promise.resolve(),
    });
    feed.owned([PARTITION]);
    feed.start();
  };
  const until = async (check: () => boolean) => {
    for (const end = Date.now() + 5_000; !check() && Date.now() < end;) await sleep(5);
    expect(check()).toBe(true);
  };

  beforeEach(async () => {
    db = await scratchDatabase(['booking', 'assessment']);
    reading = new DedicatedConnection({
      config: connectionConfig(await db.open('assessment')),
      name: 'feed under test',
    });
    steps = [];
    delivered = [];
    jest.spyOn(Waiter.prototype, 'wait').mockImplementation(async () => {
      steps.push('rest');
      await sleep(5);
    });
    const read = LogReader.prototype.read;
    jest.spyOn(LogReader.prototype, 'read').mockImplementation(async function (this: LogReader, ...asked) {
      const answer = await read.apply(this, asked);
      steps.push(answer.found);
      return answer;
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await feed.stop();
    await reading.close();
    await db.drop();
  });

  it('reads on without a rest while a read was cut short, and rests when it has seen the end', async () => {
    await log(700);
    follow(['another']);
    await until(() => delivered.at(-1)?.offset === 700);
    const from = steps.indexOf(200);
    expect(steps.slice(from, from + 5)).toEqual([200, 200, 200, 100, 'rest']);
  });

  it('rests as well when a partition has as much in flight as it may', async () => {
    await log(700);
    follow(['test']);
    await until(() => delivered.length === 200 && steps.at(-1) === 'rest');
    const from = steps.indexOf(200);
    expect(steps.slice(from, from + 2)).toEqual([200, 'rest']);
    await feed.ack(delivered);
    await until(() => delivered.length === 400);
  });
});
