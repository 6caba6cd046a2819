import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { settled } from '@throughcare/messaging/proof';
import { Neighbours, anEvent, undeclaredRepairs } from '@throughcare/platform/testing';
import { AssessmentApp, staff } from './testing/assessment-app';

let app: AssessmentApp;
let neighbours: Neighbours;
beforeAll(async () => {
  app = await AssessmentApp.start({ events: true });
  neighbours = await Neighbours.join(app.test.database.adminUrl, 'referral', 'booking', 'gateway');
});
afterAll(async () => {
  await neighbours?.leave();
  await app?.close();
});

const calm = () => settled([{ dataSource: app.test.db, schema: 'assessment' }], 20_000);

describe('the service among the others', () => {
  it('F-075: every consumer can be repaired by a replay, or says why not', () => {
    expect(undeclaredRepairs(app.test)).toEqual([]);
  });

  it('opens, closes and re-opens an assessment by what it hears, one trail from cause to effect', async () => {
    const applicationId = newId();
    const id = assessmentIdOf(applicationId);
    const booking = { assessmentId: id, bookingId: newId() };
    await neighbours.log('referral', anEvent(ReferralSubmitted, { applicationId }, 1));
    await calm();
    const api = await app.as(staff.assessor);
    expect((await api.post(`/tasks/assessment/${id}/allocations`)).status).toBe(201);
    expect((await api.post(`/cas3/assessments/${id}/acceptance`, { document: {} })).status).toBe(200);
    const confirmed = anEvent(BookingConfirmed, booking, 2);
    await neighbours.log('booking', confirmed);
    await calm();
    expect((await app.row(id)).status).toBe('closed');
    const cancelled = anEvent(BookingCancelled, booking, 3);
    await neighbours.log('booking', cancelled);
    await calm();
    expect((await app.row(id)).status).toBe('ready_to_place');
    const trail = await app.test.db.query<unknown[]>(
      `select type, version, headers->>'causationid' as cause from event_log where aggregate_id = $1 order by version`,
      [id],
    );
    const prefix = 'accommodation.cas3.assessment.';
    expect(trail).toEqual([
      { type: `${prefix}allocated`, version: 1, cause: null },
      { type: `${prefix}ready-to-place`, version: 2, cause: null },
      { type: `${prefix}closed`, version: 3, cause: confirmed.id },
      { type: `${prefix}ready-to-place`, version: 4, cause: cancelled.id },
    ]);
    expect(await app.test.db.query('select * from dead_letter')).toEqual([]);
  });
});
