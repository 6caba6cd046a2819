import { instantOf } from './when.rules';

const now = new Date('2026-03-02T12:00:00Z');

it.each([
  ['-1h', '2026-03-02T11:00:00.000Z'],
  ['-30m', '2026-03-02T11:30:00.000Z'],
  ['-2d', '2026-02-28T12:00:00.000Z'],
  ['-90s', '2026-03-02T11:58:30.000Z'],
  ['1 hour ago', '2026-03-02T11:00:00.000Z'],
  ['an hour ago', '2026-03-02T11:00:00.000Z'],
  ['2 days ago', '2026-02-28T12:00:00.000Z'],
  ['5 min ago', '2026-03-02T11:55:00.000Z'],
  ['1 week ago', '2026-02-23T12:00:00.000Z'],
  ['now', '2026-03-02T12:00:00.000Z'],
  ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z'],
  ['2026-03-01T09:00:00+01:00', '2026-03-01T09:00:00+01:00'],
])('F-078: %s is a time', (typed, instant) => expect(instantOf(typed, now)).toBe(instant));

it.each(['yesterdayish', '1h', 'ago', '2026-03-01', '2026-13-01T00:00:00Z', '-999999999w', ''])(
  'F-078: %p is no time',
  (typed) => expect(instantOf(typed, now)).toBeUndefined(),
);
