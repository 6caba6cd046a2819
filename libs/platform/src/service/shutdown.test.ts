import { configureLogging } from '../logging';
import { stopOnSignals } from './shutdown';

const settle = () => jest.advanceTimersByTimeAsync(20);

describe('stopOnSignals', () => {
  let remove: () => void = () => undefined;
  let exits: number[];
  let calls: string[];
  beforeAll(() => configureLogging({ name: 'test', level: 'silent' }));
  beforeEach(() => {
    jest.useFakeTimers(); // on a real clock the deadline of one test fell into the next
    exits = [];
    calls = [];
  });
  afterEach(() => {
    remove();
    jest.useRealTimers();
  });

  const start = (close: () => Promise<void>, deadlineMs = 200) => {
    const service = {
      announce: () => void calls.push('announce'),
      close: () => {
        calls.push('close');
        return close();
      },
    };
    remove = stopOnSignals(service, { deadlineMs, exit: (code) => void exits.push(code) });
  };

  it.each(['SIGTERM', 'SIGINT'] as const)('announces, closes and exits with 0 on %s', async (signal) => {
    start(async () => undefined);
    process.emit(signal, signal);
    await settle();
    expect([calls, exits]).toEqual([['announce', 'close'], [0]]);
  });

  it('exits with 1 at once on a second signal', async () => {
    start(() => new Promise(() => undefined));
    process.emit('SIGTERM', 'SIGTERM');
    await settle();
    expect(exits).toEqual([]);
    process.emit('SIGINT', 'SIGINT');
    expect(exits).toEqual([1]);
  });

  it('exits with 1 when the deadline passes', async () => {
    start(() => new Promise(() => undefined), 10);
    process.emit('SIGTERM', 'SIGTERM');
    await settle();
    expect(exits).toEqual([1]);
  });

  it('exits with 1 when closing fails', async () => {
    start(() => Promise.reject(new Error('x')));
    process.emit('SIGTERM', 'SIGTERM');
    await settle();
    expect(exits).toEqual([1]);
  });
});
