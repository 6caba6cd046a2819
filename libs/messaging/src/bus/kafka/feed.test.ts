import { Logger } from '@nestjs/common';
import { counted } from '@throughcare/base/metrics';
import { Collector } from '../../../proof/harness/collector';
import { KafkaFeed } from './feed';
import { EVENTS, Group, startedFeed, TOPIC } from '../../../proof/harness/feed.harness';

describe('a consumer group’s feed', () => {
  let group: Group;
  let feed: KafkaFeed;
  let collector: Collector;
  let fatal: string[];
  const crash = (error: Error) => group.heard.emit(EVENTS.CRASH, { payload: { error, restart: false } });
  const nobody = () => Object.assign(new Error('nobody'), { name: 'KafkaJSGroupCoordinatorNotFound' });

  const offsets = () => collector.deliveries.map(({ offset }) => offset);

  beforeEach(async () => {
    jest.useFakeTimers();
    collector = new Collector({ consumer: 'c', types: [] });
    ({ fatal, group, feed } = await startedFeed(collector));
  });
  afterEach(async () => {
    await feed.close();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('F-026: waits, says why and ends no process when a message is compressed in a way it cannot read', async () => {
    const said = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    group.topicSettings = [{ configName: 'compression.type', configValue: 'lz4' }];
    const none = Object.assign(new Error('LZ4 compression not implemented'), { name: 'KafkaJSNotImplemented' });
    crash(none);
    expect([fatal, feed.isBlocked]).toEqual([[], true]);
    await jest.advanceTimersByTimeAsync(31_000);
    expect(group.starts).toBe(2);
    crash(Object.assign(new Error('no', { cause: none }), { name: 'KafkaJSNonRetriableError' }));
    await jest.advanceTimersByTimeAsync(31_000);
    expect([group.starts, fatal]).toEqual([3, []]);
    const lines = said.mock.calls.flat().join('\n');
    expect(lines).toContain('KAFKA_COMPRESSION_UNREADABLE');
    expect(lines).toContain(`${TOPIC} has compression.type=lz4`);
    await group.batch(1, 0, 3);
    expect(feed.isBlocked).toBe(false);
  });

  describe('when another connection’s error made the member join again', () => {
    it('leaves a batch alone that was fetched before, when it begins behind what was not settled', async () => {
      await group.batch(1, 0, 3);
      group.join('me', [1, 2]);
      await group.batch(1, 3, 2);
      expect(group.resolved).toEqual(['1:2']);
      await group.batch(1, 0, 3);
      await group.batch(1, 3, 2);
      expect(offsets()).toEqual([0, 1, 2, 0, 1, 2, 3, 4]);
    });

    it('leaves it alone too when the new ones have begun to come', async () => {
      await group.batch(1, 0, 5);
      group.join('me', [1, 2]);
      await group.batch(1, 0, 3);
      await group.batch(1, 5, 2);
      await group.batch(1, 3, 4);
      expect(offsets()).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5, 6]);
    });

    it('takes it when everything before it was settled', async () => {
      await group.batch(1, 0, 3);
      await feed.ack(collector.deliveries);
      group.join('me', [1, 2]);
      await group.batch(1, 3, 2);
      expect(offsets()).toEqual([0, 1, 2, 3, 4]);
    });
  });

  it('says that Kafka is away when its first start finds nobody', async () => {
    const far = new Group();
    const cause = Object.assign(new Error('refused'), { name: 'KafkaJSConnectionError', retriable: true });
    far.consumer.connect = () => Promise.reject(new Error('wrapped', { cause }));
    const starting = new KafkaFeed(collector, { kafka: far.kafka, owner: 'test', onFatal: () => undefined }).start();
    await expect(starting).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
  });

  it('starts again by itself and nobody else does: kafkajs would begin a start that cannot be waited for', async () => {
    const { retry } = group.config ?? {};
    await expect(retry?.restartOnFailure?.(new Error('any'))).resolves.toBe(false);
    crash(Object.assign(new Error('broken'), { name: 'KafkaJSNumberOfRetriesExceeded' }));
    await jest.advanceTimersByTimeAsync(1_000);
    expect([group.starts, fatal]).toEqual([2, []]);
  });

  it('leaves after a start that was under way when it was closed, which kafkajs would have forgotten to end', async () => {
    let joined: () => void = () => undefined;
    group.consumer.run = () => new Promise<void>((resolve) => (joined = resolve));
    crash(nobody());
    await jest.advanceTimersByTimeAsync(1_000);
    const closing = feed.close();
    await jest.advanceTimersByTimeAsync(2_000); // it does not wait for longer
    await closing;
    expect(group.left).toBe(false);
    joined();
    await jest.advanceTimersByTimeAsync(0);
    expect(group.left).toBe(true);
  });

  it('begins where the group is when a partition comes back from another member', async () => {
    await group.batch(1, 0, 3);
    group.join('me', [2]);
    group.join('me', [1, 2]);
    await group.batch(1, 40, 2);
    expect(offsets()).toEqual([0, 1, 2, 40, 41]);
  });

  it('begins where the group is when it was thrown out meanwhile', async () => {
    await group.batch(1, 0, 3);
    group.join('another me', [1, 2]);
    await group.batch(1, 40, 2);
    expect(offsets()).toEqual([0, 1, 2, 40, 41]);
  });

  it('goes on behind a hole when the broker keeps nothing before it, and says so', async () => {
    const warned = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const before = counted('offset_gaps');
    await group.batch(1, 0, 3);
    group.join('me', [1, 2]);
    // Three brokers may each have led the partition and still bring what they were asked for then.
    for (let time = 1; time <= 3; time += 1) await group.batch(1, 40, 2);
    expect(offsets()).toEqual([0, 1, 2]);
    for (let time = 4; time <= 9; time += 1) await group.batch(1, 40, 2);
    expect(offsets().slice(0, 5)).toEqual([0, 1, 2, 40, 41]);
    expect(counted('offset_gaps') - before).toBe(1);
    expect(warned.mock.calls).toEqual([[expect.stringContaining('offsets 0 to 39 of throughcare.booking/1')]]);
  });

  describe('when it joins', () => {
    const joinAt = async (standing: Group['standing']) => {
      const said = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
      const before = counted('offset_gaps');
      group.standing = standing;
      group.join('me', [1, 2]);
      await jest.advanceTimersByTimeAsync(0);
      return { gaps: counted('offset_gaps') - before, said: said.mock.calls.flat() };
    };

    it('tells of events that were deleted behind the group’s position: nobody has read them', async () => {
      const { gaps, said } = await joinAt({ low: '40', high: '50', offset: '10' });
      expect(gaps).toBe(1);
      expect(said).toEqual([expect.stringContaining('offsets 10 to 39 of throughcare.booking/1')]);
    });

    it('tells of them too when kafkajs was first and has committed that it goes on with the earliest', async () => {
      const { gaps, said } = await joinAt({ low: '40', high: '50', offset: '-2' });
      expect(gaps).toBe(1);
      expect(said).toEqual([expect.stringContaining('offsets below 40 of throughcare.booking/1')]);
    });

    it.each([
      ['the group has read all that was deleted', { low: '40', high: '50', offset: '40' }],
      ['the group is new and has no position', { low: '40', high: '50', offset: '-1' }],
      ['everything was read and everything was deleted', { low: '50', high: '50', offset: '50' }],
    ])('says nothing when %s', async (_, standing) => {
      expect(await joinAt(standing)).toEqual({ gaps: 0, said: [] });
    });

    it('says nothing of partitions that another member has', async () => {
      group.join('me', [2]);
      const said = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
      group.standing = { low: '40', high: '50', offset: '10' };
      group.join('me', [2]);
      await jest.advanceTimersByTimeAsync(0);
      expect(said).not.toHaveBeenCalled();
    });
  });

  it('stays paused as a person said, through a partition that runs ahead and through a new start', async () => {
    const everything = [{ topic: TOPIC }];
    feed.control({ action: 'pause' });
    await group.batch(1, 0, 1_200); // was on its way; kafkajs would let all others go for the pause of one
    expect(group.pauses).toEqual([everything]);
    group.join('started anew', [1, 2]);
    expect(group.pauses).toEqual([everything, everything]);
    feed.control({ action: 'resume' });
    await group.batch(1, 0, 1_200);
    expect(group.pauses.at(-1)).toEqual([{ topic: TOPIC, partitions: [1] }]);
  });

  it('starts again for as long as no broker answers, which kafkajs takes for the end', async () => {
    group.away = true;
    crash(nobody());
    await jest.advanceTimersByTimeAsync(300_000);
    expect([group.starts, fatal]).toEqual([1, []]);
    group.away = false;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(group.starts).toBe(2);
    crash(new Error('wrapped', { cause: nobody() }));
    await jest.advanceTimersByTimeAsync(1_000);
    expect([group.starts, fatal]).toEqual([3, []]);
  });

  it('commits what is settled before it leaves the group: afterwards kafkajs takes no commit', async () => {
    await group.batch(1, 0, 3);
    await feed.ack(collector.deliveries);
    await feed.close();
    expect(group.commits).toEqual([[{ topic: TOPIC, partition: 1, offset: '3' }]]);
  });

  it('leaves after two seconds when its last commit is not answered', async () => {
    group.consumer.commitOffsets = () => new Promise<never>(() => undefined);
    await group.batch(1, 0, 3);
    await feed.ack(collector.deliveries);
    const closed = feed.close();
    await jest.advanceTimersByTimeAsync(2_000);
    await closed;
    expect(group.left).toBe(true);
  });

  it('does not start again once it was closed', async () => {
    crash(nobody());
    await feed.close();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(group.starts).toBe(1);
  });

  it('gives up after any other crash that kafkajs does not mend itself', () => {
    crash(new TypeError('of a bug'));
    expect(fatal).toEqual(['of a bug']);
  });

  it('gives up when its client has said nothing for two minutes: not a fetch, not a join, not a crash', () => {
    for (let minute = 0; minute < 5; minute += 1) {
      jest.advanceTimersByTime(60_000);
      group.heard.emit(EVENTS.FETCH_START, {});
    }
    expect(fatal).toEqual([]);
    jest.advanceTimersByTime(121_000);
    expect(fatal).toEqual(['KAFKA_CONSUMER_SILENT']);
  });
});
