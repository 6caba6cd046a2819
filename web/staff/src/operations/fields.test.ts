import { z } from 'zod';
import { consumerChoice, keyList, keyText, listOf, readMoment, wordPattern } from './fields';

describe('moments', () => {
  it.each([
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02 15:20', '2026-03-02T15:20:00.000Z'],
    ['2026-07-02 15:20', '2026-07-02T14:20:00.000Z'],
    ['2026-03-02T15:20:05.1Z', '2026-03-02T15:20:05.100Z'],
    ['2026-03-02T15:20+01:00', '2026-03-02T14:20:00.000Z'],
    ['2026-02-30', undefined],
    ['2026-03-02 25:00', undefined],
    ['yesterday', undefined],
    ['<script>', undefined],
  ])('%s is %s', (text, moment) => expect(readMoment(text)).toBe(moment));
});

describe('lists', () => {
  const schema = z.object({ keys: listOf('keys', wordPattern, 3) });
  const read = (keys: string) => schema.safeParse({ keys });

  it('are split at lines, commas and spaces, each item once', () => {
    expect(read('X1, X2\nX1').data).toEqual({ keys: ['X1', 'X2'] });
    expect(read(' ').data).toEqual({ keys: undefined });
  });

  it('have an end, and no markup', () => {
    expect(read('a b c d').success).toBe(false);
    expect(read('<script>').success).toBe(false);
    expect(read('x'.repeat(201)).success).toBe(false);
  });
});

describe('a consumer', () => {
  it('is named within its service', () => {
    expect(consumerChoice.parse('booking/booking.tables')).toEqual({ service: 'booking', consumer: 'booking.tables' });
    expect(consumerChoice.safeParse('booking').success).toBe(false);
    expect(consumerChoice.safeParse('booking/../x').success).toBe(false);
  });
});

describe('keys that somebody types', () => {
  const read = z.object({ key: keyText(), keys: keyList() });

  it.each([
    [' x900002 ', 'X900002'],
    ['a9002aa', 'A9002AA'],
    ['canary', 'canary'],
    ['0197a000-0000-7000-8000-00000000000a', '0197a000-0000-7000-8000-00000000000a'],
    ['', undefined],
  ])('%j is looked for as events carry it: %j', (typed, held) => {
    expect(read.parse({ key: typed, keys: typed })).toEqual({ key: held, keys: held === undefined ? held : [held] });
  });

  it('are each one once', () => {
    expect(read.parse({ keys: 'x900002, X900002\na9002aa' }).keys).toEqual(['X900002', 'A9002AA']);
  });
});
