import { crnOf, linksIn } from './identity.rules';

describe('the CRN of an event', () => {
  it.each([
    ['X900001', 'X900001'],
    ['D006296', 'D006296'],
    ['A9001AA', undefined],
    [undefined, undefined],
  ])('%s is %s', (crn, expected) => {
    expect(crnOf({ crn })).toBe(expected);
  });
});

describe('links in case summaries', () => {
  it('are those with a prison number', () => {
    expect(
      linksIn([
        { crn: 'X900001', nomsId: 'A9001AA' },
        { crn: 'X900003' },
        { crn: 'X900004', nomsId: null },
        { crn: 'X900005', nomsId: 'not one' },
      ]),
    ).toEqual([{ crn: 'X900001', noms: 'A9001AA' }]);
  });
});
