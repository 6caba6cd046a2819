// What callers should not send, and what they might.
import type { Dice } from './dice';

/** Stands in every free text, so that a log that repeats what was typed is found out. */
export const MARK = 'Quibblezyx';

/** Ids of the synthetic people and things of nobody. */
export const people = ['X900001', 'X900002', 'X900004', 'X900005', 'X900013', 'x900020'] as const;
export const prisoners = ['A9001AA', 'A9004AA', 'A9005AA', 'a9002aa'] as const;
const ids = ['0197a000-0000-7000-8000-000000000001', '00000000-0000-0000-0000-000000000000'] as const;

const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

/** Texts for a body, a query or a path, before they are encoded. */
export const texts: readonly string[] = [
  '',
  ' ',
  `${MARK} \u0000 null`,
  '\u0000',
  '\u0001\u001f\u007f',
  `${MARK} \ud800 half`,
  '\udc00',
  '\u200b',
  '\u202e\ufeff',
  `${MARK} ${'x'.repeat(5_000)}`,
  'ŵ'.repeat(3_000),
  '🏠'.repeat(500),
  "'; drop table booking; --",
  '${7*7}{{7*7}}<%= 7*7 %>',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '..',
  '.',
  '%00',
  '%2e%2e',
  '2026-02-29',
  '9999-12-31',
  '0000-00-00',
  '-1',
  '1e400',
  '99999999999999999999',
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  ...people,
  ...prisoners,
  ...ids,
];

/** JSON that stands in place of one value. */
export const jsons: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  '123456789012345678901234567890',
  '[]',
  '{}',
  '[[]]',
  '[null,null]',
  '{"__proto__":{"admin":true}}',
  '{"a":1,"a":2}',
  nested(99, '[', ']'),
  nested(150, '[', ']'),
  nested(6_000, '[', ']'),
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  nested(40_000, '[', ']'),
  JSON.stringify(Array.from({ length: 3_000 }, (_, at) => at)),
  JSON.stringify({ ['k'.repeat(10_000)]: 1 }),
  '"\\u0000"',
  '"\\ud800"',
];

/** A harmless value of a path parameter, by its name. */
export const pathValue = (name: string, dice: Dice, known: readonly string[]): string => {
  if (/crn/i.test(name)) return dice.pick(people);
  if (/noms/i.test(name)) return dice.pick(prisoners);
  if (/Id$|^id$/.test(name)) return dice.pick([...known, ...ids, '1', '2', '7']);
  if (name === 'service') return dice.pick(['referral', 'booking', 'integration-gateway']);
  if (name === 'consumer') return dice.pick(['canary', 'booking.custody', 'referral.outcome', 'hmpps-out']);
  return dice.pick(['ACCOMMODATION', 'booking.referral-view', 'CAST_01', 'person-arrived', '1', 'MDI']);
};
