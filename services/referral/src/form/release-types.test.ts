import { canBeReleasedAs, releaseTypes } from './release-types';
import { questionNamed } from './referral-form';

it('the form offers the release types that lists and reports know', () => {
  const { options } = questionNamed('sentence-information', 'release-type', 'releaseTypes');
  const values = Array.isArray(options) ? options.map(({ value }: { value: string }) => value) : [];
  expect(values.toSorted()).toEqual(Object.keys(releaseTypes).toSorted());
});

describe('F-054, F-065: release types', () => {
  it.each(Object.keys(releaseTypes))('%s may stand alone', (type) => expect(canBeReleasedAs([type])).toBe(true));

  it.each([
    ['fixedTermRecall', 'parole'],
    ['fixedTermRecall', 'standardRecall'],
    ['fixedTermRecall', 'riskAssessedRecallReview'],
    ['fixedTermRecall', 'indeterminatePublicProtectionRarr'],
    ['crdLicence', 'parole'],
    ['crdLicence', 'indeterminatePublicProtectionRarr'],
    ['indeterminatePublicProtectionRarr', 'riskAssessedRecallReview'],
    ['indeterminatePublicProtectionRarr', 'pss'],
    ['riskAssessedRecallReview', 'pss'],
    ['parole', 'pss'],
  ])('%s and %s exclude each other, in either order', (one, other) => {
    expect(canBeReleasedAs([one, other])).toBe(false);
    expect(canBeReleasedAs([other, one])).toBe(false);
  });

  it('the other eleven pairs can be', () => {
    const types = Object.keys(releaseTypes);
    const pairs = types.flatMap((one, at) => types.slice(at + 1).map((other) => [one, other]));
    expect(pairs.filter(canBeReleasedAs)).toHaveLength(11);
  });

  it.each([[[]], [['moonlight']], [['parole', 'parole']], [['parole', 'standardRecall', 'riskAssessedRecallReview']]])(
    '%j cannot be',
    (types) => expect(canBeReleasedAs(types)).toBe(false),
  );
});
