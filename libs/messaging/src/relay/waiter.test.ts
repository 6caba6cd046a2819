import { Waiter } from './waiter';

const timed = async (work: () => Promise<void>) => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};

describe('a waiter', () => {
  it('polls after 10 ms while there is work, then less and less often', async () => {
    const waiter = new Waiter(0);
    expect(await timed(() => waiter.wait('busy'))).toBeLessThan(40);
    const rests = [];
    for (let turn = 0; turn < 4; turn += 1) rests.push(await timed(() => waiter.wait('idle')));
    expect(rests[3] ?? 0).toBeGreaterThan(150);
    expect(rests[3] ?? 0).toBeGreaterThan((rests[0] ?? 0) * 4);
  });

  it('is ended by a wake, also by one that came during the turn', async () => {
    const waiter = new Waiter(0);
    for (let turn = 0; turn < 5; turn += 1) await waiter.wait('idle');
    setTimeout(() => waiter.wake(), 10);
    expect(await timed(() => waiter.wait('idle'))).toBeLessThan(150);
    waiter.wake();
    expect(await timed(() => waiter.wait('idle'))).toBeLessThan(10);
  });

  it('keeps turns apart, however often it is woken', async () => {
    const waiter = new Waiter(25);
    await waiter.wait('busy');
    waiter.wake();
    expect(await timed(() => waiter.wait('busy'))).toBeGreaterThan(20);
  });

  it('ends for good when stopped, also in the pause after a failure', async () => {
    const waiter = new Waiter(0);
    for (let turn = 0; turn < 3; turn += 1) waiter.stop();
    expect(await timed(() => waiter.wait('failed'))).toBeLessThan(10);
    expect(await timed(() => waiter.wait('idle'))).toBeLessThan(10);
  });
});
