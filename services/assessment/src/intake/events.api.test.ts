import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import type { EventDefinition } from '@throughcare/events/define-event';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import fc from 'fast-check';
import { anEvent } from '@throughcare/platform/testing';
import { AssessmentApp, staff } from '../testing/assessment-app';
import { REASON } from '../assessment/assessment.builder';
import { BookingEvents } from './booking.events';
import { OpenBookingsEvents } from './open-bookings.events';
import { ReferralEvents } from './referral.events';

let app: AssessmentApp;
let bookings: BookingEvents;
let referrals: ReferralEvents;
beforeAll(async () => {
  app = await AssessmentApp.start();
  bookings = app.test.app.get(BookingEvents);
  referrals = app.test.app.get(ReferralEvents);
});
afterAll(() => app?.close());

const confirmed = (assessmentId: string | undefined, bookingId: string, version = 2) =>
  app.deliver(bookings.handle.bind(bookings), anEvent(BookingConfirmed, { assessmentId, bookingId }, version));
const cancelled = (assessmentId: string | undefined, bookingId: string, version = 3) =>
  app.deliver(bookings.handle.bind(bookings), anEvent(BookingCancelled, { assessmentId, bookingId }, version));
interface Refusal {
  readonly code: string;
  readonly detail: string;
}
const rejects = async (id: string) =>
  (await app.as(staff.assessor)).post<Refusal>(`/cas3/assessments/${id}/rejection`, {
    document: {},
    rejectionRationale: 'default',
    referralRejectionReasonId: REASON,
    isWithdrawn: true,
  });
const categories = async (id: string) => {
  const { body } = await (await app.as(staff.assessor)).get<{ category: string }[]>(`/cas3/timeline/${id}`);
  return body.map(({ category }) => category).reverse();
};

describe('a submitted referral', () => {
  it('opens an assessment whose id everyone can derive, once, however often it is told', async () => {
    const applicationId = newId();
    const event = anEvent(ReferralSubmitted, { applicationId }, 1);
    const deliver = () => app.deliver(referrals.submitted.bind(referrals), event);
    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();
    const id = assessmentIdOf(applicationId);
    expect(await app.row(id)).toMatchObject({
      status: 'unallocated',
      version: 0,
      application_id: applicationId,
      crn: 'X900001',
      noms_number: 'A9001AA',
    });
    expect(await categories(id)).toEqual(['submitted']);
    expect(await app.published(id)).toEqual([]);
  });

  it('told again later does not undo what was decided', async () => {
    const id = await app.inState('ready_to_place');
    const applicationId = String((await app.row(id)).application_id);
    await app.deliver(referrals.submitted.bind(referrals), anEvent(ReferralSubmitted, { applicationId }, 1));
    expect((await app.row(id)).status).toBe('ready_to_place');
  });
});

describe('a confirmed booking', () => {
  it('closes the assessment and its cancellation re-opens it', async () => {
    const id = await app.inState('ready_to_place');
    const bookingId = newId();
    await confirmed(id, bookingId);
    expect(await app.row(id)).toMatchObject({ status: 'closed', closed_by_booking_id: bookingId });
    await cancelled(id, bookingId);
    expect(await app.row(id)).toMatchObject({ status: 'ready_to_place', closed_by_booking_id: null, version: 4 });
    const causes = (await app.published(id)).map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
    expect(causes.slice(-2)).toMatchObject([
      { cause: 'booking-confirmed', bookingId },
      { cause: 'booking-cancelled', bookingId },
    ]);
    expect(await categories(id)).toEqual(['submitted', 'in_review', 'ready_to_place', 'completed', 'ready_to_place']);
  });

  it('is shown on the timeline under the name of who confirmed it, once that is known', async () => {
    const id = await app.inState('ready_to_place');
    const { username } = staff.colleague;
    const confirmedBy = { staffCode: 'N07S001', username, probationRegionCode: 'N07' };
    const event = anEvent(BookingConfirmed, { assessmentId: id, bookingId: newId(), confirmedBy }, 2);
    await app.deliver(bookings.handle.bind(bookings), event);
    const author = async () => {
      const { body } = await (
        await app.as(staff.assessor)
      ).get<{ createdByUserName: string }[]>(`/cas3/timeline/${id}`);
      return body[0]?.createdByUserName;
    };
    expect(await author()).toBe(username);
    await (await app.as(staff.colleague)).get('/cas3/assessments');
    expect(await author()).toBe(`Name of ${username}`);
  });

  it('told twice closes once', async () => {
    const id = await app.inState('ready_to_place');
    const bookingId = newId();
    await Promise.all([confirmed(id, bookingId), confirmed(id, bookingId)]);
    await confirmed(id, bookingId);
    expect(await categories(id)).toEqual(['submitted', 'in_review', 'ready_to_place', 'completed']);
  });

  it('told after its cancellation closes nothing', async () => {
    const id = await app.inState('ready_to_place');
    const bookingId = newId();
    await cancelled(id, bookingId);
    await confirmed(id, bookingId);
    expect((await app.row(id)).status).toBe('ready_to_place');
  });

  it('F-040: that crossed a rejection closes the assessment, whichever is heard first', async () => {
    for (const status of ['unallocated', 'in_review', 'rejected'] as const) {
      const id = await app.inState(status);
      const bookingId = newId();
      await confirmed(id, bookingId);
      expect(await app.row(id)).toMatchObject({ status: 'closed', closed_by_booking_id: bookingId });
      const { body } = await rejects(id);
      expect(body).toMatchObject({ code: 'ASSESSMENT_STATUS_CONFLICT' });
    }
  });

  it('has a cancellation that does not re-open what staff closed', async () => {
    const bookingId = newId();
    const archived = await app.inState('closed');
    await confirmed(archived, bookingId);
    await cancelled(archived, bookingId);
    expect((await app.row(archived)).status).toBe('closed');
  });

  it('and staff acting at the same moment end in a state that one order explains', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await app.inState('ready_to_place');
      const bookingId = newId();
      const api = await app.as(staff.assessor);
      const [, closed] = await Promise.all([confirmed(id, bookingId), api.post(`/cas3/assessments/${id}/closure`)]);
      expect(closed.status).toBe(200);
      const { status, version } = await app.row(id);
      expect([status, version]).toEqual(['closed', 3]);
      expect((await app.published(id)).map((event) => event.version)).toEqual([1, 2, 3]);
    }
  });

  it('without an assessment, or of one not seen yet, is no error', async () => {
    await confirmed(undefined, newId());
    await cancelled(undefined, newId());
    await confirmed(newId(), newId());
    await expect(cancelled(newId(), newId())).resolves.toBeUndefined();
  });

  it('of several, in any order and with repeats, ends where the last word of each says', async () => {
    const stories = [
      { told: ['A2', 'A3'], status: 'ready_to_place' },
      { told: ['A2', 'B2', 'A3'], status: 'closed' },
      { told: ['A2', 'A3', 'B2', 'B3'], status: 'ready_to_place' },
      { told: ['A2', 'A3', 'B2', 'C2', 'C3'], status: 'closed' },
    ];
    const anyOrder = fc.constantFrom(...stories).chain(({ told, status }) =>
      fc.record({
        status: fc.constant(status),
        told: fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(anyOrder, async ({ told, status }) => {
        const id = await app.inState('ready_to_place');
        const names: Record<string, string> = { A: newId(), B: newId(), C: newId() };
        for (const word of told) {
          const bookingId = names[word[0] ?? ''] ?? '';
          await (word.endsWith('2') ? confirmed(id, bookingId) : cancelled(id, bookingId));
        }
        const row = await app.row(id);
        expect(row.status).toBe(status);
        const versions = (await app.published(id)).map(({ version }) => version);
        expect(versions).toEqual(Array.from({ length: row.version }, (_, index) => index + 1));
      }),
      { numRuns: 25 },
    );
  });
});

describe('F-040: a decision against a referral', () => {
  const tell = async (definition: EventDefinition, id: string, bookingId: string, version: number) => {
    const handlers = app.test.app.get(OpenBookingsEvents);
    await app.deliver(
      handlers.moved.bind(handlers) as never,
      anEvent(definition, { assessmentId: id, bookingId }, version),
    );
  };
  const closes = async (id: string) => (await app.as(staff.assessor)).post<Refusal>(`/cas3/assessments/${id}/closure`);

  it.each([
    ['a provisional booking', [BookingProvisionallyMade], 200, 409],
    ['a firm booking', [BookingProvisionallyMade, BookingConfirmed], 409, 200],
    ['a cancelled booking', [BookingProvisionallyMade, BookingCancelled], 200, 200],
    ['a stay that has ended', [BookingProvisionallyMade, BookingConfirmed, PersonDeparted], 200, 200],
  ])('with %s: rejecting and archiving answer', async (_, story, rejecting, archiving) => {
    const [first, second] = [await app.inState('ready_to_place'), await app.inState('ready_to_place')];
    const [bookingId, other] = [newId(), newId()];
    for (const id of [first, second])
      for (const [at, definition] of story.entries())
        await tell(definition, id, id === first ? bookingId : other, at + 1);
    const rejected = await rejects(first);
    expect([rejected.status, (await closes(second)).status]).toEqual([rejecting, archiving]);
    if (rejecting === 409)
      expect([rejected.body.code, rejected.body.detail.split(' ').at(-1)]).toEqual([
        'REFERRAL_HAS_OPEN_BOOKING',
        bookingId,
      ]);
    expect((await app.row(first)).status).toBe(rejecting === 409 ? 'ready_to_place' : 'rejected');
  });

  it('with a provisional booking says on the timeline that it is cancelled too', async () => {
    const [id, without] = [await app.inState('ready_to_place'), await app.inState('ready_to_place')];
    await tell(BookingProvisionallyMade, id, newId(), 1);
    for (const each of [id, without]) expect((await rejects(each)).status).toBe(200);
    const remarks = (of: string) =>
      app.test.db.query(`select message from note where assessment_id = $1 and kind = 'user'`, [of]);
    expect(await remarks(id)).toEqual([{ message: expect.stringContaining('That booking is cancelled with it') }]);
    expect(await remarks(without)).toEqual([]);
  });

  it('knows where a booking stands in whatever order it is told', async () => {
    const id = await app.inState('ready_to_place');
    const bookingId = newId();
    for (const [definition, version] of [
      [BookingCancelled, 3],
      [BookingConfirmed, 2],
      [BookingProvisionallyMade, 1],
    ] as const)
      await tell(definition, id, bookingId, version);
    expect((await rejects(id)).status).toBe(200);
  });
});
