import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CATALOGUES, catalogue, REFERRAL_FORM } from './catalogues';
import type { Condition, Form, Page, Question, Task } from './form';
import { ownOptions, questionsOf, tasksOf } from './form';

/** A committed version never changes. A new one gets a new file and a line here. */
const HASHES: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(__dirname, 'catalogues/hashes.json'), 'utf8'),
) as Record<string, string>;

const LISTS = ['homeUnits', 'placementUnits', 'regions', 'localAuthorities'];

const text = z.string().min(1);
const ZCondition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ field: text, is: text }),
    z.strictObject({ field: text, has: text }),
    z.strictObject({ field: text, sameAs: text }),
    z.strictObject({ fact: text }),
    z.strictObject({ all: z.array(ZCondition).min(1) }),
    z.strictObject({ any: z.array(ZCondition).min(1) }),
    z.strictObject({ not: ZCondition }),
  ]),
);
const ZErrors = z.partialRecord(
  z.enum(['empty', 'invalid', 'doesNotExist', 'inThePast', 'inTheFuture', 'tooFarAhead']),
  text,
);
const ZQuestion: z.ZodType = z.lazy(() =>
  z.strictObject({
    field: text,
    kind: z.enum([
      ...(['yesNo', 'radios', 'checkboxes', 'text', 'notes', 'day'] as const),
      ...(['select', 'address', 'email', 'phone', 'imported', 'derived'] as const),
    ]),
    text,
    hint: text.optional(),
    required: z.union([z.boolean(), ZCondition]),
    shownIf: ZCondition.optional(),
    options: z
      .union([
        z.array(
          z.strictObject({
            value: text,
            text,
            exclusive: z.literal(true).optional(),
            then: z.array(ZQuestion).min(1).optional(),
          }),
        ),
        z.strictObject({ list: z.enum(LISTS) }),
      ])
      .optional(),
    max: z.int().positive().optional(),
    errors: ZErrors.optional(),
    day: z
      .strictObject({
        notPast: z.literal(true).optional(),
        notFuture: z.literal(true).optional(),
        monthsAhead: z.int().positive().optional(),
        after: text.optional(),
      })
      .optional(),
    atMost: z.int().positive().optional(),
    never: z.array(z.tuple([text, text])).optional(),
    endsWith: text.optional(),
    parts: z.array(text).optional(),
    value: text.optional(),
    answers: text.optional(),
  }),
);
const ZPage = z.strictObject({
  slug: text,
  title: text,
  text: text.optional(),
  questions: z.array(ZQuestion),
  next: z.strictObject({
    when: z
      .array(z.strictObject({ if: ZCondition, goTo: text.nullable() }))
      .min(1)
      .optional(),
    otherwise: text.nullable(),
  }),
  hiddenIf: ZCondition.optional(),
  blocks: z.literal(true).optional(),
  corrects: z.strictObject({ page: text, field: text }).optional(),
  length: z.strictObject({ fields: z.array(text), as: text, errors: ZErrors }).optional(),
});
const ZForm = z.strictObject({
  name: text,
  version: z.int().positive(),
  sections: z.array(
    z.strictObject({
      slug: text,
      title: text,
      tasks: z.array(
        z.strictObject({
          slug: text,
          title: text,
          first: text,
          opensAfter: z.array(text),
          opensOnceStarted: z.array(text).optional(),
          pages: z.array(ZPage).min(1),
        }),
      ),
    }),
  ),
});

const conditionsOf = (page: Page): Condition[] => [
  ...(page.next.when ?? []).map((way) => way.if),
  ...(page.hiddenIf ? [page.hiddenIf] : []),
  ...questionsOf(page).flatMap(({ required, shownIf }) => [
    ...(typeof required === 'boolean' ? [] : [required]),
    ...(shownIf ? [shownIf] : []),
  ]),
];
const fieldsOf = (condition: Condition): string[] => {
  if ('fact' in condition) return [];
  if ('all' in condition) return condition.all.flatMap(fieldsOf);
  if ('any' in condition) return condition.any.flatMap(fieldsOf);
  if ('not' in condition) return fieldsOf(condition.not);
  return 'sameAs' in condition ? [condition.field, condition.sameAs] : [condition.field];
};
const targetsOf = ({ next }: Page): string[] =>
  [...(next.when ?? []).map(({ goTo }) => goTo), next.otherwise].filter((slug) => slug !== null);

/** What a catalogue gets wrong in itself, in words. */
const flaws = (form: Form): string[] => tasksOf(form).flatMap((task, at) => flawsOf(form, task, at));
const flawsOf = (form: Form, task: Task, at: number): string[] => {
  const slugs = task.pages.map(({ slug }) => slug);
  const led = new Set([task.first, ...task.pages.flatMap(targetsOf)]);
  const before = tasksOf(form)
    .slice(0, at)
    .map(({ slug }) => slug);
  return [
    ...[...led].filter((slug) => !slugs.includes(slug)).map((slug) => `${slug} is led to and is no page`),
    ...task.pages.filter((page) => !led.has(page.slug) && !page.corrects).map(({ slug }) => `nothing leads to ${slug}`),
    ...[...task.opensAfter, ...(task.opensOnceStarted ?? [])]
      .filter((slug) => !before.includes(slug))
      .map((slug) => `${task.slug} waits for ${slug}, which does not come before it`),
    ...task.pages.flatMap((page) => flawsOfPage(task, page)),
  ];
};
const flawsOfPage = (task: Task, page: Page): string[] => {
  const fields = questionsOf(page).map(({ field }) => field);
  const named = [
    ...conditionsOf(page).flatMap(fieldsOf),
    ...questionsOf(page).flatMap(({ day, answers }) => [day?.after, answers].filter((field) => field !== undefined)),
    ...(page.length?.fields ?? []),
  ];
  const corrected = task.pages.find(({ slug }) => slug === page.corrects?.page);
  return [
    ...named
      .filter((field) => !fields.includes(field))
      .map((field) => `${page.slug} asks about ${field}, no field of it`),
    ...fields.filter((field, at) => fields.indexOf(field) !== at).map((field) => `${page.slug} has ${field} twice`),
    ...questionsOf(page)
      .filter(isWithoutChoices)
      .map(({ field }) => `${page.slug}: ${field} offers nothing`),
    ...questionsOf(page)
      .filter(isWithoutWords)
      .map(({ field }) => `${page.slug}: ${field} has no sentence for "empty"`),
    ...(page.corrects && !corrected?.questions.some(({ field }) => field === page.corrects?.field)
      ? [`${page.slug} corrects nothing`]
      : []),
  ];
};
const isWithoutChoices = ({ kind, options }: Question) =>
  ['radios', 'checkboxes', 'select'].includes(kind) &&
  (options === undefined || ('length' in options && options.length < 2));
const isWithoutWords = ({ required, errors, value }: Question) =>
  required !== false && value === undefined && errors?.empty === undefined;

describe.each(CATALOGUES.map((form) => [`${form.name} version ${form.version}`, form] as const))('%s', (_, form) => {
  it('has the shape of a form', () => {
    expect(ZForm.safeParse(form).error?.issues).toBeUndefined();
  });

  it('leads to pages and asks about fields that it has', () => {
    expect(flaws(form)).toEqual([]);
  });

  it('offers each value of a question once, and pairs of values that it offers', () => {
    for (const question of tasksOf(form).flatMap(({ pages }) => pages.flatMap(questionsOf))) {
      const values = ownOptions(question).map(({ value }) => value);
      expect(new Set(values).size).toBe(values.length);
      expect((question.never ?? []).flat().filter((value) => !values.includes(value))).toEqual([]);
    }
  });
});

describe('catalogues', () => {
  const referral = catalogue('cas3-referral', 1);
  const changed = (change: (form: { sections: { tasks: { first: string; pages: Page[] }[] }[] }) => void): Form => {
    const copy = structuredClone(referral);
    change(copy as never);
    return copy;
  };

  it('of the referral have five sections, 17 tasks and 54 pages', () => {
    expect(referral.sections).toHaveLength(5);
    expect(tasksOf(referral)).toHaveLength(17);
    expect(tasksOf(referral).flatMap(({ pages }) => pages)).toHaveLength(54);
  });

  it('never change once they are committed', () => {
    const files = globSync('catalogues/**/*.v*.json', { cwd: __dirname }).sort();
    const hash = (file: string) =>
      createHash('sha256')
        .update(readFileSync(join(__dirname, file)))
        .digest('hex');
    expect(Object.fromEntries(files.map((file) => [file, hash(file)]))).toEqual(HASHES);
    expect(files).toHaveLength(CATALOGUES.length);
  });

  it('of the referral are used in the version that one file says', () => {
    const root = join(__dirname, '../../..');
    const sources = globSync('{services,web}/*/src/**/*.ts', { cwd: root }).filter(
      (file) => !file.endsWith('.test.ts'),
    );
    const own = sources.filter((file) => /catalogue\('cas3-referral'/.test(readFileSync(join(root, file), 'utf8')));
    expect([sources.length > 200, own]).toEqual([true, []]);
    expect(CATALOGUES).toContain(REFERRAL_FORM);
  });

  it('are found by name and version, the newest without one; an unknown one is a bug', () => {
    const versions = CATALOGUES.filter(({ name }) => name === 'cas3-referral').map(({ version }) => version);
    expect(catalogue('cas3-referral').version).toBe(Math.max(...versions));
    expect(catalogue('cas3-referral', 1)).toBe(referral);
    expect(() => catalogue('cas3-referral', 99)).toThrow('no form cas3-referral in version 99');
  });

  it('are refused when a page leads nowhere', () => {
    const broken = changed((form) => (form.sections[0]!.tasks[0]!.first = 'gone'));
    expect(flaws(broken)).toEqual(['gone is led to and is no page', 'nothing leads to alternative-region']);
  });

  it('are refused when a condition names a field that is not there', () => {
    const broken = changed((form) => {
      const page = form.sections[0]!.tasks[1]!.pages[0]!;
      form.sections[0]!.tasks[1]!.pages[0] = { ...page, questions: [] };
    });
    expect(flaws(broken)).toEqual(['history-of-sexual-offence asks about historyOfSexualOffence, no field of it']);
  });
});
