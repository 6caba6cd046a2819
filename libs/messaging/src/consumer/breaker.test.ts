import { Breaker, CircuitOpen } from './breaker';
import type { Failure } from '@throughcare/base/retry.rules';

const away: Failure = { errorClass: 'transient', code: 'UPSTREAM_FAILED' };
const permanent: Failure = { errorClass: 'permanent', code: 'BUG' };

describe('the circuit breaker', () => {
  let now = 0;
  let breaker: Breaker;
  const fail = (times: number, ids = ['a', 'b']) => {
    let wait: number | undefined;
    for (let n = 0; n < times; n += 1) wait = breaker.failed(ids[n % ids.length] ?? '', away);
    return wait;
  };
  beforeEach(() => {
    now = 1_000;
    breaker = new Breaker(() => now);
  });

  it('stays closed for a few failures, for one event that always fails, and for conflicts of our own', () => {
    expect(fail(4)).toBeUndefined();
    breaker.succeeded();
    expect(fail(50, ['a'])).toBeUndefined();
    breaker.succeeded();
    for (let n = 0; n < 50; n += 1) expect(breaker.failed(`${n}`, { ...away, code: '40P01' })).toBeUndefined();
    expect(breaker.isOpen).toBe(false);
  });

  it('opens after five in a row, lets one probe through at a time, and waits longer after each', () => {
    expect(fail(5)).toBe(500);
    expect(() => breaker.pass()).toThrow(CircuitOpen);
    now += 500;
    breaker.pass();
    expect(() => breaker.pass()).toThrow(CircuitOpen);
    breaker.ended();
    expect(breaker.failed('a', away)).toBe(1_000);
    now += 1_000;
    breaker.pass();
    breaker.ended();
    expect(breaker.succeeded()).toBe(true);
    breaker.pass();
    breaker.pass();
  });

  it('never waits longer than five seconds, unless the other side said so', () => {
    fail(5);
    for (let n = 0; n < 10; n += 1) breaker.failed('a', away);
    expect(breaker.failed('a', away)).toBe(5_000);
    expect(breaker.failed('a', { ...away, retryAfterMs: 20_000 })).toBe(20_000);
  });

  it('closes when the probe fails for a reason of its own: the dependency answered', () => {
    fail(5);
    now += 500;
    breaker.pass();
    expect(breaker.failed('a', permanent)).toBeUndefined();
    expect(breaker.isOpen).toBe(false);
  });

  it('F-036: waits as long as it says, whatever is done to the clock of the machine', async () => {
    const breaker = new Breaker();
    const down = { errorClass: 'transient', code: 'DOWN' } as const;
    for (const event of ['a', 'b', 'a', 'b', 'a']) breaker.failed(event, down);
    const hour = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
    try {
      expect(() => breaker.pass()).toThrow(CircuitOpen);
      await new Promise((resolve) => setTimeout(resolve, 520));
      expect(() => breaker.pass()).not.toThrow();
    } finally {
      hour.mockRestore();
    }
  });
});
