import { Cas3Application } from '@throughcare/api/cas3/application';
import { type FullPerson, Person } from '@throughcare/api/cas3/person';
import { AppError } from '@throughcare/base/errors';
import { parsed, text } from '@throughcare/web/fields';
import type { FieldProblem } from '@throughcare/web/form';
import { formPage } from '@throughcare/web/form-page';
import { keep, kept } from '@throughcare/web/kept';
import type { Pages } from '@throughcare/web/pages';
import { refusedFields } from '@throughcare/web/visit/refusals';
import type { Visit } from '@throughcare/web/visit/visit';
import { MAY_REFER } from './access';

const HOME = '/referrals';
const KIND = 'person to refer';

const crnRule = 'Enter a CRN in the correct format, like X123456';
const crn = parsed(
  text('a case reference number (CRN)', { max: 10, says: { tooLong: crnRule, invalid: crnRule } }),
  (typed) => {
    const data = typed.replaceAll(' ', '').toUpperCase();
    return /^[A-Z]\d{6}$/.test(data) ? { data } : { errorType: 'invalid' };
  },
);

const WHY: Readonly<Partial<Record<AppError['kind'], string>>> = {
  'not-found': 'No person with this CRN is in nDelius',
  forbidden: 'You cannot see this person’s record. Ask their probation practitioner to make the referral',
  unavailable: 'The CRN could not be checked because nDelius is unavailable. Try again in a few minutes',
};

/** Who this is, or why that cannot be said. */
const find = async ({ api }: Visit, number: string): Promise<FullPerson | FieldProblem> => {
  try {
    const person = await api.get('/people/search', Person, { crn: number });
    if (person.type === 'FullPerson') return person;
    return { field: 'crn', text: WHY[person.type === 'RestrictedPerson' ? 'forbidden' : 'not-found'] ?? crnRule };
  } catch (error) {
    const words = error instanceof AppError ? WHY[error.kind] : undefined;
    if (words === undefined) throw error;
    return { field: 'crn', text: words };
  }
};

const offenceFields = {
  deliusEventNumber: text('the event number', { max: 50 }),
  convictionId: text('the conviction ID', {
    ...{ max: 15, pattern: /^\d+$/, says: { invalid: 'The conviction ID must be a number, like 2500295345' } },
  }),
  offenceId: text('the offence ID', { max: 50 }),
};

/** Starting a referral: whom, then for which offence. */
export const startPages = (pages: Pages): void => {
  formPage(pages, {
    path: `${HOME}/new`,
    may: MAY_REFER,
    view: 'referrals/new.njk',
    fields: { crn },
    load: () => Promise.resolve({}),
    save: async (visit, data) => {
      const found = await find(visit, data.crn);
      if ('field' in found) return { problems: [found] };
      return { goTo: `${HOME}/new/${keep(visit, KIND, found)}` };
    },
  });
  formPage(pages, {
    path: `${HOME}/new/:plan`,
    may: MAY_REFER,
    view: 'referrals/person.njk',
    fields: offenceFields,
    load: (visit) => Promise.resolve({ person: kept<FullPerson>(visit, KIND, visit.params['plan']) }),
    save: async ({ api, once }, data, { person }) => {
      const body = { ...data, crn: person.crn, convictionId: Number(data.convictionId) };
      try {
        const made = await api.post('/cas3/applications', body, Cas3Application.pick({ id: true }), {
          ...{ query: { createWithRisks: true } },
          ...(once !== undefined && { once }),
        });
        return { goTo: `${HOME}/${made.id}`, notice: { kind: 'success', text: 'Referral started' } };
      } catch (error) {
        return { problems: refusedFields(error, { crn: 'deliusEventNumber' }) };
      }
    },
  });
};
