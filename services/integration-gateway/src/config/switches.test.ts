import { Switches, switchOf } from './switches';

describe('switches', () => {
  const table = Switches.parse('{"ndelius:person.arrived":"dry-run","ndelius:*":"off"}');

  it('are read from JSON', () => {
    expect(table).toEqual({ 'ndelius:person.arrived': 'dry-run', 'ndelius:*': 'off' });
  });

  it.each([
    ['ndelius', 'person.arrived', 'dry-run'],
    ['ndelius', 'person.departed', 'off'],
    ['nomis', 'case-note', 'on'],
  ])('turn %s %s %s', (target, operation, expected) => {
    expect(switchOf(table, target, operation)).toBe(expected);
  });

  it.each(['{', '[]', '{"ndelius":"off"}', '{"ndelius:*":"maybe"}'])('are refused as %s', (text) => {
    expect(Switches.safeParse(text).success).toBe(false);
  });
});
