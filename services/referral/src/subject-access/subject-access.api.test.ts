import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { newId } from '@throughcare/events/ids';
import { anEvent } from '@throughcare/platform/testing';
import { HistoryEvents } from '../history/history.events';
import { ReferralApp, staff, theAnswers } from '../testing/referral-app';

interface Found {
  readonly content: Readonly<Record<string, Readonly<Record<string, unknown>>[]>>;
}

let referral: ReferralApp;
const ask = async (query: string, authorities = ['ROLE_SAR_DATA_ACCESS']) =>
  (await referral.test.as({ username: 'SAR', authorities })).get<Found>(`/subject-access-request?${query}`);

describe('B5.6: subject access to referrals', () => {
  beforeAll(async () => {
    referral = await ReferralApp.start();
    const id = await referral.submitted();
    const api = await referral.as(staff.referrer);
    await api.post(`/cas3/applications/${id}/amendments`, { reason: 'A slip of the pen', data: changed() });
    const history = referral.test.app.get(HistoryEvents);
    const made = anEvent(BookingProvisionallyMade, { applicationId: id, bookingId: newId() }, 1);
    await referral.deliver(history.stayed.bind(history), made);
    const draft = await referral.draft();
    await api.put(`/cas3/applications/${draft}`, { data: {} });
  });
  afterAll(() => referral?.close());

  const changed = () =>
    theAnswers({ 'sentence-information/offending-summary': { summary: 'Words of the second version' } });

  it('is every draft and referral with its answers, what it said before, and what became of it', async () => {
    const { status, body } = await ask('crn=X900001');
    expect(status).toBe(200);
    const { applications = [], earlierAnswers = [], applicationHistory = [], bookings = [] } = body.content;
    expect(applications).toHaveLength(2);
    expect(applications[1]).toMatchObject({
      crn: 'X900001',
      author: 'of REFERRER_1',
      placementRegion: 'London',
      answers: expect.objectContaining({ 'sentence-information': expect.any(Object) }),
      readableCopy: expect.any(Object),
    });
    expect(earlierAnswers.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['A slip of the pen', null]));
    expect(applicationHistory).toHaveLength(1);
    expect(bookings).toMatchObject([{ status: 'provisional' }]);
    expect((await ask('prn=A9001AA')).body.content.applications).toHaveLength(2);
  });

  it.each([
    ['crn=X999999', 204],
    ['crn=X900001&toDate=2020-01-01', 204],
    ['', 400],
    ['crn=X900001&fromDate=2026-03-03&toDate=2026-03-02', 400],
  ])('answers %j with %i', async (query, status) => {
    expect((await ask(query)).status).toBe(status);
  });

  it('is for the subject access service alone', async () => {
    expect((await ask('crn=X900001', ['ROLE_PROBATION'])).status).toBe(403);
    expect((await referral.test.request.get('/subject-access-request?crn=X900001')).status).toBe(401);
  });
});
