import fc from 'fast-check';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { newId } from '@throughcare/events/ids';
import type { EventContext } from '@throughcare/messaging/on-event';
import { PassportApp, anEvent } from '../testing/passport-app';
import { AccommodationEvents } from './accommodation.events';

let passport: PassportApp;
let handlers: AccommodationEvents;
beforeAll(async () => {
  passport = await PassportApp.start();
  handlers = passport.test.app.get(AccommodationEvents);
}, 30_000);
afterAll(() => passport?.close());

let next = 1000;
/** A new person, and what the accommodation services would say of one referral and one booking. */
const aStory = (nomsNumber = `C${next++}CC`) => {
  const facts = { nomsNumber, crn: `X${nomsNumber.slice(1, 5)}`, applicationId: newId(), assessmentId: newId() };
  const stay = { ...facts, bookingId: newId() };
  const at = (minute: number) => ({ time: `2026-02-01T10:${String(minute).padStart(2, '0')}:00.000Z` });
  const tell = <E>(handle: (event: E, context: EventContext) => Promise<void>, event: E) => ({
    event,
    deliver: () => passport.deliver(handle.bind(handlers), event),
  });
  return {
    nomsNumber,
    submitted: tell(handlers.submitted, anEvent(ReferralSubmitted, facts, { version: 1, ...at(0) })),
    booked: tell(handlers.booked, anEvent(BookingProvisionallyMade, stay, { version: 1, ...at(1) })),
    confirmed: tell(handlers.booked, anEvent(BookingConfirmed, stay, { version: 2, ...at(2) })),
    cancelled: tell(handlers.booked, anEvent(BookingCancelled, stay, { version: 3, ...at(3) })),
    arrived: tell(handlers.booked, anEvent(PersonArrived, stay, { version: 3, ...at(4) })),
    undone: tell(handlers.booked, anEvent(PersonArrivalUndone, stay, { version: 4, ...at(5) })),
    departed: tell(handlers.booked, anEvent(PersonDeparted, stay, { version: 4, ...at(5) })),
    rejected: tell(handlers.rejected, anEvent(AssessmentRejected, facts, { version: 3, ...at(6) })),
  };
};

type Step = Exclude<keyof ReturnType<typeof aStory>, 'nomsNumber'>;

const statusOf = async (nomsNumber: string) => {
  const rows = await passport.query<{ status: string }>(
    `select s.status from pathway_status s join person p on p.id = s.person_id
     where p.noms_number = $1 and s.pathway = 'ACCOMMODATION'`,
    [nomsNumber],
  );
  return rows[0]?.status;
};
const setByStaff = async (nomsNumber: string, status: string) => {
  passport.prisoners.add(nomsNumber);
  const body = { pathway: 'ACCOMMODATION', status, caseNoteText: 'Agreed with the person' };
  const path = `/resettlement-passport/prisoner/${nomsNumber}/pathway-with-case-note`;
  expect((await (await passport.as()).patch(path, body)).status).toBe(200);
};

describe('accommodation events', () => {
  it('move the pathway from referral to a place to live', async () => {
    const story = aStory();
    const seen = [];
    for (const step of [story.submitted, story.booked, story.confirmed, story.arrived, story.departed]) {
      await step.deliver();
      seen.push(await statusOf(story.nomsNumber));
    }
    expect(seen).toEqual(['SUPPORT_REQUIRED', 'IN_PROGRESS', 'IN_PROGRESS', 'DONE', 'DONE']);
  });

  it('tell each real change once, by CRN, naming the event that moved it', async () => {
    const story = aStory();
    for (const step of [story.submitted, story.booked, story.confirmed, story.arrived]) await step.deliver();
    const events = await passport.published(story.nomsNumber);
    expect(
      events.map(({ key, version, payload }) => [key, version, (payload as unknown as { cause: string }).cause]),
    ).toEqual([
      [story.submitted.event.data.crn, 1, ReferralSubmitted.type],
      [story.submitted.event.data.crn, 2, BookingProvisionallyMade.type],
      [story.submitted.event.data.crn, 3, PersonArrived.type],
    ]);
  });

  it('F-042: an arrival that was undone leaves a booking and no place to live', async () => {
    const story = aStory();
    for (const step of [story.submitted, story.booked, story.confirmed, story.arrived]) await step.deliver();
    expect(await statusOf(story.nomsNumber)).toBe('DONE');
    await story.undone.deliver();
    expect(await statusOf(story.nomsNumber)).toBe('IN_PROGRESS');
    await story.arrived.deliver();
    expect(await statusOf(story.nomsNumber)).toBe('IN_PROGRESS');
  });

  it('do nothing the second time', async () => {
    const story = aStory();
    for (const step of [story.submitted, story.submitted, story.booked, story.submitted, story.booked])
      await step.deliver();
    expect(await statusOf(story.nomsNumber)).toBe('IN_PROGRESS');
    expect(await passport.published(story.nomsNumber)).toHaveLength(2);
  });

  it('open the referral again when the booking is cancelled', async () => {
    const story = aStory();
    for (const step of [story.submitted, story.booked, story.cancelled]) await step.deliver();
    expect(await statusOf(story.nomsNumber)).toBe('SUPPORT_REQUIRED');
  });

  it('end alike in any order, with repeats', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom<Step[]>(
            ['submitted', 'booked', 'confirmed', 'arrived', 'departed'],
            ['submitted', 'booked', 'cancelled', 'rejected'],
            ['submitted', 'rejected'],
          )
          .chain((names) =>
            fc.record({
              names: fc.constant(names),
              order: fc.shuffledSubarray([...names, ...names], { minLength: names.length * 2 }),
            }),
          ),
        async ({ names, order }) => {
          const [straight, mixed] = [aStory(), aStory()];
          for (const name of names) await straight[name].deliver();
          for (const name of order) await mixed[name].deliver();
          expect(await statusOf(mixed.nomsNumber)).toBe(await statusOf(straight.nomsNumber));
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  it('are put aside with a reason when they name no prison number', async () => {
    const { event } = aStory().submitted;
    const { nomsNumber: _, ...data } = event.data;
    const nameless = { ...event, data } as typeof event;
    await passport.deliver(handlers.submitted.bind(handlers), nameless);
    await passport.deliver(handlers.submitted.bind(handlers), nameless);
    const rows = await passport.query('select type, reason from ignored_event where event_id = $1', [event.id]);
    expect(rows).toEqual([{ type: ReferralSubmitted.type, reason: 'NO_NOMS_NUMBER' }]);
  });

  it('are counted without a gap when two consumers work on one person at once', async () => {
    const story = aStory();
    await Promise.all([story.submitted.deliver(), story.booked.deliver(), setByStaff(story.nomsNumber, 'DONE')]);
    const versions = (await passport.published(story.nomsNumber)).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_version, index) => index + 1));
  });
});

describe('a status that staff set', () => {
  it('stands until the next fact changes', async () => {
    const story = aStory();
    await story.submitted.deliver();
    await setByStaff(story.nomsNumber, 'SUPPORT_DECLINED');
    await story.submitted.deliver();
    expect(await statusOf(story.nomsNumber)).toBe('SUPPORT_DECLINED');
    await story.booked.deliver();
    expect(await statusOf(story.nomsNumber)).toBe('IN_PROGRESS');
  });

  it('stands when all that follows is that the referral ended', async () => {
    const story = aStory();
    await story.submitted.deliver();
    await setByStaff(story.nomsNumber, 'SUPPORT_DECLINED');
    await story.rejected.deliver();
    expect(await statusOf(story.nomsNumber)).toBe('SUPPORT_DECLINED');
  });
});
