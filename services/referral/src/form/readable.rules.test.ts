import fc from 'fast-check';
import { REFERRAL_FORM } from '@throughcare/forms/catalogues';
import { filledForms } from '@throughcare/forms/testing/filled-forms';
import { pageOf, tasksOf, type Facts } from '@throughcare/forms/form';
import { visitsOf } from '@throughcare/forms/walk.rules';
import { completeAnswers } from '@throughcare/platform/testing/complete-referral';
import { lists } from '@throughcare/reference/lists';
import { factsFor } from './facts.rules';
import { progressOf } from './progress.rules';
import { problemsIn } from './problems.rules';
import { readableCopy } from './readable.rules';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const CROYDON = '2e3df9de-5875-44b6-8df7-88e4308e5c58';
const TODAY = '2026-01-12';
const facts = { unit: { id: CROYDON, name: 'Croydon' }, releaseDate: '2026-03-01', requiredFrom: '2026-03-02' };
const answers = (pages: Readonly<Record<string, unknown>> = {}) => completeAnswers(facts, pages);

interface Copy {
  readonly sections: readonly {
    readonly title: string;
    readonly tasks: readonly { readonly id: string; readonly content: readonly Record<string, string>[] }[];
  }[];
}
const copyOf = (data: unknown): Copy => JSON.parse(readableCopy(data, factsFor(data, LONDON, TODAY))) as Copy;
const rowsOf = (data: unknown, task: string) =>
  copyOf(data)
    .sections.flatMap(({ tasks }) => tasks)
    .find(({ id }) => id === task)?.content ?? [];

describe('the readable copy that the server makes', () => {
  it('has every section and task of the form in its order, but for the check of answers', () => {
    const { sections } = copyOf(answers());
    expect(sections.map(({ title }) => title)).toEqual([
      'Accommodation need',
      'Assess placement risks and needs',
      'Health, disability, culture and safeguarding',
      'Required referrals',
    ]);
    expect(sections.flatMap(({ tasks }) => tasks)).toHaveLength(16);
  });

  it('says answers in words: days, choices and the practitioner', () => {
    expect(rowsOf(answers(), 'eligibility')).toEqual([
      { 'Why is the person eligible?': expect.stringMatching(/custody|prison/i) },
      { 'When will the person be released?': '1 March 2026' },
      { 'When is the accommodation needed from?': '2 March 2026' },
    ]);
    expect(rowsOf(answers(), 'contact-details').slice(0, 4)).toEqual([
      { Name: 'Staffan Worker' },
      { 'Email address': 'staffan.worker@justice.gov.uk' },
      { 'Phone number': '01632 960001' },
      { PDU: 'Croydon' },
    ]);
  });

  it('has the risk management plan by its questions, and what was fetched from the prison', () => {
    const adjudication = {
      id: 1,
      reportedAt: '2025-11-03T10:00:00',
      offenceDescription: 'Fighting',
      finding: 'PROVED',
    };
    const data = answers({ 'prison-information/adjudications': { adjudications: [adjudication] } });
    expect(rowsOf(data, 'placement-considerations')).toEqual(
      expect.arrayContaining([{ Supervision: 'Weekly' }, { 'Victim safety planning': 'None' }]),
    );
    expect(rowsOf(data, 'prison-information')).toEqual([
      { 'Adjudications from the prison record': '3 November 2025, Fighting, PROVED' },
    ]);
  });

  it('B2.1: a corrected spelling shows everywhere: a draft with the old name of its PDU freezes the new one', () => {
    const WAKEFIELD = lists.all('probation-delivery-units').find(({ name }) => name === 'Wakefield')!;
    const old = { id: WAKEFIELD.id, name: 'Akefield' };
    const page = { name: 'Staffan Worker', email: 'a@justice.gov.uk', phone: '01632 960001', pdu: old };
    const data = answers({ 'contact-details/probation-practitioner': page, 'contact-details/practitioner-pdu': old });
    expect(rowsOf(data, 'contact-details')).toContainEqual({ PDU: 'Wakefield' });
    expect(JSON.stringify(copyOf(data))).not.toContain('Akefield');
    expect(problemsIn(data, WAKEFIELD.probationRegionId, TODAY)).toEqual([]);
  });

  it('B3.2: duty to refer: "no" asks nothing more, a spaced date is no dead end', () => {
    const left = { 'accommodation-referral-details/dtr-details': { reference: 'R1' } };
    expect(rowsOf(answers(left), 'accommodation-referral-details')).toHaveLength(3);
    const asked = answers({
      'accommodation-referral-details/dtr-submitted': { dtrSubmitted: 'yes' },
      'accommodation-referral-details/dtr-details': {
        reference: 'R2',
        date: '2025-11- 3',
        localAuthorityAreaName: 'Croydon',
        dutyToReferOutcome: 'pending',
      },
    });
    expect(problemsIn(asked, LONDON, TODAY)).toEqual([]);
    expect(rowsOf(asked, 'accommodation-referral-details')).toContainEqual({
      'When was it submitted?': '3 November 2025',
    });
  });

  it('holds no answer outside the visited path, whatever the answers', () => {
    const known: Facts = { today: TODAY, known: {}, options: () => [{ value: CROYDON, text: 'Croydon' }] };
    fc.assert(
      fc.property(filledForms(REFERRAL_FORM, known), (data) => {
        const marked: Record<string, Record<string, unknown>> = structuredClone(data);
        for (const task of tasksOf(REFERRAL_FORM)) {
          const visited = new Set(visitsOf(task, data, known).map(({ slug }) => slug));
          const others = task.pages.filter(({ slug, corrects }) => !visited.has(slug) && corrects === undefined);
          for (const page of others) {
            const questions = pageOf(task, page.slug)!.questions;
            marked[task.slug]![page.slug] = Object.fromEntries(questions.map(({ field }) => [field, 'LEFTOVER']));
          }
        }
        expect(readableCopy(marked, known)).not.toContain('LEFTOVER');
      }),
      { numRuns: 60 },
    );
  });
});

describe('how far a draft is', () => {
  it('is nothing at first: one task can be started, and that is where to go', () => {
    const { tasks, next, stale } = progressOf({}, LONDON, TODAY);
    expect(tasks[0]).toEqual({ task: 'placement-location', status: 'not-started' });
    expect(new Set(tasks.slice(1).map(({ status }) => status))).toEqual(new Set(['cannot-start']));
    expect([next, stale]).toEqual([
      { task: 'placement-location', page: 'alternative-region' },
      { unvisited: [], gone: [] },
    ]);
  });

  it('is whole with every answer', () => {
    const { tasks, next, problems } = progressOf(answers(), LONDON, TODAY);
    expect([new Set(tasks.map(({ status }) => status)), next, problems]).toEqual([new Set(['completed']), null, []]);
  });

  it('names the first page with something wrong, and every such answer', () => {
    const { next, problems, tasks } = progressOf(
      answers({ 'eligibility/release-date': { releaseDate: '2026-01-11' } }),
      LONDON,
      TODAY,
    );
    expect(next).toEqual({ task: 'eligibility', page: 'release-date' });
    expect(problems).toEqual([
      { task: 'eligibility', page: 'release-date', field: 'releaseDate', errorType: 'inThePast' },
    ]);
    expect(tasks.find(({ task }) => task === 'eligibility')?.status).toBe('in-progress');
  });

  it('names pages that no answer leads to and choices that are not offered any more', () => {
    const { stale } = progressOf(
      answers({
        'accommodation-referral-details/dtr-details': { reference: 'R1' },
        'sentence-information/release-type': { releaseTypes: ['ecsl'] },
      }),
      LONDON,
      TODAY,
    );
    expect(stale.unvisited).toEqual([{ task: 'accommodation-referral-details', page: 'dtr-details' }]);
    expect(stale.gone).toEqual([{ task: 'sentence-information', page: 'release-type', field: 'releaseTypes' }]);
  });

  it.each([[{ pdu: 'Camden' }], [{}], [{ id: '69eb45a3-b3ce-4a2b-9d57-e727039c3b7d' }], [{ name: 'Brent' }]])(
    'B2.4: a draft whose PDU was free text asks again: %j',
    (pdu) => {
      const page = { name: 'Staffan Worker', email: 'a@justice.gov.uk', phone: '01632 960001', pdu };
      const data = answers({ 'contact-details/probation-practitioner': page, 'contact-details/practitioner-pdu': pdu });
      const { tasks, problems } = progressOf(data, LONDON, TODAY);
      expect(tasks.filter(({ status }) => status !== 'completed')).toEqual([
        { task: 'contact-details', status: 'in-progress' },
      ]);
      expect(problems).toMatchObject([{ task: 'contact-details', page: 'practitioner-pdu' }]);
    },
  );
});
