import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { TestClock } from './clock';

describe('the clock of tests', () => {
  it('stands still where it is put, and moves when it is moved', () => {
    const time = TestClock.at('2026-03-28 23:59');
    expect(clock.now().toISOString()).toBe('2026-03-28T23:59:00.000Z');
    time.move({ minutes: 1 });
    expect(londonDate(clock.now())).toBe('2026-03-29');
    time.move({ days: 1, ms: -1 });
    expect(clock.now().toISOString()).toBe('2026-03-29T23:59:59.999Z');
    expect(londonDate(clock.now())).toBe('2026-03-30'); // London went an hour ahead in between
    time.midnight('2026-04-01');
    expect(clock.now().toISOString()).toBe('2026-03-31T23:00:00.000Z');
    time.set('2026-10-25T00:30:00+01:00');
    expect(time.now().toISOString()).toBe('2026-10-24T23:30:00.000Z');
    time.release();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
  });

  it('gives each reader an instant of its own', () => {
    const time = TestClock.at('2026-03-28 12:00');
    clock.now().setFullYear(1999);
    expect(clock.now().getFullYear()).toBe(2026);
    time.release();
  });

  it('refuses what is no time', () => expect(() => TestClock.at('tomorrow')).toThrow(RangeError));
});
