import { Collector } from '../../../proof/harness/collector';
import { KafkaFeed } from './feed';
import { Group, startedFeed, TOPIC } from '../../../proof/harness/feed.harness';

describe('a reset of a consumer group’s feed', () => {
  let group: Group;
  let feed: KafkaFeed;
  let collector: Collector;
  const offsets = () => collector.deliveries.map(({ offset }) => offset);

  beforeEach(async () => {
    jest.useFakeTimers();
    collector = new Collector({ consumer: 'c', types: [] });
    ({ group, feed } = await startedFeed(collector));
  });
  afterEach(async () => {
    await feed.close();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('F-077: moves the partitions it has to where an operator wants them, in the broker too', async () => {
    await group.batch(1, 0, 3);
    await feed.reset('earliest');
    expect(group.seeks).toEqual([{ topic: TOPIC, partition: 1, offset: '0' }]);
    expect(group.commits).toEqual([[{ topic: TOPIC, partition: 1, offset: '0' }]]);
    expect([...collector.revoked]).toContain(1);
    await feed.reset('latest');
    await feed.reset('2026-03-02T09:00:00Z');
    expect(group.seeks.slice(1)).toMatchObject([{ offset: '50' }, { offset: '20' }]);
    group.standing = { low: '0', high: '50', offset: '30' };
    expect(await feed.resetPlan('earliest')).toEqual({ back: 30, forward: 0 });
    expect(await feed.resetPlan('latest')).toEqual({ back: 0, forward: 20 });
  });

  describe('F-077: after a reset', () => {
    const SINCE = '2026-03-02T09:00:00Z';
    const there = { topic: TOPIC, partition: 1, offset: '20' };
    const settle = () => jest.advanceTimersByTimeAsync(0);

    it('moves a partition too that comes from a member whose turn had not come', async () => {
      group.join('me', [2]);
      await feed.reset(SINCE);
      expect([group.seeks, group.commits]).toEqual([[], []]);
      await jest.advanceTimersByTimeAsync(50_000);
      group.join('me', [1, 2]);
      await settle();
      expect([group.seeks, group.commits]).toEqual([[there], [[there]]]);
    });

    it('moves it before anything of it is delivered', async () => {
      group.join('me', [2]);
      await feed.reset(SINCE);
      group.join('me', [1, 2]);
      const order: string[] = [];
      group.consumer.seek = () => void order.push('moved');
      collector.deliver = () => void order.push('delivered');
      await group.batch(1, 20, 1);
      expect(order).toEqual(['moved', 'delivered']);
    });

    it('moves it in a process that took the consumer up after the reset', async () => {
      const asked = { to: SINCE, at: performance.now() };
      const later = new Group();
      const next = new KafkaFeed(collector, { kafka: later.kafka, owner: 'test', onFatal: () => undefined, asked });
      await next.start();
      later.join('other', [1]);
      await settle();
      await next.close();
      expect([later.seeks, later.commits]).toEqual([[there], [[there]]]);
    });

    it('leaves alone what it kept and what it gains after a minute', async () => {
      await feed.reset(SINCE);
      group.join('me', [1, 2]);
      await settle();
      expect(group.seeks).toEqual([there]);
      await jest.advanceTimersByTimeAsync(60_000);
      group.join('me', [2]);
      group.join('me', [1, 2]);
      await settle();
      expect([group.seeks, group.commits]).toEqual([[there], [[there]]]);
    });

    it('commits nothing of a partition that went to another member while it asked the broker', async () => {
      let answer: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => (answer = resolve));
      const { fetchTopicOffsets } = group.admin;
      group.admin.fetchTopicOffsets = async () => asked.then(fetchTopicOffsets);
      const moving = feed.reset(SINCE);
      await settle();
      group.join('me', [2]);
      answer();
      await moving;
      expect([group.seeks, group.commits]).toEqual([[], []]);
    });

    it('tries again what the broker refused, and delivers meanwhile', async () => {
      group.join('me', [2]);
      await feed.reset(SINCE);
      const { fetchTopicOffsets } = group.admin;
      group.admin.fetchTopicOffsets = () => Promise.reject(new Error('away'));
      group.join('me', [1, 2]);
      await group.batch(1, 0, 1);
      expect([offsets(), group.seeks]).toEqual([[0], []]);
      group.admin.fetchTopicOffsets = fetchTopicOffsets;
      await jest.advanceTimersByTimeAsync(1_000);
      expect([group.seeks, group.commits.at(-1)]).toEqual([[there], [there]]);
    });
  });
});
