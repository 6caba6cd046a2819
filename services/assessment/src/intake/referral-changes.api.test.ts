import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { newId } from '@throughcare/events/ids';
import { ReferralAmended } from '@throughcare/events/referral-amended.v1';
import { ReferralWithdrawn } from '@throughcare/events/referral-withdrawn.v1';
import { anEvent, publishedBy } from '@throughcare/platform/testing';
import { AssessmentApp, staff } from '../testing/assessment-app';
import { OpenBookingsEvents } from './open-bookings.events';
import { ReferralEvents } from './referral.events';

let app: AssessmentApp;
let handlers: ReferralEvents;
beforeAll(async () => {
  app = await AssessmentApp.start();
  handlers = app.test.app.get(ReferralEvents);
});
afterAll(() => app?.close());

const REASON = ReferralWithdrawn.example.reasonId;
const withdraw = (applicationId: string) =>
  app.deliver(
    handlers.withdrawn.bind(handlers),
    anEvent(ReferralWithdrawn, { applicationId, reasonId: REASON, byUserId: staff.referrer.userId }, 2),
  );
const amend = (applicationId: string, over: object) =>
  app.deliver(
    handlers.amended.bind(handlers),
    anEvent(ReferralAmended, { applicationId, amendedByUserId: staff.referrer.userId, ...over }, 2),
  );
const rowOf = async (id: string) => {
  const [row] = await app.test.db.query<Record<string, unknown>[]>('select * from assessment where id = $1', [id]);
  return row ?? {};
};
const notesOf = (id: string) =>
  app.test.db.query<{ kind: string; category: string | null; message: string | null }[]>(
    'select kind, category, message from note where assessment_id = $1 order by created_at, id',
    [id],
  );

describe('a withdrawn referral', () => {
  it.each(['unallocated', 'in_review', 'ready_to_place'] as const)(
    'that is %s is rejected as withdrawn',
    async (state) => {
      const applicationId = newId();
      const id = await app.inState(state, { applicationId });
      await withdraw(applicationId);
      expect(await rowOf(id)).toMatchObject({ status: 'rejected', is_withdrawn: true, rejection_reason_id: REASON });
      const told = (await publishedBy(app.test, id)).at(-1);
      expect(told?.type).toBe(AssessmentRejected.type);
      expect(JSON.parse(told?.payload ?? '{}')).toMatchObject({
        isWithdrawn: true,
        byUserId: staff.referrer.userId,
      });
    },
  );

  it('twice, or after it was decided, changes nothing', async () => {
    const applicationId = newId();
    const id = await app.inState('closed', { applicationId });
    await withdraw(applicationId);
    await withdraw(applicationId);
    expect((await rowOf(id)).status).toBe('closed');
  });

  const booked = async (definition: typeof BookingProvisionallyMade | typeof BookingConfirmed) => {
    const applicationId = newId();
    const id = await app.inState('ready_to_place', { applicationId });
    const bookings = app.test.app.get(OpenBookingsEvents);
    const made = anEvent(definition as never, { applicationId, assessmentId: id, bookingId: newId() } as never, 1);
    await app.deliver(bookings.moved.bind(bookings), made);
    await withdraw(applicationId);
    return id;
  };

  it('with a bedspace on offer is rejected, and the offer goes with it', async () => {
    const id = await booked(BookingProvisionallyMade);
    expect((await rowOf(id)).status).toBe('rejected');
    expect((await notesOf(id)).at(-1)).toMatchObject({ message: expect.stringContaining('cancelled with it') });
  });

  it('with a firm booking stays as it is, with a note that says what to do', async () => {
    const id = await booked(BookingConfirmed);
    expect((await rowOf(id)).status).toBe('ready_to_place');
    expect((await notesOf(id)).at(-1)).toMatchObject({
      kind: 'user',
      message: expect.stringContaining('cancel the booking'),
    });
  });
});

describe('a corrected referral', () => {
  it('takes over the dates that the practitioner changed, and says so on the timeline', async () => {
    const applicationId = newId();
    const id = await app.inState('in_review', { applicationId });
    const accommodationRequiredFromDate = '2026-03-09';
    await amend(applicationId, { changed: ['accommodationRequiredFromDate'], accommodationRequiredFromDate });
    const day = await app.test.db.query<{ day: string }[]>(
      'select accommodation_required_from_date::text as day from assessment where id = $1',
      [id],
    );
    expect([day[0]?.day, (await rowOf(id)).status]).toEqual([accommodationRequiredFromDate, 'in_review']);
    expect(
      (await notesOf(id))
        .map(({ kind }) => kind)
        .slice(-2)
        .toSorted(),
    ).toEqual(['dates', 'user']);
  });

  it('leaves an assessor’s own date alone when other answers changed', async () => {
    const applicationId = newId();
    const id = await app.inState('in_review', { applicationId });
    const before = await rowOf(id);
    await amend(applicationId, { changed: [], accommodationRequiredFromDate: '2027-01-01' });
    expect(await rowOf(id)).toEqual(before);
    expect((await notesOf(id)).at(-1)?.message).toContain('corrected this referral');
  });
});
