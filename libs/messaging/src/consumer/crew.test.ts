import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../bus';
import { Fenced } from '../bus';
import { aRecord } from '../testing/records';
import type { LaneWork } from './lane';
import { Crew } from './crew';

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
  readonly crew = new Crew(this, 8);

  isAlone = ({ offset }: Delivery) => this.alone.has(offset);
  together = (deliveries: readonly Delivery[]) => {
    this.batches.push(offsets(deliveries));
    return this.act(deliveries);
  };
  failed = async () => this.wait;
  rewind = (source: string, partition: number) => void this.rewound.push(`${source}/${partition}`);

  async idle(): Promise<void> {
    for (let tries = 0; !this.crew.isIdle && tries < 400; tries += 1) await sleep(2);
  }
}

describe('a consumer’s crew of lanes', () => {
  let script: Script;
  beforeEach(() => {
    script = new Script();
  });

  it('takes events in order, up to the batch size at once', async () => {
    script.crew.push([1, 2, 3, 4, 5].map((offset) => delivery(offset)));
    await script.idle();
    expect(script.batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('does not count what nobody wants', async () => {
    script.crew.push([1, 2, 3, 4, 5, 6].map((offset) => delivery(offset, { wanted: offset % 2 === 0 })));
    await script.idle();
    expect(script.batches).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  it('runs an event by itself that must be', async () => {
    script.alone = new Set([2]);
    script.crew.push([1, 2, 3].map((offset) => delivery(offset)));
    await script.idle();
    expect(script.batches).toEqual([[1], [2], [3]]);
  });

  it('gathers what comes while it paces itself, and begins at once when that is a full batch', async () => {
    script.crew.push([delivery(1)]);
    await script.idle();
    script.crew.push([delivery(2)]);
    script.crew.push([delivery(3)]);
    await sleep(1);
    script.crew.push([delivery(4)]);
    await script.idle();
    expect(script.batches).toEqual([[1], [2, 3, 4]]);
  });

  it('runs a failed batch again one by one, and goes on after what was put away', async () => {
    script.act = async (deliveries) => {
      if (offsets(deliveries).includes(2)) throw new Error('no');
    };
    script.crew.push([1, 2, 3].map((offset) => delivery(offset)));
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
    script.crew.push([delivery(1)]);
    script.crew.push([delivery(2)]);
    await script.idle();
    expect(script.batches).toEqual([[1, 2], [1], [1], [2]]);
  });

  it('leaves a partition that another process has moved, and asks for it anew', async () => {
    script.act = async (deliveries) => {
      if (deliveries.some(({ record }) => record.partition === 1)) throw new Fenced('booking', 1);
    };
    script.crew.push([delivery(1)]);
    script.crew.push([delivery(7, { partition: 9 })]);
    script.crew.push([delivery(2), delivery(3)]);
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
    script.crew.push([delivery(7, { partition: 9 })]);
    script.crew.push([delivery(1), delivery(2)]);
    await sleep(30);
    await script.crew.drop(({ record }) => record.partition === 1);
    const dropped = script.batches.length;
    expect(script.batches.flat().filter((offset) => offset === 1)).toHaveLength(1);
    await script.crew.stop();
    expect(script.batches.slice(dropped).flat()).not.toContain(1);
  });

  it('shares a transaction between lanes while there is room', async () => {
    for (const partition of [0, 1, 2, 3, 4]) script.crew.push([delivery(partition + 1, { partition })]);
    await script.idle();
    expect(script.batches.map((batch) => batch.length)).toEqual([3, 2]);
  });

  it('lets lanes go their own ways when a shared transaction fails: one waits, the others go on', async () => {
    script.wait = 60_000;
    script.act = async (deliveries) => {
      if (deliveries.some(({ record }) => record.partition === 0)) throw new Error('outage');
    };
    script.crew.push([delivery(1, { partition: 0 })]);
    script.crew.push([delivery(2, { partition: 1 })]);
    await sleep(5);
    script.crew.push([delivery(3, { partition: 1 })]);
    script.crew.push([delivery(4, { partition: 0 })]);
    await sleep(60);
    expect(script.batches[0]).toHaveLength(2);
    expect(script.batches.slice(1).flat().sort()).toEqual([1, 2, 3]);
    await script.crew.stop();
  });

  it('waits for what is in flight before it lets a partition go', async () => {
    let ended = false;
    script.act = async () => {
      await sleep(20);
      ended = true;
    };
    script.crew.push([delivery(1)]);
    await sleep(5);
    await script.crew.drop(() => true);
    expect(ended).toBe(true);
  });

  it('finishes its batch when stopped and begins no other', async () => {
    script.act = () => sleep(10);
    script.crew.push([1, 2, 3, 4, 5, 6].map((offset) => delivery(offset)));
    await sleep(2);
    await script.crew.stop();
    expect(script.batches).toEqual([[1, 2, 3]]);
    script.crew.push([delivery(9)]);
    expect(script.crew.isIdle).toBe(true);
  });
});
