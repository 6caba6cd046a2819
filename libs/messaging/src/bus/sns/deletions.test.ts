import { setTimeout as sleep } from 'node:timers/promises';
import { Deletions } from './deletions';
import type { Refused } from './queue';

const queueThat = (refuses: (receipt: string, call: number) => keyof Refused | undefined) => {
  const calls: string[][] = [];
  const remove = async (receipts: readonly string[]): Promise<Refused> => {
    calls.push([...receipts]);
    const refused = (how: keyof Refused) => receipts.filter((receipt) => refuses(receipt, calls.length) === how);
    return { again: refused('again'), lost: refused('lost') };
  };
  return { calls, delete: remove };
};

describe('deletions from a queue', () => {
  it('wait for company at most 50 ms from the first, whatever comes after it', async () => {
    const queue = queueThat(() => undefined);
    const deletions = new Deletions(queue);
    for (let at = 0; at < 8; at += 1) {
      deletions.add([`r${at}`]);
      await sleep(20);
    }
    expect(queue.calls.length).toBeGreaterThan(1);
    await deletions.close();
    expect(queue.calls.flat()).toHaveLength(8);
  });

  it('go at once when a batch is full', () => {
    const queue = queueThat(() => undefined);
    const deletions = new Deletions(queue);
    deletions.add(Array.from({ length: 10 }, (_, at) => `r${at}`));
    expect(queue.calls).toHaveLength(1);
  });

  it('try again what the service refused, and not what is lost', async () => {
    const queue = queueThat((receipt, call) =>
      receipt === 'expired' ? 'lost' : receipt === 'busy' && call === 1 ? 'again' : undefined,
    );
    const deletions = new Deletions(queue);
    deletions.add(['fine', 'expired', 'busy']);
    while (queue.calls.length < 2) await sleep(5);
    await deletions.close();
    expect(queue.calls).toEqual([['fine', 'expired', 'busy'], ['busy']]);
  });

  it('end when closed, with everything that waited', async () => {
    const queue = queueThat(() => undefined);
    const deletions = new Deletions(queue);
    deletions.add(['a']);
    await deletions.close();
    expect(queue.calls).toEqual([['a']]);
  });
});
