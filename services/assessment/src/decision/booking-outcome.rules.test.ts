import fc from 'fast-check';
import type { AssessmentState } from '../assessment/assessment-state';
import { anAssessment } from '../assessment/assessment.builder';
import { bookingCancelled, bookingConfirmed } from './booking-outcome.rules';

const FIRST = '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11';
const SECOND = '8e2a4d63-7d2c-4a1f-8b68-1a7a2d0a3b22';
const now = new Date('2026-01-22T09:30:00Z');
const ready = anAssessment({ status: 'ready_to_place', decidedAt: new Date('2026-01-14T09:00:00Z') });
const closedByFirst = anAssessment({ status: 'closed', completedAt: now, closedByBookingId: FIRST });

describe('a confirmed booking', () => {
  it('closes an accepted assessment and is remembered', () => {
    expect(bookingConfirmed(ready, FIRST, now)).toMatchObject({
      changes: { status: 'closed', completedAt: now, closedByBookingId: FIRST },
      events: [{ data: { cause: 'booking-confirmed', bookingId: FIRST } }],
      note: { category: 'completed' },
    });
  });

  it('leaves an assessment that is closed', () => {
    expect(bookingConfirmed(anAssessment({ status: 'closed' }), FIRST, now)).toEqual({ changes: {}, events: [] });
  });

  it.each(['unallocated', 'in_review', 'rejected'] as const)(
    'F-040: closes one that is %s as well: the two crossed, and the room is firm',
    (status) => {
      expect(bookingConfirmed(anAssessment({ status }), FIRST, now)).toMatchObject({
        changes: { status: 'closed', closedByBookingId: FIRST, rejectionReasonId: null, isWithdrawn: null },
        events: [{ data: { cause: 'booking-confirmed', bookingId: FIRST } }],
      });
    },
  );
});

describe('a cancelled booking', () => {
  it('re-opens the assessment that it closed', () => {
    expect(bookingCancelled(closedByFirst, FIRST, [], now)).toMatchObject({
      changes: { status: 'ready_to_place', completedAt: null, closedByBookingId: null },
      events: [{ data: { cause: 'booking-cancelled', bookingId: FIRST } }],
      note: { category: 'ready_to_place' },
    });
  });

  it('leaves closed what another firm booking keeps closed', () => {
    expect(bookingCancelled(closedByFirst, FIRST, [SECOND], now)).toMatchObject({
      changes: { closedByBookingId: SECOND },
      events: [{ data: { cause: 'booking-confirmed', bookingId: SECOND } }],
    });
  });

  it('leaves what staff archived, or what another booking closed', () => {
    const byStaff = anAssessment({ status: 'closed', completedAt: now });
    expect(bookingCancelled(byStaff, FIRST, [], now)).toEqual({ changes: {}, events: [] });
    expect(bookingCancelled(closedByFirst, SECOND, [], now)).toEqual({ changes: {}, events: [] });
    expect(bookingCancelled(ready, FIRST, [], now)).toEqual({ changes: {}, events: [] });
  });
});

interface Told {
  readonly bookingId: string;
  readonly version: number;
  readonly firm: boolean;
}

/** As the event handler does it: remember what is newest of each booking, then decide. */
const tell = (told: readonly Told[]): AssessmentState => {
  const seen = new Map<string, Told>();
  return told.reduce<AssessmentState>((assessment, event) => {
    if ((seen.get(event.bookingId)?.version ?? 0) >= event.version) return assessment;
    seen.set(event.bookingId, event);
    const firm = [...seen.values()].filter((one) => one.firm).map((one) => one.bookingId);
    const { changes } = event.firm
      ? bookingConfirmed(assessment, event.bookingId, now)
      : bookingCancelled(assessment, event.bookingId, firm, now);
    return { ...assessment, ...changes };
  }, ready);
};

describe('bookings told of in any order, any number of times', () => {
  const stream = (bookingId: string) =>
    fc
      .constantFrom<Told[]>([], [{ bookingId, version: 2, firm: true }])
      .chain((confirmed) =>
        fc.constantFrom(confirmed, [...confirmed, { bookingId, version: 3, firm: false }] as Told[]),
      );
  const bookings = fc.tuple(stream(FIRST), stream(SECOND), stream('9f3b5e74-8e3d-4b20-9c79-2b8b3e1b4c33'));
  const inAnyOrder = bookings.chain((streams) => {
    const events = streams.flat();
    return fc
      .tuple(fc.shuffledSubarray(events), fc.shuffledSubarray(events, { minLength: events.length }))
      .map(([again, all]) => ({ streams, told: [...again, ...all, ...again] }));
  });

  it('end where the last word of each booking says', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ streams, told }) => {
        const firm = streams.flatMap((events) => (events.at(-1)?.firm ? [events.at(-1)?.bookingId] : []));
        const assessment = tell(told);
        expect(assessment.status).toBe(firm.length > 0 ? 'closed' : 'ready_to_place');
        if (firm.length > 0) expect(firm).toContain(assessment.closedByBookingId);
      }),
      { numRuns: 500 },
    );
  });
});
