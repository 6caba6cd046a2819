import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../bus/bus';
import { Fenced } from '../bus/bus';
import { aRecord } from '../../proof/harness/records';
import type { LaneWork } from './lane';
import { LaneScheduler } from './scheduler';

const delivery = (offset: number, over: Partial<Delivery> & { partition?: number } = {}): Delivery => {
  const { partition = 1, ...rest } = over;
  return { record: aRecord({ key: 'K', partition }), offset, wanted: true, ...rest };
};
const offsets = (deliveries: readonly Delivery[]) => deliveries.map(({ offset }) => offset);

/** A consumer that writes down what its lanes ask of it. */
class Script implements LaneWork {
  batchSize = 3;
  readonly batches: number[][] = [];
  readonly rewound: string[] = [];
  alone = new Set<number>();
  act: (deliveries: readonly Delivery[]) => Promise<void> = async () => {};
  wait: number | undefined = undefined;
  scheduler = new LaneScheduler(this, 8);

  isAlone = ({ offset }: Delivery) => this.alone.has(offset);
  together = (deliveries: readonly Delivery[]) => {
    this.batches.push(offsets(deliveries));
    return this.act(deliveries);
  };
  failed = async () => this.wait;
  rewind = (source: string, partition: number) => void this.rewound.push(`${source}/${partition}`);

  async idle(): Promise<void> {
    for (let tries = 0; !this.scheduler.isIdle && tries < 400; tries += 1) await sleep(2);
  }
}

describe('a consumer’s scheduler of lanes', () => {
  let script: Script;
  beforeEach(() => {
    script = new Script();
  });
  afterEach(() => jest.useRealTimers());

  it('takes events in order, up to the batch size at once', async () => {
    script.scheduler.push([1, 2, 3, 4, 5].map((offset) => delivery(offset)));
    await script.idle();
    expect(script.batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('does not count what nobody wants', async () => {
    script.scheduler.push([1, 2, 3, 4, 5, 6].map((offset) => delivery(offset, { wanted: offset % 2 === 0 })));
    await script.idle();
    expect(script.batches).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  it('runs an event by itself that must be', async () => {
    script.alone = new Set([2]);
    script.scheduler.push([1, 2, 3].map((offset) => delivery(offset)));
    await script.idle();
    expect(script.batches).toEqual([[1], [2], [3]]);
  });

  it('gathers what comes while it is busy, and begins at once when that is a full batch', async () => {
    jest.useFakeTimers(); // on a real clock a slow machine may let the gap pass between two lines
    await jest.advanceTimersByTimeAsync(1_000);
    script = new Script(); // its pace is of this clock
    script.scheduler.push(Array.from({ length: 1_000 }, (_, n) => delivery(n + 1, { wanted: false })));
    await jest.advanceTimersByTimeAsync(0);
    script.scheduler.push([delivery(1_001)]);
    script.scheduler.push([delivery(1_002)]);
    await jest.advanceTimersByTimeAsync(1);
    expect(script.batches).toHaveLength(1);
    script.scheduler.push([delivery(1_003)]);
    await jest.advanceTimersByTimeAsync(0);
    expect(script.batches.slice(1)).toEqual([[1_001, 1_002, 1_003]]);
  });

  it('does not keep a single event waiting where few come', async () => {
    script.scheduler.push([delivery(1)]);
    await script.idle();
    script.scheduler.push([delivery(2)]);
    await sleep(2);
    script.scheduler.push([delivery(3)]);
    await script.idle();
    expect(script.batches).toEqual([[1], [2], [3]]);
  });

  it('runs a failed batch again one by one, and goes on after what was put away', async () => {
    script.act = async (deliveries) => {
      if (offsets(deliveries).includes(2)) throw new Error('no');
    };
    script.scheduler.push([1, 2, 3].map((offset) => delivery(offset)));
    await script.idle();
    expect(script.batches).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('tries an event again after the wait it is told, before anything later', async () => {
    let failures = 2;
    script.wait = 5;
    script.act = async () => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('later');
      }
    };
    script.scheduler.push([delivery(1)]);
    script.scheduler.push([delivery(2)]);
    await script.idle();
    expect(script.batches).toEqual([[1, 2], [1], [1], [2]]);
  });

  it('leaves a partition that another process has moved, and asks for it anew', async () => {
    script.scheduler = new LaneScheduler(script, 1);
    script.act = async (deliveries) => {
      if (deliveries.some(({ record }) => record.partition === 1)) throw new Fenced('booking', 1);
    };
    script.scheduler.push([delivery(1)]);
    script.scheduler.push([delivery(7, { partition: 9 })]);
    script.scheduler.push([delivery(2), delivery(3)]);
    await script.idle();
    expect(script.batches).toEqual([[1, 7, 2], [7]]);
    expect(script.rewound).toEqual(['booking/1']);
  });

  it('lets a partition go once its transaction has ended, though another event of the batch still waits', async () => {
    script.scheduler = new LaneScheduler(script, 1);
    script.wait = 60_000;
    script.act = async (deliveries) => {
      await sleep(5);
      if (deliveries.some(({ record }) => record.partition === 9)) throw new Error('outage');
    };
    script.scheduler.push([delivery(7, { partition: 9 })]);
    script.scheduler.push([delivery(1), delivery(2)]);
    await sleep(30);
    await script.scheduler.drop([1]);
    const dropped = script.batches.length;
    expect(script.batches.flat().filter((offset) => offset === 1)).toHaveLength(1);
    await script.scheduler.stop();
    expect(script.batches.slice(dropped).flat()).not.toContain(1);
  });

  it('shares a transaction between lanes while there is room', async () => {
    for (const partition of [0, 1, 2, 3, 4]) script.scheduler.push([delivery(partition + 1, { partition })]);
    await script.idle();
    expect(script.batches.map((batch) => batch.length)).toEqual([3, 2]);
  });

  it('lets lanes go their own ways when a shared transaction fails: one waits, the others go on', async () => {
    script.wait = 60_000;
    script.act = async (deliveries) => {
      if (deliveries.some(({ record }) => record.partition === 0)) throw new Error('outage');
    };
    script.scheduler.push([delivery(1, { partition: 0 })]);
    script.scheduler.push([delivery(2, { partition: 1 })]);
    await sleep(5);
    script.scheduler.push([delivery(3, { partition: 1 })]);
    script.scheduler.push([delivery(4, { partition: 0 })]);
    await sleep(60);
    expect(script.batches[0]).toHaveLength(2);
    expect(script.batches.slice(1).flat().sort()).toEqual([1, 2, 3]);
    await script.scheduler.stop();
  });

  it('waits for what is in flight before it lets a partition go', async () => {
    let ended = false;
    script.act = async () => {
      await sleep(20);
      ended = true;
    };
    script.scheduler.push([delivery(1)]);
    await sleep(5);
    await script.scheduler.drop([1]);
    expect(ended).toBe(true);
  });

  it('finishes its batch when stopped and begins no other', async () => {
    script.act = () => sleep(10);
    script.scheduler.push([1, 2, 3, 4, 5, 6].map((offset) => delivery(offset)));
    await sleep(2);
    await script.scheduler.stop();
    expect(script.batches).toEqual([[1, 2, 3]]);
    script.scheduler.push([delivery(9)]);
    expect(script.scheduler.isIdle).toBe(true);
  });

  /** Lanes that can have an event waiting for ever, each holding up what shares the lane. */
  const lanesUsedBy = async (partitions: readonly number[]) => {
    script.batchSize = 1;
    script.wait = 60_000;
    script.act = () => Promise.reject(new Error('outage'));
    for (const partition of partitions) script.scheduler.push([delivery(partition + 1, { partition })]);
    await sleep(100);
    const used = new Set(script.batches.flat()).size;
    await script.scheduler.stop();
    return used;
  };
  const every = (nth: number) => Array.from({ length: 64 / nth }, (_, index) => index * nth);

  it.each([1, 2, 4, 8])('leaves no lane empty when it owns every %d. partition', async (nth) => {
    expect(await lanesUsedBy(every(nth))).toBe(8);
  });

  it('shares its lanes anew among the partitions it is left with', async () => {
    for (const partition of every(1)) script.scheduler.push([delivery(partition + 1, { partition })]);
    await script.idle();
    await script.scheduler.drop(every(1));
    script.batches.length = 0;
    expect(await lanesUsedBy(every(8))).toBe(8);
  });

  it('keeps a partition in its lane when its events come again before it was let go', async () => {
    let release = () => {};
    script.act = () => new Promise<void>((resolve) => (release = resolve));
    script.scheduler.push([delivery(1)]);
    await sleep(5);
    const dropped = script.scheduler.drop([1]);
    script.scheduler.push([delivery(1)]);
    script.act = () => Promise.resolve();
    release();
    await dropped;
    for (const partition of [2, 3, 4]) script.scheduler.push([delivery(10 + partition, { partition })]);
    script.scheduler.push([delivery(2)]);
    await script.idle();
    expect(script.batches.flat().filter((offset) => offset < 10)).toEqual([1, 1, 2]);
  });
});
