import { Cas3Application } from '@throughcare/api/cas3/application';
import { type FullPerson, Person } from '@throughcare/api/cas3/person';
import { ActiveOffence } from '@throughcare/api/cas3/person-records';
import { AppError } from '@throughcare/base/errors';
import { isCrn } from '@throughcare/base/person-numbers';
import { parsed, text } from '@throughcare/web/fields';
import { type Saved, formPage } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import type { GoTo } from '@throughcare/web/sent-form';
import { refusedFields } from '@throughcare/web/visit/refusals';
import type { Visit } from '@throughcare/web/visit/visit';
import { z } from 'zod';
import { MAY_REFER } from './access';

const HOME = '/referrals';
const KIND = 'CRN to refer';

const crnRule = 'Enter a CRN in the correct format, like X123456';
const crn = parsed(
  text('a case reference number (CRN)', { max: 10, says: { tooLong: crnRule, invalid: crnRule } }),
  (typed) => {
    const data = typed.replaceAll(' ', '').toUpperCase();
    return isCrn(data) ? { data } : { errorType: 'invalid' };
  },
);

const WHY = {
  'not-found': 'No person with this CRN is in nDelius',
  forbidden: 'You cannot see this person’s record. Ask their probation practitioner to make the referral',
  unavailable: 'The CRN could not be checked because nDelius is unavailable. Try again in a few minutes',
} as const;
type Refusal = 'not-found' | 'forbidden';

const isRefusal = (kind: AppError['kind']): kind is Refusal => kind === 'not-found' || kind === 'forbidden';

/** Who this is, or why this visitor cannot refer them. `unavailable` where that cannot be said. */
const find = async ({ api }: Visit, number: string): Promise<FullPerson | Refusal> => {
  try {
    const person = await api.get('/people/search', Person, { crn: number });
    if (person.type === 'FullPerson') return person;
    return person.type === 'RestrictedPerson' ? 'forbidden' : 'not-found';
  } catch (error) {
    if (error instanceof AppError && isRefusal(error.kind)) return error.kind;
    throw error;
  }
};

/** For the page that asks for the CRN, nDelius being unavailable is about the CRN too. */
const check = async (visit: Visit, number: string): Promise<FullPerson | keyof typeof WHY> => {
  try {
    return await find(visit, number);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unavailable') return error.kind;
    throw error;
  }
};

/** Since the search, the person has become one whom this visitor cannot refer. */
const askAgain = (why: Refusal): GoTo => ({
  goTo: `${HOME}/new`,
  notice: { kind: 'important', text: WHY[why] },
});

/** The plan is kept until its referral is started, and no longer than the session. */
const STARTED_OR_OLD: GoTo = {
  goTo: HOME,
  notice: {
    kind: 'important',
    text: 'You have started this referral already, or the page was open for too long. Check your referrals below before you start another.',
  },
};

/** The form has no field for what the service says of the person. */
const refused = (error: unknown): Saved => {
  const problems = refusedFields(error);
  if (!problems.some(({ field }) => field === 'crn')) return { problems };
  return askAgain(error instanceof AppError && error.kind === 'forbidden' ? 'forbidden' : 'not-found');
};

/** Offences that nDelius holds about the person, or why they cannot be referred any more. */
const offencesOf = async ({ api }: Visit, number: string): Promise<ActiveOffence[] | Refusal> => {
  try {
    return await api.get(`/people/${number}/offences`, z.array(ActiveOffence));
  } catch (error) {
    if (error instanceof AppError && isRefusal(error.kind)) return error.kind;
    throw error;
  }
};

const CHOOSE = 'Select the index offence';
const offenceFields = { offenceId: text('the index offence', { max: 50, says: { empty: CHOOSE } }) };

/** Starting a referral: whom, then for which offence. */
export const startPages = (pages: Pages): void => {
  formPage(pages, {
    path: `${HOME}/new`,
    may: MAY_REFER,
    view: 'referrals/new.njk',
    fields: { crn },
    load: () => Promise.resolve({}),
    save: async (visit, data) => {
      const found = await check(visit, data.crn);
      if (typeof found === 'string') return { problems: [{ field: 'crn', text: WHY[found] }] };
      return { goTo: `${HOME}/new/${await visit.kept.keep(KIND, data.crn)}` };
    },
  });
  formPage(pages, {
    path: `${HOME}/new/:plan`,
    may: MAY_REFER,
    view: 'referrals/person.njk',
    fields: offenceFields,
    load: async (visit) => {
      const number = await visit.kept.find<string>(KIND, visit.params['plan']);
      if (!number) return STARTED_OR_OLD;
      const person = await find(visit, number.value);
      if (typeof person === 'string') return askAgain(person);
      const offences = await offencesOf(visit, person.crn);
      return typeof offences === 'string' ? askAgain(offences) : { person, offences };
    },
    save: async (visit, { offenceId }, { person, offences }) => {
      const { api, once } = visit;
      const offence = offences.find((one) => one.offenceId === offenceId);
      if (!offence) return { problems: [{ field: 'offenceId', text: CHOOSE }] };
      const { convictionId, deliusEventNumber } = offence;
      const body = { crn: person.crn, convictionId, deliusEventNumber, offenceId };
      try {
        const made = await api.post('/cas3/applications', body, Cas3Application.pick({ id: true }), {
          query: { createWithRisks: true },
          ...(once !== undefined && { once }),
        });
        // Going back and sending it again is no second referral.
        await visit.kept.take(KIND, visit.params['plan']);
        return { goTo: `${HOME}/${made.id}`, notice: { kind: 'success', text: 'Referral started' } };
      } catch (error) {
        return refused(error);
      }
    },
  });
};
