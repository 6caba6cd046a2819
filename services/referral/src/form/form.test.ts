import { z } from 'zod';
import { tasks } from './form';
import form from './form.json';
import { pageChecks } from './page-checks.rules';
import { canBeReleasedAs, releaseTypes } from './release-types';

const Field = z.strictObject({
  required: z.literal(true).optional(),
  when: z.tuple([z.string(), z.string()]).optional(),
  oneOf: z.array(z.string()).min(1).optional(),
  someOf: z.array(z.string()).min(1).optional(),
  object: z.literal(true).optional(),
  date: z.array(z.enum(['notPast', 'withinThreeMonths', 'notFuture'])).optional(),
  after: z.string().optional(),
  email: z.string().optional(),
});
const Page = z.strictObject({
  blocks: z.literal(true).optional(),
  fields: z.record(z.string(), Field),
  next: z
    .array(
      z.strictObject({
        field: z.string(),
        is: z.string().optional(),
        isField: z.string().optional(),
        page: z.string().nullable(),
      }),
    )
    .optional(),
  then: z.string().optional(),
});
const Form = z.record(z.string(), z.strictObject({ first: z.string(), pages: z.record(z.string(), Page) }));

describe('the form', () => {
  it('is a file of the shape that is read from it', () => {
    expect(Form.safeParse(form).error?.issues).toBeUndefined();
  });

  it('has the sixteen tasks that ask something', () => {
    expect(Object.keys(tasks)).toHaveLength(16);
  });

  it.each(Object.entries(tasks))('%s leads to pages of its own only, and to each of them', (_, { first, pages }) => {
    const led = Object.values(pages).flatMap(({ next = [], then }) => [...next.map(({ page }) => page), then ?? null]);
    const targets = new Set([first, ...led.filter((page) => page !== null)]);
    expect([...targets].toSorted()).toEqual(Object.keys(pages).toSorted());
  });

  it('names fields of the same page in its conditions', () => {
    const lost = Object.values(tasks).flatMap(({ pages }) =>
      Object.values(pages).flatMap(({ fields }) =>
        Object.values(fields).flatMap(({ when, after }) => [when?.[0], after].filter((name) => name && !fields[name])),
      ),
    );
    expect(lost).toEqual([]);
  });

  it('has every page that has a rule of its own', () => {
    const known = new Set(Object.values(tasks).flatMap(({ pages }) => Object.keys(pages)));
    expect(Object.keys(pageChecks).filter((page) => !known.has(page))).toEqual([]);
  });

  it('offers the release types that are known', () => {
    const offered = tasks['sentence-information']?.pages['release-type']?.fields['releaseTypes']?.someOf;
    expect(offered?.toSorted()).toEqual(Object.keys(releaseTypes).toSorted());
  });
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
