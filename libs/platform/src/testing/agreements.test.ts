import { AGREEMENTS, disagreements } from './agreements';

describe('an answer', () => {
  const agreed = AGREEMENTS.assessment.body;

  it('agrees when everything agreed is there, and more', () => {
    expect(disagreements(agreed, { ...agreed, extra: 1 })).toEqual([]);
    expect(disagreements(AGREEMENTS.prisoner.body, { ...AGREEMENTS.prisoner.body, isRecall: true })).toEqual([]);
  });

  it.each([
    [{}, '$.status is missing'],
    [{ ...agreed, status: 7 }, '$.status is number, not string'],
    [
      { ...agreed, application: { ...agreed.application, person: { type: 'RestrictedPerson', crn: 'X1' } } },
      'FullPerson',
    ],
    [undefined, '$ is missing'],
  ])('disagrees: %j', (actual, words) => {
    expect(disagreements(agreed, actual)).toEqual(expect.arrayContaining([expect.stringContaining(words)]));
  });
});
