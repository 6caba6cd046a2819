import { Cas3ApplicationSummary } from '@throughcare/api/cas3/application';
import type { Person } from '@throughcare/api/cas3/person';
import { londonDate } from '@throughcare/base/calendar';
import type { Pages } from '@throughcare/web/pages';
import { questionPages } from '@throughcare/web/questions/question-pages';
import type { Area } from '@throughcare/web/visit/areas';
import { visitOf } from '@throughcare/web/visit/visit';
import { z } from 'zod';
import { MAY_REFER } from './access';
import { type ReferralDraft, loadDraft, savePage } from './drafts';
import { derivedFor } from './facts.rules';
import { listFollower } from './follow-lists';
import { FORM } from './referral-form';
import { startPages } from './start.pages';

const HOME = '/referrals';
const OTHERS = { RestrictedPerson: 'Limited access offender', UnknownPerson: 'Unknown person' } as const;
const STATES: Readonly<Record<string, string>> = {
  inProgress: 'Draft',
  submitted: 'Submitted',
  rejected: 'Rejected',
  requestedFurtherInformation: 'More information asked for',
};

const nameOf = (person: Person): string => (person.type === 'FullPerson' ? person.name : OTHERS[person.type]);

export const referralsArea: Area = {
  path: HOME,
  title: 'Transitional accommodation',
  navigation: [
    { text: 'My referrals', href: HOME, may: MAY_REFER },
    { text: 'Make a referral', href: `${HOME}/new`, may: MAY_REFER },
  ],
};

/** Everything below `/referrals`. */
export const referralPages = (pages: Pages): void => {
  const follow = listFollower();
  pages.get(HOME, MAY_REFER, async (request, response) => {
    const { api } = visitOf(request);
    const found = await api.get('/cas3/applications', z.array(Cas3ApplicationSummary));
    const rows = found.map(({ id, person, status, createdAt }) => ({
      crn: person.crn,
      name: nameOf(person),
      isLimited: person.type === 'RestrictedPerson',
      state: STATES[status] ?? status,
      startedOn: londonDate(new Date(createdAt)),
      ...(status === 'inProgress' && person.type !== 'RestrictedPerson' && { href: `${HOME}/${id}` }),
    }));
    response.render('referrals/list.njk', { rows });
  });
  startPages(pages);
  questionPages<ReferralDraft>(pages, {
    path: `${HOME}/:id`,
    may: MAY_REFER,
    form: FORM,
    title: 'Referral for transitional accommodation',
    load: async (visit) => {
      await follow(visit.api);
      return loadDraft(visit);
    },
    derive: ({ me, answers }, { task, page }, given) =>
      derivedFor(me, { task: task.slug, page: page.slug }, given, answers),
    save: savePage,
    beside: ({ crn }) => ({
      caption: `CRN ${crn}`,
      listHref: HOME,
      listText: 'My referrals',
      lead: 'This is the first section of the referral. The other sections are not here yet, so it cannot be submitted here.',
    }),
  });
};
