import { isCrn, isNomsNumber, isPersonNumber, personNumbersIn } from './person-numbers';

describe('numbers of people', () => {
  it.each([
    ['X123456', true, false],
    ['A1234BC', false, true],
    ['x123456', false, false],
    ['X12345', false, false],
    ['X1234567', false, false],
    ['A1234B1', false, false],
    ['', false, false],
  ])('%j is a CRN: %j, a prison number: %j', (text, crn, noms) =>
    expect([isCrn(text), isNomsNumber(text)]).toEqual([crn, noms]),
  );

  it('are known in any case', () =>
    expect(['x123456', 'a1234bc', 'canary'].map(isPersonNumber)).toEqual([true, true, false]));

  it('are found in a text, whole and in capitals', () =>
    expect(personNumbersIn('{"crn":"X123456","n":"A1234BC"} x123456 AX123456 X1234567 A1234B1')).toEqual([
      'X123456',
      'A1234BC',
    ]));
});
