import type { Field } from '@throughcare/web/fields';
import { readForm } from '@throughcare/web/form';
import { consumerChoice, keyList, keyText, listOf, moment, readMoment, wordPattern } from './fields';

const read = <T>(field: Field<T>, typed: string) => readForm({ it: field }, { it: typed });

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
  ])('%s is %s', (text, at) => expect(readMoment(text)).toBe(at));

  it('say how they are written', () => {
    expect(read(moment('From'), 'soon').errors).toEqual([
      { text: 'From must be a date and time, like 2026-03-02 15:20', href: '#it' },
    ]);
  });
});

describe('lists', () => {
  const keys = listOf('keys', wordPattern, 3);

  it('are split at lines, commas and spaces, each item once', () => {
    expect(read(keys, 'X1, X2\nX1').data).toEqual({ it: ['X1', 'X2'] });
    expect(read(keys, ' ').data).toEqual({ it: undefined });
  });

  it('have an end, and no markup', () => {
    expect(read(keys, 'a b c d').errors[0]?.text).toBe('Enter 3 keys or fewer');
    for (const typed of ['<script>', 'x'.repeat(201), 'x '.repeat(5_000)])
      expect(read(keys, typed).data).toBeUndefined();
  });
});

describe('a consumer', () => {
  it('is named within its service', () => {
    const { data } = read(consumerChoice(), 'booking/booking.tables');
    expect(data).toEqual({ it: { service: 'booking', consumer: 'booking.tables' } });
    for (const typed of ['', 'booking', 'booking/../x'])
      expect(read(consumerChoice(), typed).errors[0]?.text).toMatch(/^Select a consumer/);
  });
});

describe('keys that somebody types', () => {
  it.each([
    [' x900002 ', 'X900002'],
    ['a9002aa', 'A9002AA'],
    ['canary', 'canary'],
    ['0197a000-0000-7000-8000-00000000000a', '0197a000-0000-7000-8000-00000000000a'],
    ['', undefined],
  ])('%j is looked for as events carry it: %j', (typed, held) => {
    expect(read(keyText(), typed).data).toEqual({ it: held });
    expect(read(keyList(), typed).data).toEqual({ it: held === undefined ? held : [held] });
  });

  it('are each one once', () => {
    expect(read(keyList(), 'x900002, X900002\na9002aa').data).toEqual({ it: ['X900002', 'A9002AA'] });
  });
});
