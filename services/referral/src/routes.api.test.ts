import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PremisesUpdated } from '@throughcare/events/premises-updated.v1';
import { anEvent, everyRoute } from '@throughcare/platform/testing';
import { PremisesEvents } from './external/premises.events';
import { HistoryEvents } from './history/history.events';
import { LISTS_OF_PEOPLE } from './testing/lists-of-people';
import { ReferralApp, aNewApplication, aPerson, aSubmission, theAnswers } from './testing/referral-app';

const CRN = 'X900001';
/** Routes of what was sent; drafts have all others. */
const SUBMITTED = [
  'GET /cas3/applications/:applicationId',
  'GET /cas3/applications/:applicationId/history',
  'POST /cas3/applications/:applicationId/withdrawal',
  'POST /cas3/applications/:applicationId/amendments',
];

/** The person of these papers lives where the booking of that referral is. */
const arrived = async (app: ReferralApp, applicationId: string) => {
  const [places, history] = [app.test.app.get(PremisesEvents), app.test.app.get(HistoryEvents)];
  await app.deliver(places.updated.bind(places), anEvent(PremisesUpdated));
  await app.deliver(history.stayed.bind(history), anEvent(PersonArrived, { applicationId }));
};

everyRoute(() => ReferralApp.start(), {
  lists: LISTS_OF_PEOPLE,
  papers: async (app, owner, route = SUBMITTED[0]) => {
    const applicationId = await (SUBMITTED.includes(route ?? '') ? app.submitted(owner) : app.draft(owner));
    if (route?.endsWith('premises/current')) await arrived(app, applicationId);
    // Answers that are lost are kept as a revision.
    if (route?.includes(':revision'))
      await (await app.as(owner)).put(`/cas3/applications/${applicationId}`, { data: {} });
    return { applicationId, revision: '2', crn: CRN, type: 'suitable' };
  },
  enrol: (app, member) => app.gateway.addStaff(member),
  hide: (app, isHidden) =>
    app.gateway.people.set(CRN, isHidden ? { type: 'RestrictedPerson', crn: CRN } : aPerson(CRN)),
  queries: { 'GET /subject-access-request': `crn=${CRN}` },
  secrets: ['Robin Example', '1990-02-01', 'A9001AA'],
  bodies: {
    'POST /cas3/applications': () => aNewApplication(),
    'POST /risk-levels': ({ applicationId }) => ({ applicationIds: [applicationId] }),
    'PUT /cas3/applications/:applicationId': () => ({ data: theAnswers() }),
    'POST /cas3/applications/:applicationId/withdrawal': () => ({ reasonId: 'f47ac10b-58cc-4372-a567-0e02b2c3d475' }),
    'POST /cas3/applications/:applicationId/amendments': () => ({ reason: 'A slip', data: theAnswers() }),
    'POST /cas3/applications/:applicationId/submission': () => aSubmission(),
  },
});
