import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { ReferralAmended } from '@throughcare/events/referral-amended.v1';
import { addDays } from '@throughcare/base/calendar';
import { anEvent } from '@throughcare/platform/testing';
import { OutcomeEvents } from '../application/outcome.events';
import { HistoryEvents } from '../history/history.events';
import {
  OTHER_PDU,
  ReferralApp,
  facts,
  factsAway,
  staff,
  theAnswers,
  type ApplicationJson,
} from '../testing/referral-app';

let referral: ReferralApp;
let history: HistoryEvents;
beforeAll(async () => {
  referral = await ReferralApp.start();
  history = referral.test.app.get(HistoryEvents);
});
afterAll(() => referral?.close());

const REASON = 'f47ac10b-58cc-4372-a567-0e02b2c3d475';
const pathOf = (id: string) => `/cas3/applications/${id}`;
const read = async (id: string) => (await (await referral.as(staff.referrer)).get<ApplicationJson>(pathOf(id))).body;
const withdraw = async (id: string, body: object = { reasonId: REASON, detail: 'Found a flat' }, by = staff.referrer) =>
  (await referral.as(by)).post(`${pathOf(id)}/withdrawal`, body);
const amend = async (id: string, data: unknown, over: object = {}, headers = {}) =>
  (await referral.as(staff.referrer))
    .with(headers)
    .post<ApplicationJson>(`${pathOf(id)}/amendments`, { reason: 'A slip of the pen', data, ...over });
const told = async (id: string) => (await referral.published(id)).map(({ type }) => type.split('cas3.')[1]);
const closed = (id: string) => {
  const outcome = referral.test.app.get(OutcomeEvents);
  const of = { applicationId: id, assessmentId: assessmentIdOf(id) };
  return referral.deliver(outcome.apply.bind(outcome), anEvent(AssessmentClosed, of, 9));
};
const booked = (id: string, bookingId: string) =>
  referral.deliver(
    history.stayed.bind(history),
    anEvent(BookingProvisionallyMade, { applicationId: id, bookingId }, 1),
  );

describe('withdrawing a referral', () => {
  it('takes it back once, with its reason, and is shown', async () => {
    const id = await referral.submitted();
    const replies = await Promise.all(Array.from({ length: 5 }, () => withdraw(id)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await told(id)).toEqual(['referral.submitted', 'referral.withdrawn']);
    expect(await read(id)).toMatchObject({
      status: 'rejected',
      withdrawnAt: expect.any(String),
      withdrawalReasonId: REASON,
    });
  });

  it('is refused for a draft, an unknown reason, one that is decided, and while a bedspace is booked', async () => {
    const draft = await referral.draft();
    expect(await withdraw(draft)).toMatchObject({ status: 409, body: { code: 'APPLICATION_NOT_SUBMITTED' } });
    const id = await referral.submitted();
    expect(await withdraw(id, { reasonId: newId() })).toMatchObject({
      status: 400,
      body: { 'invalid-params': [{ propertyName: '$.reasonId', errorType: 'doesNotExist' }] },
    });
    await booked(id, newId());
    expect(await withdraw(id)).toMatchObject({ status: 409, body: { code: 'REFERRAL_HAS_OPEN_BOOKING' } });
    const decided = await referral.submitted();
    await closed(decided);
    expect(await withdraw(decided)).toMatchObject({ status: 409, body: { code: 'REFERRAL_ALREADY_DECIDED' } });
    expect(await told(id)).toEqual(['referral.submitted']);
  });

  it('is for the practitioner who made it', async () => {
    const id = await referral.submitted();
    for (const by of [staff.colleague, staff.faraway]) expect((await withdraw(id, undefined, by)).status).toBe(403);
    expect((await withdraw(id, undefined, staff.assessor)).status).toBe(403);
  });
});

describe('amending a referral', () => {
  const requiredFrom = addDays(facts.requiredFrom, 2);
  const corrected = () =>
    theAnswers({
      'eligibility/accommodation-required-from-date': { accommodationRequiredFromDate: requiredFrom },
      'placement-location/alternative-pdu': { alternativePdu: 'yes', pduId: OTHER_PDU },
      'placement-location/alternative-pdu-reason': { reason: 'Family' },
    });

  it('freezes the corrected answers, keeps those before, and says what changed', async () => {
    const id = await referral.submitted();
    const before = await read(id);
    const reply = await amend(id, corrected());
    expect(reply).toMatchObject({
      status: 200,
      body: { amendments: 1, arrivalDate: `${requiredFrom}T00:00:00.000Z`, probationDeliveryUnitId: OTHER_PDU },
    });
    expect(await told(id)).toEqual(['referral.submitted', 'referral.amended']);
    const event = ReferralAmended.data.parse(JSON.parse((await referral.published(id))[1]?.payload ?? '{}'));
    expect(event).toMatchObject({
      amendment: 1,
      changed: ['probationDeliveryUnitId', 'accommodationRequiredFromDate'],
      accommodationRequiredFromDate: requiredFrom,
    });
    const kept = await referral.test.db.query<Record<string, unknown>[]>(
      'select data, document, reason, changed from application_amendment where application_id = $1',
      [id],
    );
    expect(kept).toEqual([
      expect.objectContaining({ reason: 'A slip of the pen', document: JSON.stringify(before.document) }),
    ]);
    expect(JSON.parse(String(kept[0]?.data))).toEqual(before.data);
    expect((await read(id)).document).toEqual(reply.body.readableCopy);
  });

  it('changes nothing when the answers say what they said', async () => {
    const id = await referral.submitted();
    expect((await amend(id, theAnswers())).status).toBe(200);
    expect(await told(id)).toEqual(['referral.submitted']);
  });

  it('is refused with a wrong answer, without consent, for another region and without a reason', async () => {
    const id = await referral.submitted();
    expect(await amend(id, theAnswers({ 'move-on-plan/move-on-plan': { plan: '' } }))).toMatchObject({
      status: 400,
      body: { code: 'REFERRAL_INCOMPLETE' },
    });
    expect(await amend(id, theAnswers({ 'consent/consent-given': { consentGiven: 'no' } }))).toMatchObject({
      status: 400,
      body: { code: 'CONSENT_NOT_GIVEN' },
    });
    expect(await amend(id, theAnswers({}, factsAway))).toMatchObject({
      status: 409,
      body: { code: 'PLACEMENT_REGION_FIXED' },
    });
    expect((await amend(id, corrected(), { reason: ' ' })).status).toBe(400);
    expect((await amend(id, corrected(), {}, { 'if-match': '"1"' })).status).toBe(409);
    expect(await told(id)).toEqual(['referral.submitted']);
  });

  it('of two at once lets both through only one after the other', async () => {
    const id = await referral.submitted();
    const plans = ['A flat', 'A hostel'].map((plan) => theAnswers({ 'move-on-plan/move-on-plan': { plan } }));
    const replies = await Promise.all(plans.map((data) => amend(id, data)));
    expect(replies.map(({ body }) => body.amendments).toSorted()).toEqual([1, 2]);
    expect(await told(id)).toHaveLength(3);
  });

  it('is over once the referral is withdrawn', async () => {
    const id = await referral.submitted();
    await withdraw(id);
    expect(await amend(id, corrected())).toMatchObject({ status: 409, body: { code: 'REFERRAL_WITHDRAWN' } });
  });
});

describe('what became of a referral', () => {
  it('is shown to the referrer, newest first, whatever order events come in and however often', async () => {
    const id = await referral.submitted();
    const bookingId = newId();
    const of = { applicationId: id, assessmentId: assessmentIdOf(id), bookingId };
    const later = (minutes: number) => ({ time: new Date(Date.now() + minutes * 60_000).toISOString() });
    const allocated = { ...anEvent(AssessmentAllocated, of, 1), ...later(1) };
    const made = { ...anEvent(BookingProvisionallyMade, of, 1), ...later(2) };
    const cancelled = { ...anEvent(BookingCancelled, of, 2), ...later(3) };
    await referral.deliver(history.cancelled.bind(history), cancelled);
    await referral.deliver(history.stayed.bind(history), made);
    await referral.deliver(history.stayed.bind(history), made);
    await referral.deliver(history.assessed.bind(history), allocated);
    await withdraw(id);
    const { body } = await (
      await referral.as(staff.referrer)
    ).get<{ what: string; by: string | null }[]>(`${pathOf(id)}/history`);
    expect(body.map(({ what }) => what)).toEqual([
      'booking_cancelled',
      'bedspace_offered',
      'in_review',
      'withdrawn',
      'submitted',
      'started',
    ]);
    expect(body.at(-1)?.by).toBe(staff.referrer.name);
    const [booking] = await referral.test.db.query<Record<string, unknown>[]>(
      'select status, version, offered_at from application_booking where booking_id = $1',
      [bookingId],
    );
    expect(booking).toMatchObject({ status: 'cancelled', version: 2, offered_at: expect.any(Date) });
  });

  it('is for who may read the referral', async () => {
    const id = await referral.submitted();
    expect((await (await referral.as(staff.assessor)).get(`${pathOf(id)}/history`)).status).toBe(200);
    expect((await (await referral.as(staff.faraway)).get(`${pathOf(id)}/history`)).status).toBe(403);
  });
});
