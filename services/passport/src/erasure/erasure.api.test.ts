import { IdentityLinked } from '@throughcare/events/identity-linked.v1';
import { PersonErased } from '@throughcare/events/person-erased.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { ErasureEvents } from '@throughcare/platform/erasure';
import { personalColumns, tablesWith } from '@throughcare/platform/testing';
import { AccommodationEvents } from '../accommodation/accommodation.events';
import { CustodyEvents } from '../custody/custody.events';
import { IdentityEvents } from '../passport/identity.events';
import { PassportApp, anEvent } from '../testing/passport-app';

let passport: PassportApp;
let person: { crn: string; nomsNumber: string };
let nth = 0;
beforeAll(async () => {
  passport = await PassportApp.start();
}, 60_000);
beforeEach(() => {
  nth += 1;
  person = { crn: `X97000${nth}`, nomsNumber: `H970${nth}HH` };
  passport.prisoners.add(person.nomsNumber);
});
afterAll(() => passport?.close());

const handle = <H>(type: new (...parts: never[]) => H) => passport.test.app.get(type);
const erase = () => {
  const handlers = handle(ErasureEvents);
  return passport.deliver(handlers.erased.bind(handlers), anEvent(PersonErased, person));
};
const tell = async () => {
  const [facts, custody, identity] = [handle(AccommodationEvents), handle(CustodyEvents), handle(IdentityEvents)];
  await passport.deliver(facts.submitted.bind(facts), anEvent(ReferralSubmitted, person));
  await passport.deliver(custody.moved.bind(custody), anEvent(PersonReceived, person));
  await passport.deliver(identity.linked.bind(identity), anEvent(IdentityLinked, { ...person, isLinked: true }));
  const merge = { numberType: 'crn' as const, from: `X97100${nth}`, into: person.crn };
  await passport.deliver(identity.follow.bind(identity), anEvent(PersonMerged, merge));
};
const traces = (...words: string[]) => tablesWith(passport.test.db, person.crn, person.nomsNumber, ...words);
const page = () => `/resettlement-passport/prisoner/${person.nomsNumber}`;

it('a person whom nDelius has deleted leaves what became of each pathway and when, and no word or number', async () => {
  await tell();
  const note = { pathway: 'HEALTH', status: 'IN_PROGRESS', caseNoteText: 'Rang his mother' };
  expect((await (await passport.as()).patch(`${page()}/pathway-with-case-note`, note)).status).toBe(200);
  expect(await traces('mother')).toEqual(['case_note', 'merged_number', 'pathway_status', 'person']);
  const [before] = await passport.query<{ id: string }>('select id from person where crn = $1', [person.crn]);
  await erase();
  await erase();
  expect(await traces('mother')).toEqual([]);
  const row = await passport.query('select noms_number, crn, prison_id, erased_at from person where id = $1', [
    before?.id,
  ]);
  expect(row).toEqual([
    { noms_number: expect.stringMatching(/^ERASED-/), crn: null, prison_id: null, erased_at: expect.any(Date) },
  ]);
  const changes = await passport.query(
    'select pathway, to_status, case_note_id from pathway_change where person_id = $1 order by pathway',
    [before?.id],
  );
  expect(changes).toEqual([
    { pathway: 'ACCOMMODATION', to_status: expect.any(String), case_note_id: null },
    { pathway: 'HEALTH', to_status: 'IN_PROGRESS', case_note_id: null },
  ]);
  for (const table of ['custody_event', 'case_note'])
    expect(await passport.query(`select 1 from ${table} where person_id = $1`, [before?.id])).toEqual([]);
  expect(await passport.query('select aggregate_id from silent_change order by 1')).toEqual([]);
});

it('is not brought back by what is heard later; who is in prison may have a passport opened again', async () => {
  await erase();
  await tell();
  expect(await traces()).toEqual([]);
  const ignored = await passport.query('select reason from ignored_event order by ignored_at desc limit 1');
  expect(ignored).toEqual([{ reason: 'PERSON_ERASED' }]);
  expect((await (await passport.as()).get(page())).status).toBe(200);
  expect(await traces()).toEqual(['pathway_status', 'person']);
});

describe('what may say something about a person', () => {
  const GOES = ['pathway_status.event_key', 'person.crn', 'person.event_key', 'person.noms_number'];
  const GOES_WITH_ITS_ROW = [
    'case_note.author_name',
    'case_note.author_username',
    'case_note.text',
    'custody_event.reason',
    'merged_number.from_number',
    'merged_number.into_number',
    'renumbered_row.made_with',
  ];
  /** A code of ours. */
  const STAYS = ['ignored_event.reason'];

  it('is decided about, column by column: a new one fails here until it is', async () => {
    const decided = [...GOES, ...GOES_WITH_ITS_ROW, ...STAYS].toSorted();
    expect((await personalColumns(passport.test.db)).toSorted()).toEqual(decided);
  });
});
