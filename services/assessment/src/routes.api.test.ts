import { PersonReceived } from '@throughcare/events/person-received.v1';
import { anEvent, everyRoute } from '@throughcare/platform/testing';
import { CustodyEvents } from './intake/custody.events';
import { LISTS_OF_PEOPLE } from './testing/lists-of-people';
import { AssessmentApp, REASON, aPerson, type Status } from './testing/assessment-app';

const CRN = 'X900001';
/** Where a route is not for an assessment under review. */
const STATES: Readonly<Record<string, Status>> = {
  'POST /cas3/assessments/:assessmentId/closure': 'ready_to_place',
};

/** Of the person of these papers, so that there is an alert to deal with. */
const RECALL = anEvent(PersonReceived, {
  nomsNumber: 'A9001AA',
  occurredAt: '2027-05-12T09:00:00.000Z',
  verifiedAt: '2027-05-12T10:00:00.000Z',
});

everyRoute(() => AssessmentApp.start(), {
  lists: LISTS_OF_PEOPLE,
  papers: async (app, { userId, regionId, ...member }, route = '') => {
    const referral = { crn: CRN, createdByUserId: userId, probationRegionId: regionId };
    const handlers = app.test.app.get(CustodyEvents);
    await app.deliver(handlers.moved.bind(handlers), RECALL);
    const id = await app.inState(STATES[route] ?? 'in_review', referral, { userId, regionId, ...member });
    return { assessmentId: id, id };
  },
  enrol: (app, member) => app.gateway.addStaff(member),
  hide: (app, isHidden) =>
    app.gateway.people.set(CRN, isHidden ? { type: 'RestrictedPerson', crn: CRN } : aPerson(CRN)),
  secrets: ['Robin Example', '1990-02-01', 'A9001AA'],
  queries: { 'GET /subject-access-request': `crn=${CRN}` },
  bodies: {
    'POST /cas3/assessments/:assessmentId/alerts/acknowledgements': () => ({ alert: 'received-2027-05-12' }),
    'PUT /cas3/assessments/:assessmentId': () => ({ releaseDate: '2026-03-01' }),
    'POST /cas3/assessments/:assessmentId/acceptance': () => ({ document: {} }),
    'POST /cas3/assessments/:assessmentId/rejection': () => ({
      document: {},
      rejectionRationale: 'default',
      isWithdrawn: false,
      referralRejectionReasonId: REASON,
    }),
    'POST /cas3/assessments/:assessmentId/referral-history-notes': () => ({ message: 'Rang the prison' }),
  },
});
