import { everyRoute } from '@throughcare/platform/testing';
import { ReferralApp, aNewApplication, aPerson, aSubmission, theAnswers } from './testing/referral-app';

const CRN = 'X900001';
/** Routes of what was sent; drafts have all others. */
const SUBMITTED = [
  'GET /cas3/applications/:applicationId',
  'GET /cas3/applications/:applicationId/history',
  'POST /cas3/applications/:applicationId/withdrawal',
  'POST /cas3/applications/:applicationId/amendments',
];

everyRoute(() => ReferralApp.start(), {
  papers: async (app, owner, route = SUBMITTED[0]) => {
    const applicationId = await (SUBMITTED.includes(route ?? '') ? app.submitted(owner) : app.draft(owner));
    // Answers that are lost are kept as a revision.
    if (route?.includes(':revision'))
      await (await app.as(owner)).put(`/cas3/applications/${applicationId}`, { data: {} });
    return { applicationId, revision: '2' };
  },
  enrol: (app, member) => app.gateway.addStaff(member),
  hide: (app, isHidden) =>
    app.gateway.people.set(CRN, isHidden ? { type: 'RestrictedPerson', crn: CRN } : aPerson(CRN)),
  secrets: ['Robin Example', '1990-02-01', 'A9001AA'],
  bodies: {
    'POST /cas3/applications': () => aNewApplication(),
    'PUT /cas3/applications/:applicationId': () => ({ data: theAnswers() }),
    'POST /cas3/applications/:applicationId/withdrawal': () => ({ reasonId: 'f47ac10b-58cc-4372-a567-0e02b2c3d475' }),
    'POST /cas3/applications/:applicationId/amendments': () => ({ reason: 'A slip', data: theAnswers() }),
    'POST /cas3/applications/:applicationId/submission': () => aSubmission(),
  },
});
