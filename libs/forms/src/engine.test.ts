import fc from 'fast-check';
import { answersOf, asked, readDay } from './answers.rules';
import { CATALOGUES, catalogue } from './catalogues';
import type { Facts, Form, Option, Page, Question, Task } from './form';
import { inUse, pageOf, taskOf, tasksOf } from './form';
import { problemsIn, problemsOf } from './problems.rules';
import { stalenessOf } from './staleness.rules';
import { taskStatus } from './status.rules';
import { summaryOf, textOf, valuesOf } from './summary.rules';
import { filledForms, type Filled } from './testing/filled-forms';
import { answerTo, nextPage, visiblePages, visitsOf } from './walk.rules';

const listed: readonly Option[] = [
  { value: 'one', text: 'The first' },
  { value: 'two', text: 'The second' },
];
const facts: Facts = { today: '2027-04-03', options: () => listed };
const referral = catalogue('cas3-referral');
const runs = { numRuns: 60 };

/** Pages of which somebody who came there can say that they cannot go on. */
const isBlocked = (form: Form, answers: Filled) =>
  tasksOf(form).some((task) => visitsOf(task, answers, facts).some(({ blocks }) => blocks));

describe.each(CATALOGUES.map((form) => [form.name, form] as const))('every way through %s', (_, form) => {
  it('sees no page twice, and ends', () => {
    fc.assert(
      fc.property(filledForms(form, facts), (answers) => {
        for (const task of tasksOf(form)) {
          const visited = visitsOf(task, answers, facts);
          expect(new Set(visited).size).toBe(visited.length);
          expect(nextPage(task, visited.at(-1)!, answers, facts)).toBeNull();
        }
      }),
      runs,
    );
  });

  it('is whole where nothing blocks it: no problem, every task completed, nothing out of date', () => {
    fc.assert(
      fc.property(filledForms(form, facts), (answers) => {
        fc.pre(!isBlocked(form, answers));
        expect(problemsIn(form, answers, facts)).toEqual([]);
        expect(tasksOf(form).map((task) => taskStatus(form, task, answers, facts))).toEqual(
          tasksOf(form).map(() => 'completed'),
        );
        expect(stalenessOf(form, answers, facts)).toEqual({ unvisited: [], gone: [], check: false });
      }),
      runs,
    );
  });

  it('is not whole without any one answer that is required, and names its page and field', () => {
    fc.assert(
      fc.property(filledForms(form, facts), fc.nat(), (answers, at) => {
        const required = tasksOf(form).flatMap((task) =>
          visitsOf(task, answers, facts).flatMap((page) => requiredOn(task, page, answers)),
        );
        const { task, page, question } = required[at % required.length]!;
        const without = structuredClone(answers);
        delete (without[task.slug]![page.slug] as Record<string, unknown>)[question.field];
        const problem = problemsIn(form, without, facts).find(({ field }) => field === question.field);
        expect(problem).toMatchObject({ task: task.slug, errorType: 'empty' });
        expect(taskStatus(form, task, without, facts)).toBe('in-progress');
      }),
      runs,
    );
  });

  it('is summed up with every question that was asked', () => {
    fc.assert(
      fc.property(filledForms(form, facts), (answers) => {
        const rows = summaryOf(form, answers, facts).flatMap(({ tasks }) => tasks.flatMap((task) => task.rows));
        const questions = tasksOf(form).flatMap((task) =>
          visiblePages(task, answers, facts).flatMap((page) =>
            asked(page.questions, answersOf(task, page, answers)!, answers, facts),
          ),
        );
        const seen = questions.filter(({ kind }) => kind !== 'derived' && kind !== 'imported');
        expect(rows.map(({ text }) => text)).toEqual(seen.map(({ text }) => text));
      }),
      runs,
    );
  });

  it('survives any JSON in any place', () => {
    const path = fc.constantFrom(...tasksOf(form).flatMap((task) => task.pages.map((page) => [task, page] as const)));
    fc.assert(
      fc.property(filledForms(form, facts), path, fc.jsonValue(), (answers, [task, page], value) => {
        const odd = { ...answers, [task.slug]: { ...answers[task.slug], [page.slug]: value } };
        expect(Array.isArray(problemsIn(form, odd, facts))).toBe(true);
        expect(summaryOf(form, odd, facts)).toHaveLength(form.sections.length);
        expect(stalenessOf(form, odd, facts)).toBeDefined();
      }),
      runs,
    );
    fc.assert(fc.property(fc.jsonValue(), (data) => expect(problemsIn(form, data, facts).length).toBeGreaterThan(0)));
  });
});

const requiredOn = (task: Task, page: Page, answers: Filled): { task: Task; page: Page; question: Question }[] =>
  asked(page.questions, answers[task.slug]![page.slug]!, answers, facts)
    .filter(({ required }) => required === true)
    .map((question) => ({ task, page, question }));

describe('statuses', () => {
  const status = (slug: string, answers: unknown) => taskStatus(referral, taskOf(referral, slug)!, answers, facts);
  const offence = {
    'history-of-sexual-offence': { historyOfSexualOffence: 'no' },
    'concerning-sexual-behaviour': { concerningSexualBehaviour: 'no' },
    'history-of-arson-offence': { historyOfArsonOffence: 'yes' },
  };

  it('open the task after the one that is completed, and the second already when the first is begun', () => {
    expect(status('placement-location', {})).toBe('not-started');
    expect(status('offence-and-behaviour-summary', {})).toBe('cannot-start');
    const begun = { 'placement-location': { 'alternative-region': { alternativeRegion: 'yes' } } };
    expect(status('placement-location', begun)).toBe('in-progress');
    expect(status('offence-and-behaviour-summary', begun)).toBe('not-started');
    expect(status('sentence-information', begun)).toBe('cannot-start');
    expect(status('sentence-information', { ...begun, 'offence-and-behaviour-summary': offence })).toBe('not-started');
    expect(status('check-your-answers', begun)).toBe('cannot-start');
  });

  it('stay in progress with evidence still to be recorded', () => {
    const away = {
      'alternative-region': { alternativeRegion: 'no' },
      'different-region': { regionId: 'one', currentRegionId: 'two' },
      'placement-pdu': { pduId: 'one' },
      'pdu-evidence': { pduEvidence: 'no' },
      'needs-evidence': null,
    };
    expect(status('placement-location', { 'placement-location': away })).toBe('in-progress');
    expect(
      status('placement-location', { 'placement-location': { ...away, 'pdu-evidence': { pduEvidence: 'yes' } } }),
    ).toBe('completed');
  });

  it('do not ask staff of the national region for a region of their own', () => {
    const task = taskOf(referral, 'placement-location')!;
    const national = { ...facts, known: { isNational: true } };
    const pages = { 'alternative-region': { alternativeRegion: 'no', regionName: 'National' } };
    const slugs = (answers: unknown) => visiblePages(task, answers, national).map(({ slug }) => slug);
    expect(slugs({})).toEqual(['different-region']);
    expect(slugs({ 'placement-location': pages })).toEqual(['different-region']);
  });
});

describe('answers', () => {
  it('are corrected on pages of their own, which then count and are named', () => {
    const task = taskOf(referral, 'contact-details')!;
    const page = pageOf(task, 'probation-practitioner')!;
    const kept = { name: 'A', email: 'a@example.com', phone: '1', pdu: { id: 'one', name: 'One' } };
    const data = (pages: object) => ({ 'contact-details': { 'probation-practitioner': kept, ...pages } });
    expect(
      answersOf(task, page, data({ 'practitioner-name': { name: 'B' }, 'practitioner-pdu': { id: 'two' } })),
    ).toEqual({
      ...kept,
      name: 'B',
    });
    const problems = problemsIn(referral, data({}), facts).filter(({ field }) => field === 'email');
    expect(problems).toEqual([
      { task: 'contact-details', page: 'practitioner-email', field: 'email', errorType: 'invalid' },
    ]);
    const corrected = data({ 'practitioner-email': { email: 'a@x.gov.uk' } });
    expect(problemsIn(referral, corrected, facts).filter(({ field }) => field === 'email')).toEqual([]);
  });

  it('that no path leads to are not given, and named as left over', () => {
    const task = taskOf(referral, 'accommodation-referral-details')!;
    const data = { [task.slug]: { 'dtr-submitted': { dtrSubmitted: 'no' }, 'dtr-details': { reference: 'R' } } };
    expect(answerTo(task, 'dtr-details', 'reference', data, facts)).toBeUndefined();
    expect(stalenessOf(referral, data, facts, 2)).toMatchObject({
      unvisited: [{ task: task.slug, page: 'dtr-details' }],
      newerVersion: 2,
    });
  });

  it('are summed up in the words of what was chosen', () => {
    const data = {
      consent: { 'consent-given': { consentGiven: 'yes' } },
      'licence-conditions': {
        'additional-licence-conditions': { conditions: ['curfew', 'programmes'], curfewDetail: 'From 7pm' },
      },
    };
    const rows = summaryOf(referral, data, facts).flatMap(({ tasks }) => tasks.flatMap((task) => task.rows));
    const saidOf = (field: string) => rows.find((row) => row.field === field)?.values;
    expect(saidOf('consentGiven')).toEqual(['Yes']);
    expect(saidOf('conditions')).toEqual(['Curfew', 'Programmes or activities']);
    expect(saidOf('curfewDetail')).toEqual(['From 7pm']);
    expect(saidOf('programmesDetail')).toEqual([]);
  });

  it('that are not offered any more are named', () => {
    const task = taskOf(referral, 'behaviour-in-cas')!;
    const data = { [task.slug]: { 'previous-stays': { previousStays: 'sometimes' } } };
    expect(stalenessOf(referral, data, facts).gone).toEqual([
      { task: task.slug, page: 'previous-stays', field: 'previousStays' },
    ]);
  });

  it('from a list are taken as they are while the list cannot be had', () => {
    const task = taskOf(referral, 'accommodation-referral-details')!;
    const page = pageOf(task, 'dtr-details')!;
    const given = {
      reference: 'R',
      date: '2027-04-03',
      localAuthorityAreaName: 'Atlantis',
      dutyToReferOutcome: 'pending',
    };
    expect(problemsOf(page, given, {}, facts)).toEqual([
      { field: 'localAuthorityAreaName', errorType: 'doesNotExist' },
    ]);
    expect(problemsOf(page, given, {}, { today: facts.today })).toEqual([]);
  });

  it('that are no longer in use are shown with a word, refused, and named as out of date', () => {
    const task = taskOf(referral, 'accommodation-referral-details')!;
    const page = pageOf(task, 'dtr-details')!;
    const options = [
      { value: 'Ipswich', text: 'Ipswich' },
      { value: 'Atlantis', text: 'Atlantis', retired: 'Select Ipswich' },
    ];
    const known = { ...facts, options: () => options };
    const given = (localAuthorityAreaName: string) => ({
      reference: 'R',
      date: '2027-04-03',
      localAuthorityAreaName,
      dutyToReferOutcome: 'pending',
    });
    expect(problemsOf(page, given('Ipswich'), {}, known)).toEqual([]);
    expect(problemsOf(page, given('Atlantis'), {}, known)).toEqual([
      { field: 'localAuthorityAreaName', errorType: 'doesNotExist' },
    ]);
    const question = page.questions.find(({ field }) => field === 'localAuthorityAreaName')!;
    expect(valuesOf('Atlantis', question, known)).toEqual(['Atlantis']);
    expect(valuesOf('Atlantis', question, known, textOf)).toEqual(['Atlantis (no longer in use)']);
    expect(inUse(options)).toEqual([options[0]]);
  });

  it.each([
    ['2026-11- 3', '2026-11-03'],
    ['2027-02-29', undefined],
    ['27-02-01', undefined],
    [20270201, undefined],
  ])('that are days are read as they were typed: %j', (typed, day) => expect(readDay(typed)).toBe(day));
});

describe('a report', () => {
  const form = catalogue('report-accommodation');
  const task = tasksOf(form)[0]!;
  const page = task.pages[0]!;

  it('asks for the address beneath the option that was chosen, and for no other', () => {
    const given = { WHERE_DID_THEY_LIVE: 'HOSTEL', WHERE_WILL_THEY_LIVE: 'NO_ANSWER' };
    const fields = asked(page.questions, given, {}, facts).map(({ field }) => field);
    expect(fields.filter((field) => field.includes('ADDRESS_'))).toEqual(['WHERE_DID_THEY_LIVE_ADDRESS_HOSTEL']);
    expect(problemsOf(page, given, {}, facts)).toEqual([]);
    expect(problemsOf(page, { ...given, WHERE_DID_THEY_LIVE_ADDRESS_HOSTEL: 'x' }, {}, facts)).toEqual([
      { field: 'WHERE_DID_THEY_LIVE_ADDRESS_HOSTEL', errorType: 'invalid' },
    ]);
  });

  it('takes "none" with nothing else', () => {
    const money = tasksOf(catalogue('report-finance-and-id'))[0]!.pages[0]!;
    const ids = (...chosen: string[]) =>
      problemsOf(money, { WHAT_ID_DOCUMENTS: chosen }, {}, facts).some(({ field }) => field === 'WHAT_ID_DOCUMENTS');
    expect(ids('PASSPORT', 'CITIZEN_CARD')).toBe(false);
    expect(ids('NO_ID_DOCUMENTS')).toBe(false);
    expect(ids('PASSPORT', 'NO_ID_DOCUMENTS')).toBe(true);
  });
});
