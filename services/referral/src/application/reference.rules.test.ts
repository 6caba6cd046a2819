import fc from 'fast-check';
import { numberIn, referenceOf } from './reference.rules';

describe('a reference', () => {
  it('leads back to its number, however it is typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_001, max: 99_999_999 }), (number) => {
        expect(numberIn(referenceOf(number))).toBe(number);
        expect(numberIn(` ${referenceOf(number).toLowerCase().replace('ta', 'ta-')} `)).toBe(number);
      }),
    );
  });

  it('shows one wrong digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_001, max: 999_999 }),
        fc.nat(5),
        fc.integer({ min: 1, max: 9 }),
        (number, at, by) => {
          const reference = referenceOf(number);
          const digit = (Number(reference[at + 2]) + by) % 10;
          expect(numberIn(`${reference.slice(0, at + 2)}${digit}${reference.slice(at + 3)}`)).toBeUndefined();
        },
      ),
    );
  });

  it.each(['', 'X900001', 'TA1A', 'TA100001', '100001F'])('is not %p', (text) =>
    expect(numberIn(text)).toBeUndefined(),
  );
});
