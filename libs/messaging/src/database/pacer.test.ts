import { Pacer } from './pacer';

/** Milliseconds of a clock that only the test moves. */
const rested = async (rest: Promise<void>): Promise<number> => {
  const begin = performance.now();
  let ended = false;
  void rest.then(() => (ended = true));
  await jest.advanceTimersByTimeAsync(0);
  while (!ended) await jest.advanceTimersByTimeAsync(1);
  return Math.round(performance.now() - begin);
};

describe('a pacer', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(1);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('polls after 50 ms while there is work, then less and less often, down to once a second', async () => {
    const pacer = new Pacer(0);
    expect(await rested(pacer.wait('busy'))).toBe(50);
    const rests = [];
    for (let turn = 0; turn < 6; turn += 1) rests.push(await rested(pacer.wait('idle')));
    expect(rests).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(await rested(pacer.wait('busy'))).toBe(50);
  });

  it('is ended by a wake, also by one that came during the turn, and polls as a busy one after it', async () => {
    const pacer = new Pacer(0);
    for (let turn = 0; turn < 5; turn += 1) await rested(pacer.wait('idle'));
    setTimeout(() => pacer.wake(), 10);
    expect(await rested(pacer.wait('idle'))).toBe(10);
    pacer.wake();
    expect(await rested(pacer.wait('idle'))).toBe(0);
    expect(await rested(pacer.wait('idle'))).toBe(100);
  });

  it('keeps turns apart, however often it is woken', async () => {
    const pacer = new Pacer(16);
    await rested(pacer.wait('busy'));
    pacer.wake();
    expect(await rested(pacer.wait('busy'))).toBe(16);
    pacer.wake();
    setTimeout(() => pacer.wake(), 5);
    expect(await rested(pacer.wait('busy'))).toBe(16);
  });

  it('shortens the gap where few events come, and has the whole gap where many do', async () => {
    const pacer = new Pacer(16);
    const gapWith = async (found: number) => {
      pacer.wake();
      return rested(pacer.wait('busy', found));
    };
    await rested(pacer.wait('busy', 1));
    await jest.advanceTimersByTimeAsync(2_000);
    await gapWith(1);
    expect(await gapWith(1)).toBe(2);
    for (let turn = 0; turn < 20; turn += 1) await gapWith(40);
    expect(await gapWith(40)).toBe(16);
  });

  it('takes at most a quarter of the time for its turns, but never rests longer than 25 ms for that', async () => {
    const pacer = new Pacer(16);
    const afterTurnOf = async (ms: number) => {
      await jest.advanceTimersByTimeAsync(ms);
      pacer.wake();
      return rested(pacer.wait('busy'));
    };
    await rested(pacer.wait('busy'));
    expect(await afterTurnOf(2)).toBe(14); // 16 apart
    expect(await afterTurnOf(5)).toBe(15); // 20 apart
    expect(await afterTurnOf(10)).toBe(15); // 25 apart
    expect(await afterTurnOf(40)).toBe(0);
  });

  it('rests longer after each failure whatever wakes it, up to five seconds, and forgets them after a success', async () => {
    const pacer = new Pacer(0);
    const rests = [];
    for (let turn = 0; turn < 10; turn += 1) {
      pacer.wake();
      rests.push(await rested(pacer.wait('failed')));
    }
    expect(rests).toEqual([20, 40, 80, 160, 320, 640, 1280, 2560, 5000, 5000]);
    await rested(pacer.wait('busy'));
    expect(await rested(pacer.wait('failed'))).toBe(20);
  });

  it('ends for good when stopped, also in the pause after a failure', async () => {
    const pacer = new Pacer(0);
    setTimeout(() => pacer.stop(), 3);
    expect(await rested(pacer.wait('failed'))).toBe(3);
    expect(await rested(pacer.wait('failed'))).toBe(0);
    expect(await rested(pacer.wait('idle'))).toBe(0);
  });
});
