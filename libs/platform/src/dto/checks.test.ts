import { dayCheck, instantCheck, localTimeCheck, textCheck, uuidCheck } from './checks';

describe('checks of text', () => {
  it.each([
    ['2026-03-29T01:30:00Z', undefined],
    ['2026-03-29T01:30:00.123456789Z', undefined],
    ['2026-03-29T01:30Z', undefined],
    ['2026-03-29T01:30:00+01:00', undefined],
    ['2026-03-29T01:30:00', 'invalid'],
    ['2026-02-30T01:30:00Z', 'invalid'],
    ['2026-03-29T24:00:00Z', 'invalid'],
    ['2026-03-29', 'invalid'],
    ['', 'empty'],
    [1_780_000_000, 'expectedString'],
  ])('finds the instant %p %p', (value, expected) => expect(instantCheck(value)).toBe(expected));

  it.each([
    ['2028-02-29', undefined],
    ['2026-02-29', 'invalid'],
    ['2026-2-9', 'invalid'],
    ['2026-02-09T00:00:00Z', 'invalid'],
  ])('finds the day %p %p', (value, expected) => expect(dayCheck(value)).toBe(expected));

  it.each([
    ['2026-05-01T10:30', undefined],
    ['2026-05-01T10:30:00.5', undefined],
    ['2026-05-01T10:30:00Z', 'invalid'],
    ['2026-05-01 10:30', 'invalid'],
  ])('finds the local time %p %p', (value, expected) => expect(localTimeCheck(value)).toBe(expected));

  it.each([
    ['5B7A2E6F-3A57-4A0F-8D2B-0A6A4D7A1C11', undefined],
    ['5b7a2e6f3a574a0f8d2b0a6a4d7a1c11', 'invalid'],
    ["5b7a2e6f-3a57-4a0f-8d2b-0a6a4d7a1c11'", 'invalid'],
  ])('finds the UUID %p %p', (value, expected) => expect(uuidCheck(value)).toBe(expected));

  it.each([
    ['£ and 😀', {}, undefined],
    ['a\u0000b', {}, 'invalid'],
    ['half \ud83d', {}, 'invalid'],
    ['abcd', { max: 3 }, 'invalid'],
    [' ', {}, 'empty'],
    [' ', { blank: true }, undefined],
  ])('finds the text %p with %p %p', (value, options, expected) => expect(textCheck(options)(value)).toBe(expected));
});
