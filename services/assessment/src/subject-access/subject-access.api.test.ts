import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { NumberEvents } from '@throughcare/platform/numbers';
import { anEvent } from '@throughcare/platform/testing';
import { AssessmentApp, aRejection, staff } from '../testing/assessment-app';

const SAR = ['ROLE_SAR_DATA_ACCESS'];
let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
  await app.inState('rejected', { crn: 'X710530', nomsNumber: 'A7530AA', submittedAt: '2027-01-05T10:00:00.000Z' });
  await app.submitted({ crn: 'X710530', nomsNumber: 'A7530AA', submittedAt: '2027-02-10T23:30:00.000Z' });
  await app.submitted({ crn: 'X710531', nomsNumber: 'A7531AA' });
});
afterAll(() => app?.close());

interface Found {
  readonly content: {
    readonly assessments: Readonly<Record<string, unknown>>[];
    readonly assessmentReferralHistoryNotes: Readonly<Record<string, unknown>>[];
  };
}
const ask = async (query: string, authorities = SAR) =>
  (await app.as(staff.assessor, authorities)).get<Found>(`/subject-access-request?${query}`);

describe('B5.6: subject access to assessments', () => {
  it('is everything about the person and nothing about others, newest first, by either number', async () => {
    for (const query of ['crn=X710530', 'prn=A7530AA', 'crn=x710530', 'crn=X710530&prn=A7530AA']) {
      const { status, body } = await ask(query);
      expect(status).toBe(200);
      const { assessments, assessmentReferralHistoryNotes: notes } = body.content;
      expect(assessments.map(({ createdAt }) => createdAt)).toEqual([
        '2027-02-10T23:30:00.000Z',
        '2027-01-05T10:00:00.000Z',
      ]);
      expect(assessments[1]).toMatchObject({
        crn: 'X710530',
        nomsNumber: 'A7530AA',
        status: 'rejected',
        probationRegion: 'London',
        rejectionReasonDetail: aRejection()['referralRejectionReasonDetail' as never],
        isWithdrawn: false,
      });
      expect(notes.map(({ category }) => category).toSorted()).toEqual(['rejected', 'submitted', 'submitted']);
      expect(JSON.stringify(body)).not.toContain('X710531');
    }
  });

  it('names staff by their surname and nothing else of theirs', async () => {
    const { body } = await ask('crn=X710530');
    const rejected = body.content.assessmentReferralHistoryNotes.find(({ category }) => category === 'rejected');
    expect(rejected).toMatchObject({ author: 'of ASSESSOR_1' }); // called "Name of ASSESSOR_1"
    expect(JSON.stringify(body)).not.toContain(staff.assessor.userId);
  });

  it('counts both end days, in London', async () => {
    const created = async (query: string) => (await ask(`crn=X710530&${query}`)).body.content.assessments.length;
    expect(await created('fromDate=2027-02-10')).toBe(1);
    expect(await created('toDate=2027-02-10')).toBe(2);
    expect(await created('toDate=2027-02-09')).toBe(1);
    expect(await created('fromDate=2027-01-05&toDate=2027-01-05')).toBe(1);
  });

  it.each([
    ['nobody it knows', 'crn=X719999', 204],
    ['no time in which anything was recorded', 'crn=X710531&toDate=1999-01-01', 204],
    ['no number', 'fromDate=2027-01-01', 400],
    ['days that end before they begin', 'crn=X710530&fromDate=2027-02-02&toDate=2027-02-01', 400],
    ['a day that there is not', 'crn=X710530&fromDate=2027-02-30', 400],
  ])('answers for %s: %s %i', async (_, query, status) => {
    expect((await ask(query)).status).toBe(status);
  });

  it('is for the subject access service alone', async () => {
    expect((await ask('crn=X710530', ['ROLE_PROBATION'])).status).toBe(403);
    expect((await app.test.request.get('/subject-access-request?crn=X710530')).status).toBe(401);
  });

  it('finds what was recorded under a number that has since been merged into another', async () => {
    await app.submitted({ crn: 'X710532', nomsNumber: 'A7532AA' });
    const events = app.test.app.get(NumberEvents);
    const merge = anEvent(PersonMerged, { numberType: 'crn', from: 'X710532', into: 'X710533' });
    await app.deliver(events.follow.bind(events), merge);
    for (const crn of ['X710532', 'X710533']) expect((await ask(`crn=${crn}`)).status).toBe(200);
  });
});
