import { londonInstant } from '@throughcare/base/calendar';
import { findingOf } from './finding.rules';
import { dayDue, lateSeconds, waitAfterFailure } from './schedule.rules';

const at = (day: string, time: string) => londonInstant(day, time);

describe('a daily task', () => {
  it.each([
    ['2026-03-10', '02:59', '2026-03-09'],
    ['2026-03-10', '03:00', '2026-03-10'],
    ['2026-03-10', '23:59', '2026-03-10'],
    ['2026-07-10', '02:59', '2026-07-09'],
    ['2026-07-10', '03:00', '2026-07-10'],
  ])('at 03:00 is due on %s at %s for %s, summer time or not', (day, time, due) => {
    expect(dayDue(at(day, time), '03:00')).toBe(due);
  });

  it('is due on the day whose clocks skip its time, and once on the day whose clocks repeat it', () => {
    expect(dayDue(new Date('2026-03-29T00:59:00Z'), '01:30')).toBe('2026-03-28');
    expect(dayDue(new Date('2026-03-29T01:30:00Z'), '01:30')).toBe('2026-03-29');
    expect(dayDue(new Date('2026-10-25T00:30:00Z'), '01:30')).toBe('2026-10-25');
    expect(dayDue(new Date('2026-10-25T01:30:00Z'), '01:30')).toBe('2026-10-25');
  });

  it('is late from its time of day on, and where it has never run since it is known', () => {
    const now = at('2026-03-10', '05:00');
    const every = { dailyAt: '03:00' } as const;
    expect(lateSeconds(every, { lastDay: '2026-03-10', ageSeconds: 5_000 }, now)).toBe(0);
    expect(lateSeconds(every, { lastDay: '2026-03-09', ageSeconds: 90_000 }, now)).toBe(7_200);
    expect(lateSeconds(every, { lastDay: null, ageSeconds: 60 }, now)).toBe(60);
  });
});

it('a task with a pace is late once its age is above it', () => {
  const progress = { lastDay: null, ageSeconds: 70 };
  expect(lateSeconds({ ms: 60_000 }, progress, new Date(0))).toBe(10);
  expect(lateSeconds({ ms: 80_000 }, progress, new Date(0))).toBe(0);
});

it('a failed round waits ever longer, but no longer than the pace of its task', () => {
  const waits = (every: Parameters<typeof waitAfterFailure>[1]) =>
    [1, 2, 3, 4, 5, 50].map((failures) => waitAfterFailure(failures, every));
  expect(waits({ ms: 1_000 })).toEqual([250, 1_000, 5_000, 5_000, 5_000, 5_000]);
  expect(waits({ ms: 60_000 })).toEqual([250, 1_000, 5_000, 30_000, 60_000, 60_000]);
  expect(waits({ dailyAt: '03:00' })).toEqual([250, 1_000, 5_000, 30_000, 300_000, 300_000]);
});

it('the doctor names what is more than a quarter of an hour late, and why', () => {
  const task = { task: 'prune', lateSeconds: 1_200, failures: 3, code: 'DATABASE_UNAVAILABLE' };
  expect(findingOf([{ ...task, lateSeconds: 900 }])).toEqual({
    status: 'ok',
    detail: '1 background tasks are in time',
  });
  expect(findingOf([task])).toEqual({
    status: 'warn',
    detail: 'prune is 20 min late after 3 failures (DATABASE_UNAVAILABLE)',
  });
});
