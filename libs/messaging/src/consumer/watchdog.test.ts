import { counted } from '@throughcare/base/metrics';
import { Logger } from '@nestjs/common';
import { Watchdog, type Watched } from './watchdog';

const aConsumer = (over: Partial<Watched> = {}): Watched => ({
  consumer: 'booking.view',
  movedAt: performance.now() - 60_000,
  isWaiting: false,
  isSubscribing: () => false,
  behind: () => Promise.resolve(3),
  owed: () => Promise.resolve(3),
  restart: () => Promise.resolve(),
  ...over,
});

describe('the watchdog at work', () => {
  const fatal = jest.fn<void, [string]>();
  const watchdogOver = (consumers: () => readonly Watched[], paused: readonly string[] = []) =>
    new Watchdog({
      consumers,
      isPaused: (consumer) => paused.includes(consumer),
      patienceMs: 500,
      onFatal: fatal,
    });

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(() => fatal.mockReset());

  it('restarts a silent consumer once, and ends the process when that did not help', async () => {
    const restart = jest.fn(() => Promise.resolve());
    const silent = aConsumer({ restart });
    const watchdog = watchdogOver(() => [silent]);
    const before = counted('watchdog_trips');
    await watchdog.look();
    expect([restart.mock.calls.length, watchdog.stalledConsumers]).toEqual([1, ['booking.view']]);
    await watchdog.look();
    expect([restart.mock.calls.length, fatal.mock.calls.length]).toEqual([1, 0]);
    await new Promise((resolve) => setTimeout(resolve, 550));
    await watchdog.look();
    expect([restart.mock.calls.length, fatal.mock.calls]).toEqual([1, [['booking.view']]]);
    expect(counted('watchdog_trips') - before).toBe(2);
  });

  it('forgets a restart that helped', async () => {
    let movedAt = performance.now() - 60_000;
    const restart = jest.fn(() => Promise.resolve());
    const watchdog = watchdogOver(() => [aConsumer({ movedAt, restart })]);
    await watchdog.look();
    movedAt = performance.now() + 1;
    await watchdog.look();
    expect(watchdog.stalledConsumers).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 550));
    await watchdog.look();
    expect([restart.mock.calls.length, fatal.mock.calls.length]).toEqual([2, 0]);
  });

  it('ends the process when the consumer does not let go', async () => {
    const watchdog = watchdogOver(() => [aConsumer({ restart: () => Promise.reject(new Error('hangs')) })]);
    await watchdog.look();
    expect(fatal).toHaveBeenCalledWith('booking.view');
  });

  it('takes a bus that cannot say how far behind it is for a stall', async () => {
    const restart = jest.fn(() => Promise.resolve());
    const owed = () => Promise.reject(new Error('no connection'));
    await watchdogOver(() => [aConsumer({ owed, restart })]).look();
    expect(restart).toHaveBeenCalledTimes(1);
  });

  it('calls a consumer stalled whose bus is away, and leaves the process alive', async () => {
    const restart = jest.fn(() => Promise.resolve());
    let away = true;
    const watchdog = watchdogOver(() => [aConsumer({ isSubscribing: () => away, restart })]);
    await watchdog.look();
    await new Promise((resolve) => setTimeout(resolve, 550));
    await watchdog.look();
    expect([watchdog.stalledConsumers, restart.mock.calls, fatal.mock.calls]).toEqual([['booking.view'], [], []]);
    away = false; // behind, and nothing has moved for a minute: its patience begins with the subscription
    await watchdog.look();
    expect([watchdog.stalledConsumers, restart.mock.calls]).toEqual([[], []]);
  });

  it.each<[string, Partial<Watched>, readonly string[]]>([
    ['idle', { owed: () => Promise.resolve(0) }, []],
    ['paused', {}, ['booking.view']],
    ['busy', { movedAt: performance.now() + 60_000, isWaiting: true }, []],
  ])('leaves a consumer alone that is %s', async (_, over, paused) => {
    const restart = jest.fn(() => Promise.resolve());
    await watchdogOver(() => [aConsumer({ ...over, restart })], paused).look();
    expect(restart).not.toHaveBeenCalled();
  });

  it.each<[string, Partial<Watched>, boolean]>([
    ['idle', { owed: () => Promise.resolve(0) }, false],
    ['paused', {}, true],
  ])('gives a consumer that was %s its whole patience when its database goes away', async (_, before, paused) => {
    jest.useFakeTimers();
    const restart = jest.fn(() => Promise.resolve());
    const silent = { movedAt: performance.now() - 600_000, restart };
    const away = { ...silent, owed: () => Promise.reject(new Error('no connection')) };
    let [seen, isPaused] = [aConsumer({ ...silent, ...before }), paused];
    const watchdog = new Watchdog({ consumers: () => [seen], isPaused: () => isPaused, patienceMs: 120_000 });
    await watchdog.look();
    [seen, isPaused] = [aConsumer(away), false];
    jest.advanceTimersByTime(90_000);
    await watchdog.look();
    expect([restart.mock.calls.length, watchdog.stalledConsumers]).toEqual([0, []]);
    jest.advanceTimersByTime(30_000);
    await watchdog.look();
    expect([restart.mock.calls.length, watchdog.stalledConsumers]).toEqual([1, ['booking.view']]);
    jest.useRealTimers();
  });
});
