import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { newId } from '@throughcare/events/ids';
import { anEvent, type TestRequest } from '@throughcare/platform/testing';
import { ReferralViewEvents } from '../referral/referral-view.events';
import { RejectionEvents } from '../rejection/rejection.events';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import { LONDON } from '../testing/builders';
import { ARRIVAL, CANCELLATION } from '../testing/stay-desk';

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
let other: Place;
let applicationId: string;
let assessmentId: string;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  booking.aPerson('X900001');
});
beforeEach(async () => {
  await booking.nobodyIsBooked();
  [place, other] = [await booking.aPlace(assessor), await booking.aPlace(assessor)];
  [applicationId, assessmentId] = [newId(), newId()];
  statusIs('ready_to_place');
});
afterAll(() => booking?.close());

type Answer = { id: string; code: string; detail: string; warnings: { code: string }[] };
/** What the assessment service itself would answer. */
const statusIs = (status: string) =>
  booking.assessments.assessments.set(assessmentId, { status, applicationId, crn: 'X900001' });
const book = (at: Place, over: object = {}) =>
  assessor.post<Answer>(`/cas3/v2/premises/${at.premisesId}/bookings`, aBookingBody(at, { assessmentId, ...over }));
const booked = async () => `/cas3/v2/premises/${place.premisesId}/bookings/${(await book(place)).body.id}`;
const press = (path: string, button: string, body: object = {}) => assessor.post<Answer>(`${path}/${button}`, body);
const lastWord = ({ body }: { body: Answer }) => body.detail.split(' ').at(-1);
const hear = async (definition: typeof AssessmentRejected | typeof AssessmentReadyToPlace, version: number) => {
  const handlers = booking.test.app.get(ReferralViewEvents);
  const facts = { applicationId, assessmentId, crn: 'X900001', probationRegionId: LONDON };
  await booking.deliver(handlers.moved.bind(handlers), anEvent(definition, facts, version));
};

describe('F-040: a referral and its booking', () => {
  it.each(['rejected', 'closed', 'in_review', 'unallocated'])('that is %s by now is not confirmed', async (status) => {
    const path = await booked();
    statusIs(status);
    const { status: code, body } = await press(path, 'confirmations');
    expect([code, body.code, body.detail.split(' ').at(-1)]).toEqual([
      409,
      'REFERRAL_NOT_READY_TO_PLACE',
      path.split('/').at(-1),
    ]);
    statusIs('ready_to_place');
    expect((await press(path, 'confirmations')).status).toBe(201);
  });

  it('rejected first is not booked; booked first and rejected after all carries a warning and can be cancelled', async () => {
    statusIs('rejected');
    expect((await book(place)).status).toBe(400);
    statusIs('ready_to_place');
    const path = await booked();
    await hear(AssessmentReadyToPlace, 2);
    statusIs('rejected');
    await hear(AssessmentRejected, 3);
    const shown = await assessor.get<Answer>(path);
    expect(shown.body.warnings.map(({ code }) => code)).toEqual(['REFERRAL_NOT_READY_TO_PLACE']);
    expect((await press(path, 'confirmations')).status).toBe(409);
    expect((await press(path, 'cancellations', CANCELLATION)).status).toBe(201);
  });

  describe('that is rejected', () => {
    const reject = (over: object = {}) => {
      const handlers = booking.test.app.get(RejectionEvents);
      const facts = { applicationId, assessmentId, crn: 'X900001', at: '2026-03-02T12:00:00.000Z' };
      const reason = { rejectionReasonId: '311de468-2284-4b85-8e9a-9b4c0a3c8d90', byUserId: newId() };
      const event = anEvent(AssessmentRejected, { ...facts, ...reason, ...over }, 3);
      return booking.deliver(handlers.rejected.bind(handlers), event);
    };
    const statusOf = async (path: string) => (await assessor.get<{ status: string }>(path)).body.status;

    it('takes its provisional booking with it, once, and says why; the bedspace is free', async () => {
      const path = await booked();
      await Promise.all([reject(), reject()]);
      const { body } = await assessor.get<{ status: string; cancellations: object[] }>(path);
      expect(body).toMatchObject({
        status: 'cancelled',
        cancellations: [{ notes: expect.stringContaining('The referral was rejected') }],
      });
      expect((await press(path, 'confirmations')).status).toBe(409);
      expect((await book(place)).status).toBe(201);
    });

    it('leaves a firm booking and the stay of who has arrived', async () => {
      const path = await booked();
      await press(path, 'confirmations');
      await reject();
      expect(await statusOf(path)).toBe('confirmed');
      await press(path, 'arrivals', ARRIVAL);
      await reject();
      expect(await statusOf(path)).toBe('arrived');
    });

    it('leaves what was booked after it, and bookings of other referrals, however late it is heard', async () => {
      const path = await booked();
      await reject({ at: '2026-03-02T11:59:59.000Z' });
      await reject({ assessmentId: newId() });
      expect(await statusOf(path)).toBe('provisional');
    });
  });

  it('confirmed first arrives whatever is decided about the referral afterwards', async () => {
    const path = await booked();
    await press(path, 'confirmations');
    statusIs('rejected');
    await hear(AssessmentRejected, 3);
    expect((await press(path, 'arrivals', ARRIVAL)).status).toBe(201);
  });

  it('cancelled for a withdrawal does not arrive', async () => {
    const path = await booked();
    await press(path, 'confirmations');
    await press(path, 'cancellations', CANCELLATION);
    expect((await press(path, 'arrivals', ARRIVAL)).status).toBe(409);
  });

  it('holds one bedspace: a second booking is refused and names the first, until that is cancelled', async () => {
    const path = await booked();
    const later = { arrivalDate: '2026-04-01', departureDate: '2026-04-08' };
    const second = await book(other, later);
    expect([second.status, second.body.code, lastWord(second)]).toEqual([
      409,
      'REFERRAL_ALREADY_BOOKED',
      path.split('/').at(-1),
    ]);
    await press(path, 'cancellations', CANCELLATION);
    expect((await book(other, later)).status).toBe(201);
  });

  it('that twenty book at once is booked once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => book(at % 2 ? place : other)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});
