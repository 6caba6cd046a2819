import fc from 'fast-check';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { addDays, londonDate } from '@throughcare/base/calendar';
import { anEvent } from '../testing/events';
import { momentOf, unknownTime } from './moments.rules';
import { publicationOf, type PublicEvent } from './public-event.rules';
import type { Told } from './told.rules';
import { entryOfType } from '../public-events/topic.rules';

const publish = (event: PublicEvent, told: readonly Told[]) => publicationOf(event, 'X900001', 'https://ui', told);
const tell = (events: readonly PublicEvent[]) =>
  events.reduce<(Told & { event: PublicEvent })[]>((told, event) => {
    const { occurredAt, detail } = publish(event, told);
    const { operation } = entryOfType(event.type);
    return [...told, { operation, occurredAt, eventDetails: detail.eventDetails, event }];
  }, []);

describe('F-041: the instant of a day', () => {
  it.each([
    ['midday where it was recorded later', {}, '2026-06-11T11:00:00.000Z'],
    ['when it was recorded, before midday', { recordedAt: '2026-06-11T07:45:00Z' }, '2026-06-11T07:45:00.000Z'],
    ['the time that staff gave', { given: '2026-06-11T15:10:00Z' }, '2026-06-11T15:10:00.000Z'],
    ['midday for the midnight of a form', { given: '2026-06-11T00:00:00.000Z' }, '2026-06-11T11:00:00.000Z'],
    ['midday for the midnight of London', { given: '2026-06-10T23:00:00.000Z' }, '2026-06-11T11:00:00.000Z'],
    ['midday for a time of another day', { given: '2026-06-12T15:10:00Z' }, '2026-06-11T11:00:00.000Z'],
    [
      'never later than recorded',
      { given: '2026-06-11T18:00:00Z', recordedAt: '2026-06-11T17:00:00Z' },
      '2026-06-11T17:00:00.000Z',
    ],
    ['after what it followed', { after: '2026-06-11T13:00:00.000Z' }, '2026-06-11T13:00:00.001Z'],
    ['as an earlier message said', { before: '2026-06-11T07:45:00.000Z' }, '2026-06-11T07:45:00.000Z'],
    [
      'not as an earlier message said of another day',
      { before: '2026-06-10T07:45:00.000Z' },
      '2026-06-11T11:00:00.000Z',
    ],
  ])('is %s', (_, changes, at) => {
    expect(momentOf({ day: '2026-06-11', recordedAt: '2026-06-12T09:00:00Z', ...changes }).at).toBe(at);
  });

  it('is said to be none, in the words of the original where midday stands for it', () => {
    expect(unknownTime('arrival', '2026-06-11T11:00:00.000Z')).toBe(
      'The actual time of arrival is unknown so has been defaulted to midday.',
    );
    expect(unknownTime('departure', '2026-06-11T07:45:00.000Z')).toBe('The actual time of departure is unknown.');
  });
});

describe('F-041: a stay of one day', () => {
  it('begins before it ends, in the message and in both entries, and says that nobody knows the time', () => {
    const day = '2026-06-11';
    const arrived = anEvent(
      PersonArrived,
      { arrivedOn: day, recordedAt: `${day}T07:45:00.000Z` },
      { time: `${day}T07:45:00.100Z` },
    );
    const left = anEvent(
      PersonDeparted,
      { departedOn: day, departedAt: `${day}T00:00:00.000Z`, recordedAt: `${day}T07:50:00.000Z` },
      { time: `${day}T07:50:00.100Z` },
    );
    const [first, second] = tell([arrived, left]);
    expect(first).toMatchObject({
      occurredAt: `${day}T07:45:00.000Z`,
      eventDetails: { arrivedAt: `${day}T07:45:00.000Z`, notes: 'The actual time of arrival is unknown.' },
    });
    expect(second).toMatchObject({
      occurredAt: `${day}T07:50:00.000Z`,
      eventDetails: { departedAt: `${day}T07:50:00.000Z`, notes: 'The actual time of departure is unknown.' },
    });
  });
});

const minutes = (n: number) => n * 60_000;
const START = Date.parse('2026-03-20T09:00:00.000Z'); // the clocks change on the 29th

/** A whole stay: who recorded what when, and which day they gave. */
const stays = fc
  .record({
    gaps: fc.array(fc.integer({ min: 1, max: 3 * 24 * 60 }), { minLength: 7, maxLength: 7 }),
    arrivedDaysAgo: fc.integer({ min: 0, max: 5 }),
    nights: fc.integer({ min: 0, max: 6 }),
    departureTime: fc.constantFrom('T00:00:00.000Z', 'T09:30:00.000Z', 'T16:45:00.000Z'),
    corrected: fc.boolean(),
  })
  .map(({ gaps, arrivedDaysAgo, nights, departureTime, corrected }) => {
    const at = gaps.map((_, n) =>
      new Date(START + minutes(gaps.slice(0, n + 1).reduce((a, b) => a + b, 0))).toISOString(),
    );
    const [submitted, booked, confirmed, arrival, correction, departure, last] = at as [
      ...[string, string, string, string, string, string, string],
    ];
    const envelope = (time: string) => ({ time });
    const arrivedOn = addDays(londonDate(new Date(arrival)), -arrivedDaysAgo);
    const latest = londonDate(new Date(departure));
    const departedOn = addDays(arrivedOn, nights) > latest ? latest : addDays(arrivedOn, nights);
    const stay = { arrivedOn, arrivalDate: arrivedOn, departureDate: departedOn };
    const left = { ...stay, departedOn, departedAt: `${departedOn}${departureTime}` };
    return [
      anEvent(ReferralSubmitted, { submittedAt: submitted }, envelope(submitted)),
      anEvent(BookingProvisionallyMade, { bookedAt: booked }, envelope(booked)),
      anEvent(BookingConfirmed, { confirmedAt: confirmed }, envelope(confirmed)),
      anEvent(PersonArrived, { ...stay, recordedAt: arrival }, envelope(arrival)),
      ...(corrected
        ? [anEvent(PersonArrivedUpdated, { ...stay, notes: 'n', recordedAt: correction }, envelope(correction))]
        : []),
      anEvent(PersonDeparted, { ...left, recordedAt: departure }, envelope(departure)),
      anEvent(PersonDepartedUpdated, { ...left, notes: 'm', recordedAt: last }, envelope(last)),
    ] as PublicEvent[];
  });

/** The day of what an event says has happened; a correction happens when it is made. */
const dayOfFact = ({ type, data, time }: PublicEvent): string => {
  if (type === PersonArrived.type) return data.arrivedOn;
  if (type === PersonDeparted.type) return data.departedOn;
  return londonDate(new Date(time));
};

describe('F-041: whatever is recorded when', () => {
  it('no message says that it happens after it was sent', () => {
    fc.assert(fc.property(stays, (events) => tell(events).every(({ occurredAt, event }) => occurredAt <= event.time)));
  });

  it('the instants of a stay are in the order of its facts: by day, within a day as they were recorded', () => {
    fc.assert(
      fc.property(stays, (events) => {
        const told = tell(events);
        const byInstant = [...told].sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1)).map(({ event }) => event.id);
        const byFact = told
          .map(({ event }, n) => ({ id: event.id, day: dayOfFact(event), n }))
          .sort((a, b) => (a.day === b.day ? a.n - b.n : a.day < b.day ? -1 : 1))
          .map(({ id }) => id);
        expect(byInstant).toEqual(byFact);
      }),
    );
  });

  it('nobody leaves before they arrive, in the entries of nDelius either', () => {
    fc.assert(
      fc.property(stays, (events) => {
        const told = tell(events);
        const of = (type: string, name: string) =>
          String(told.findLast(({ event }) => event.type.startsWith(type))?.eventDetails[name]);
        const arrivedAt = of(PersonArrived.type, 'arrivedAt');
        expect(of(PersonDeparted.type, 'departedAt') > arrivedAt).toBe(true);
      }),
    );
  });
});
