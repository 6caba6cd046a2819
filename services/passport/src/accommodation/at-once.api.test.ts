import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { newId } from '@throughcare/events/ids';
import { CustodyEvents } from '../custody/custody.events';
import { ReleaseBefore } from '../testing/release-before';
import { anEvent, PassportApp } from '../testing/passport-app';
import { AccommodationEvents } from './accommodation.events';

let passport: PassportApp;
let accommodation: AccommodationEvents;
let custody: CustodyEvents;
beforeAll(async () => {
  passport = await PassportApp.start();
  accommodation = passport.test.app.get(AccommodationEvents);
  custody = passport.test.app.get(CustodyEvents);
}, 30_000);
afterAll(() => passport?.close());

let next = 1000;
const aPerson = async () => {
  const nomsNumber = `K${next++}KK`;
  passport.prisoners.add(nomsNumber);
  await (await passport.as()).get(`/resettlement-passport/prisoner/${nomsNumber}`);
  return nomsNumber;
};
const submitted = (nomsNumber: string, crn = 'X900001') => {
  const event = anEvent(ReferralSubmitted, { nomsNumber, crn, applicationId: newId() });
  return () => passport.deliver(accommodation.submitted.bind(accommodation), event);
};
const confirmed = (nomsNumber: string, crn = 'X900001') => {
  const event = anEvent(BookingConfirmed, { nomsNumber, crn, bookingId: newId() }, { version: 2 });
  return () => passport.deliver(accommodation.booked.bind(accommodation), event);
};
const rowOf = async (nomsNumber: string) => {
  const [row] = await passport.query<{ status: string; crn: string | null; prison_id: string | null }>(
    `select s.status, p.crn, p.prison_id from person p join pathway_status s on s.person_id = p.id and s.pathway = 'ACCOMMODATION'
     where p.noms_number = $1`,
    [nomsNumber],
  );
  return row;
};
const ACCOMMODATION = `select from pathway_status s join person p on p.id = s.person_id
  where p.noms_number = $1 and s.pathway = 'ACCOMMODATION' for update of s`;
const PERSON = (mode: string) => `select from person where noms_number = $1 for ${mode}`;

describe('facts that are learnt at once', () => {
  it.each(['referral first', 'booking first'])('are all known to whoever decides last: %s', async (order) => {
    const number = await aPerson();
    await submitted(number)(); // so that the CRN is known
    const both = [submitted(number), confirmed(number)];
    const steps = order === 'referral first' ? both : both.toReversed();
    await passport.whileLocked(ACCOMMODATION, [number], async (untilWaiting, letGo) => {
      const started: Promise<void>[] = [];
      for (const step of steps) {
        started.push(step());
        await untilWaiting(started.length);
      }
      await letGo();
      await Promise.all(started);
    });
    expect(await rowOf(number)).toMatchObject({ status: 'IN_PROGRESS' });
  });

  it('take over one CRN, the first, while an instance of the release before waits for the person', async () => {
    const number = await aPerson();
    const before = await ReleaseBefore.on(passport.test.database.url);
    const both = [submitted(number, 'X900007'), confirmed(number, 'X900008')];
    // Nobody has the person's own row: both share it, and wait to write it.
    const done = await passport.whileLocked(PERSON('no key update'), [number], async (untilWaiting, letGo) => {
      const taken = both.map((step) => step());
      await untilWaiting(2);
      const old = before.move(number, 'HEALTH', () => 'DONE');
      await untilWaiting(3);
      await letGo();
      return Promise.all([...taken, old]);
    });
    expect(done).toHaveLength(3);
    await before.end();
    expect(['X900007', 'X900008']).toContain((await rowOf(number))?.crn);
    expect(await rowOf(number)).toMatchObject({ status: 'IN_PROGRESS' });
  });
});

describe('movements that are told at once', () => {
  it('leave the person where the newest says, while a pathway changes beside them', async () => {
    const number = await aPerson();
    await submitted(number)(); // so that the CRN is known
    const moved = (event: Parameters<CustodyEvents['moved']>[0]) =>
      passport.deliver(custody.moved.bind(custody), event);
    const day = (occurredAt: string) => ({ nomsNumber: number, crn: 'X900001', occurredAt, verifiedAt: occurredAt });
    const left = anEvent(PersonReleased, day('2026-03-02T09:05:00.000Z'));
    const back = anEvent(PersonReceived, { ...day('2026-04-02T09:05:00.000Z'), prisonId: 'SWI' });
    await passport.whileLocked(PERSON('no key update'), [number], async (untilWaiting, letGo) => {
      const both = [back, left].map(moved);
      await untilWaiting(2);
      const body = { pathway: 'HEALTH', status: 'DONE', caseNoteText: 'Seen' };
      const url = `/resettlement-passport/prisoner/${number}/pathway-with-case-note`;
      expect((await (await passport.as()).patch(url, body)).status).toBe(200);
      await letGo();
      await Promise.all(both);
    });
    expect(await rowOf(number)).toMatchObject({ prison_id: 'SWI' });
  });
});
