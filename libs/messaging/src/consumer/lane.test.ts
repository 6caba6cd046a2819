import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../bus';
import { Fenced } from '../bus';
import { aRecord } from '../testing/records';
import type { LaneWork } from './lane';
import { Lane } from './lane';

const delivery = (offset: number, over: Partial<Delivery> & { partition?: number } = {}): Delivery => {
  const { partition = 1, ...rest } = over;
  return { record: aRecord({ key: 'K', partition }), offset, wanted: true, ...rest };
};
const offsets = (deliveries: readonly Delivery[]) => deliveries.map(({ offset }) => offset);

/** A consumer that writes down what a lane asks of it. */
class Script implements LaneWork {
  batchSize = 3;
  readonly batches: number[][] = [];
  readonly rewound: string[] = [];
  alone = new Set<number>();
  act: (deliveries: readonly Delivery[]) => Promise<void> = async () => {};
  wait: number | undefined = undefined;
  readonly lane = new Lane(this);

  isAlone = ({ offset }: Delivery) => this.alone.has(offset);
  together = (deliveries: readonly Delivery[]) => {
    this.batches.push(offsets(deliveries));
    return this.act(deliveries);
  };
  failed = async () => this.wait;
  rewind = (source: string, partition: number) => void this.rewound.push(`${source}/${partition}`);

  async idle(): Promise<void> {
    for (let tries = 0; !this.lane.isIdle && tries < 400; tries += 1) await sleep(2);
  }
}

describe('a lane', () => {
  let script: Script;
  beforeEach(() => {
    script = new Script();
  });

  it('takes events in order, up to the batch size at once', async () => {
    script.lane.push([1, 2, 3, 4, 5].map((offset) => delivery(offset)));
    await script.idle();
    expect(script.batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('does not count what nobody wants', async () => {
    script.lane.push([1, 2, 3, 4, 5, 6].map((offset) => delivery(offset, { wanted: offset % 2 === 0 })));
    await script.idle();
    expect(script.batches).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  it('runs an event by itself that must be', async () => {
    script.alone = new Set([2]);
    script.lane.push([1, 2, 3].map((offset) => delivery(offset)));
    await script.idle();
    expect(script.batches).toEqual([[1], [2], [3]]);
  });

  it('gathers what comes while it paces itself, and begins at once when that is a full batch', async () => {
    script.lane.push([delivery(1)]);
    await script.idle();
    const begin = performance.now();
    script.lane.push([delivery(2)]);
    script.lane.push([delivery(3)]);
    await sleep(1);
    script.lane.push([delivery(4)]);
    await script.idle();
    expect(script.batches).toEqual([[1], [2, 3, 4]]);
    expect(performance.now() - begin).toBeLessThan(19);
  });

  it('runs a failed batch again one by one, and goes on after what was put away', async () => {
    script.act = async (deliveries) => {
      if (offsets(deliveries).includes(2)) throw new Error('no');
    };
    script.lane.push([1, 2, 3].map((offset) => delivery(offset)));
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
    script.lane.push([delivery(1)]);
    script.lane.push([delivery(2)]);
    await script.idle();
    expect(script.batches).toEqual([[1, 2], [1], [1], [2]]);
  });

  it('leaves a partition that another process has moved, and asks for it anew', async () => {
    script.act = async (deliveries) => {
      if (deliveries.some(({ record }) => record.partition === 1)) throw new Fenced('booking', 1);
    };
    script.lane.push([delivery(1), delivery(7, { partition: 9 }), delivery(2)]);
    script.lane.push([delivery(3)]);
    await script.idle();
    expect(script.batches).toEqual([[1, 7, 2], [7]]);
    expect(script.rewound).toEqual(['booking/1']);
  });

  it('lets a partition go once its transaction has ended, though another event of the batch still waits', async () => {
    script.wait = 60_000;
    script.act = async (deliveries) => {
      await sleep(5);
      if (deliveries.some(({ record }) => record.partition === 9)) throw new Error('outage');
    };
    script.lane.push([delivery(7, { partition: 9 }), delivery(1), delivery(2)]);
    await sleep(30);
    await script.lane.drop(({ record }) => record.partition === 1);
    const dropped = script.batches.length;
    expect(script.batches.flat().filter((offset) => offset === 1)).toHaveLength(1);
    await script.lane.stop();
    expect(script.batches.slice(dropped).flat()).not.toContain(1);
  });

  it('waits for what is in flight before it lets a partition go', async () => {
    let ended = false;
    script.act = async () => {
      await sleep(20);
      ended = true;
    };
    script.lane.push([delivery(1)]);
    await sleep(5);
    await script.lane.drop(() => true);
    expect(ended).toBe(true);
  });

  it('finishes its batch when stopped and begins no other', async () => {
    script.act = () => sleep(10);
    script.lane.push([1, 2, 3, 4, 5, 6].map((offset) => delivery(offset)));
    await sleep(2);
    await script.lane.stop();
    expect(script.batches).toEqual([[1, 2, 3]]);
    script.lane.push([delivery(9)]);
    expect(script.lane.isIdle).toBe(true);
  });
});
