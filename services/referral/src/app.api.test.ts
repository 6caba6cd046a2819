import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { assessmentIdOf } from '@throughcare/events/ids';
import { StaffUpdated } from '@throughcare/events/staff-updated.v1';
import { settled } from '@throughcare/messaging/proof';
import { Neighbours, anEvent, undeclaredRepairs } from '@throughcare/platform/testing';
import { ReferralApp, staff, type ApplicationJson } from './testing/referral-app';

let referral: ReferralApp;
let neighbours: Neighbours;
beforeAll(async () => {
  referral = await ReferralApp.start({ events: true });
  neighbours = await Neighbours.join(referral.test.database.adminUrl, 'assessment', 'gateway');
});
afterAll(async () => {
  await neighbours?.leave();
  await referral?.close();
});

const calm = () => settled([{ dataSource: referral.test.db, schema: 'referral' }], 20_000);

describe('the service among the others', () => {
  it('F-075: every consumer can be repaired by a replay, or says why not', () => {
    expect(undeclaredRepairs(referral.test)).toEqual([]);
  });

  it('hears the outcome from the bus, and its own event reaches the log', async () => {
    const id = await referral.submitted();
    const facts = { applicationId: id, assessmentId: assessmentIdOf(id) };
    await neighbours.log('assessment', anEvent(AssessmentAllocated, facts, 1));
    await neighbours.log('assessment', anEvent(AssessmentRejected, facts, 2));
    await calm();
    const { body } = await (await referral.as(staff.referrer)).get<ApplicationJson>(`/cas3/applications/${id}`);
    expect(body).toMatchObject({ status: 'rejected', assessmentDecision: 'rejected' });
    expect(await referral.test.db.query('select key, aggregate_id, version from event_log')).toEqual([
      { key: 'X900001', aggregate_id: id, version: 1 },
    ]);
    expect(await referral.test.db.query('select * from dead_letter')).toEqual([]);
  });

  it('believes a new role or region as soon as it is told of it', async () => {
    const { userId, username, name, regionId } = staff.colleague;
    const api = await referral.as(staff.colleague);
    expect((await api.get('/cas3/applications')).status).toBe(200);
    const data = { userId, username, name, probationRegionId: regionId, isActive: false };
    await neighbours.log('gateway', anEvent(StaffUpdated, data, 1));
    await calm();
    expect((await api.get('/cas3/applications')).status).toBe(403);
  });
});
