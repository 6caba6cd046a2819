import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { IdentityLinked } from '@throughcare/events/identity-linked.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { AccommodationEvents } from '../accommodation/accommodation.events';
import { CustodyEvents } from '../custody/custody.events';
import { anEvent, PassportApp } from '../testing/passport-app';
import { IdentityEvents } from './identity.events';

let passport: PassportApp;
let identity: IdentityEvents;
beforeAll(async () => {
  passport = await PassportApp.start();
  identity = passport.test.app.get(IdentityEvents);
}, 30_000);
afterAll(() => passport?.close());

let n = 0;
let [old, kept] = ['', ''];
beforeEach(() => {
  n += 1;
  [old, kept] = [`M${1000 + n}OL`, `M${1000 + n}KP`];
  passport.prisoners.add(kept);
  passport.prisoners.people.delete(old);
});

const page = (number: string) => `/resettlement-passport/prisoner/${number}`;
interface Shown {
  pathways: { pathway: string; status: string; lastDateChange: string | null }[];
  personalDetails: { prisonId: string };
}
const shown = async (number: string) => (await (await passport.as()).get<Shown>(page(number))).body;
const statusOf = async (number: string, pathway: string) =>
  (await shown(number)).pathways.find((each) => each.pathway === pathway)?.status;
const historyOf = async (number: string) =>
  (
    await (
      await passport.as()
    ).get<{ changes: { caseNoteText: string | null; to: string; cause: string }[] }>(`${page(number)}/pathways/history`)
  ).body.changes;
/** Staff set a status while the prison still knows the number. */
const note = async (number: string, pathway: string, status: string, text: string) => {
  passport.prisoners.add(number);
  const body = { pathway, status, caseNoteText: text };
  expect((await (await passport.as()).patch(`${page(number)}/pathway-with-case-note`, body)).status).toBe(200);
  if (number !== kept) passport.prisoners.people.delete(number);
};
const merge = (from = old, into = kept, version = 1) => {
  const event = anEvent(PersonMerged, { numberType: 'noms', from, into }, { version });
  return passport.deliver(identity.follow.bind(identity), event);
};
const crnMerge = (from: string, into: string, version = 1) =>
  passport.deliver(
    identity.follow.bind(identity),
    anEvent(PersonMerged, { numberType: 'crn', from, into }, { version }),
  );
const crnUnmerge = (from: string, into: string, version = 2) =>
  passport.deliver(
    identity.follow.bind(identity),
    anEvent(PersonUnmerged, { numberType: 'crn', from, into }, { version }),
  );
const crnOf = async (number: string) =>
  (await passport.query<{ crn: string | null }>('select crn from person where noms_number = $1', [number]))[0]?.crn;

describe('F-023: a merged prison number', () => {
  it('keeps its statuses, notes and history under the number that stays, when nobody had opened that one', async () => {
    await note(old, 'HEALTH', 'IN_PROGRESS', 'Sees the nurse.');
    await merge();
    expect(await statusOf(kept, 'HEALTH')).toBe('IN_PROGRESS');
    expect((await historyOf(kept)).map(({ caseNoteText }) => caseNoteText)).toEqual(['Sees the nurse.']);
  });

  it('keeps them when both had a passport: the status set last counts, notes of both stay', async () => {
    await note(old, 'HEALTH', 'DONE', 'first');
    await note(kept, 'HEALTH', 'IN_PROGRESS', 'second');
    await note(kept, 'FINANCE_AND_ID', 'SUPPORT_DECLINED', 'third');
    await note(old, 'FINANCE_AND_ID', 'DONE', 'fourth');
    await merge();
    expect(await statusOf(kept, 'HEALTH')).toBe('IN_PROGRESS');
    expect(await statusOf(kept, 'FINANCE_AND_ID')).toBe('DONE');
    expect((await historyOf(kept)).flatMap(({ caseNoteText }) => caseNoteText ?? []).sort()).toEqual([
      'first',
      'fourth',
      'second',
      'third',
    ]);
    expect((await passport.published(kept)).map(({ version, payload }) => [payload.pathway, version])).toEqual([
      ['HEALTH', 1],
      ['FINANCE_AND_ID', 1],
      ['FINANCE_AND_ID', 2],
    ]);
    const left = await passport.query('select 1 from person where noms_number = $1', [old]);
    expect(left).toEqual([]);
  });

  it('waits for changes that are open, lets others pass, and counts each pathway without a gap', async () => {
    await note(old, 'HEALTH', 'IN_PROGRESS', 'x');
    await note(kept, 'HEALTH', 'DONE', 'y');
    passport.prisoners.add(old);
    const api = await passport.as();
    const body = (pathway: string, caseNoteText: string) => ({ pathway, status: 'SUPPORT_DECLINED', caseNoteText });
    const set = (number: string, pathway: string) =>
      api.patch(`${page(number)}/pathway-with-case-note`, body(pathway, `${number} ${pathway}`));
    const health = `select from pathway_status s join person p on p.id = s.person_id
      where p.noms_number in ($1, $2) and s.pathway = 'HEALTH' order by s.id for update of s`;
    const replies = await passport.whileLocked(health, [old, kept], async (untilWaiting, letGo) => {
      const open = [set(old, 'HEALTH'), set(kept, 'HEALTH')];
      await untilWaiting(2);
      const merged = merge();
      await untilWaiting(3);
      const beside = await Promise.all([set(old, 'FINANCE_AND_ID'), set(kept, 'FINANCE_AND_ID')]);
      await letGo();
      await merged;
      return [...(await Promise.all(open)), ...beside];
    });
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect([await statusOf(kept, 'HEALTH'), await statusOf(kept, 'FINANCE_AND_ID')]).toEqual([
      'SUPPORT_DECLINED',
      'SUPPORT_DECLINED',
    ]);
    const told = await passport.published(kept);
    const by = Object.values(Object.groupBy(told, ({ aggregate_id }) => aggregate_id));
    for (const some of by) expect(some?.map(({ version }) => version)).toEqual(some?.map((_, index) => index + 1));
    expect(new Set(told.map(({ key }) => key))).toEqual(new Set([kept]));
  });

  it('is reached under both numbers, and changed under both', async () => {
    await note(old, 'HEALTH', 'IN_PROGRESS', 'x');
    await merge();
    expect(await statusOf(old, 'HEALTH')).toBe('IN_PROGRESS');
    const body = { pathway: 'HEALTH', status: 'DONE', caseNoteText: 'y' };
    expect((await (await passport.as()).patch(`${page(old)}/pathway-with-case-note`, body)).status).toBe(200);
    expect(await statusOf(kept, 'HEALTH')).toBe('DONE');
  });

  it('hears of later events under the old number, and of a copy of the merge nothing', async () => {
    await merge();
    await merge();
    const custody = passport.test.app.get(CustodyEvents);
    await passport.deliver(custody.moved.bind(custody), anEvent(PersonReleased, { nomsNumber: old }));
    const stays = passport.test.app.get(AccommodationEvents);
    await passport.deliver(
      stays.booked.bind(stays),
      anEvent(PersonArrived, { nomsNumber: old, bookingId: crypto.randomUUID() }),
    );
    expect((await shown(kept)).personalDetails.prisonId).toBe('OUT');
    expect(await statusOf(kept, 'ACCOMMODATION')).toBe('DONE');
    expect(await passport.query('select 1 from person where noms_number = $1', [old])).toEqual([]);
  });

  it('follows a chain of merges in whatever order they are heard', async () => {
    const last = `M${1000 + n}ZZ`;
    passport.prisoners.add(last);
    for (const order of [0, 1]) {
      const [a, b, c] = order === 0 ? [old, kept, last] : [`N${1000 + n}AA`, `N${1000 + n}BB`, `N${1000 + n}CC`];
      passport.prisoners.add(c ?? '');
      await note(a ?? '', 'HEALTH', 'IN_PROGRESS', 'x');
      const merges = [() => merge(a, b), () => merge(b, c)];
      for (const one of order === 0 ? merges : merges.reverse()) await one();
      expect(await statusOf(c ?? '', 'HEALTH')).toBe('IN_PROGRESS');
    }
  });

  it('is not opened again by those who look while it is merged', async () => {
    await note(old, 'HEALTH', 'IN_PROGRESS', 'x');
    passport.prisoners.add(old);
    const api = await passport.as();
    await Promise.all([merge(), ...Array.from({ length: 6 }, () => api.get(page(old))), merge()]);
    const rows = await passport.query('select noms_number from person where noms_number in ($1, $2)', [old, kept]);
    expect(rows).toEqual([{ noms_number: kept }]);
    expect(await statusOf(kept, 'HEALTH')).toBe('IN_PROGRESS');
  });
});

describe('F-023: a CRN of a passport', () => {
  beforeEach(async () => {
    const custody = passport.test.app.get(CustodyEvents);
    const event = anEvent(PersonReleased, { nomsNumber: kept, crn: `X1${n}` });
    await passport.deliver(custody.moved.bind(custody), event);
  });

  it('is the one that stays, and its own again when the merge is undone, in whatever order the words come', async () => {
    await crnMerge(`X1${n}`, `X2${n}`);
    expect(await crnOf(kept)).toBe(`X2${n}`);
    await crnMerge(`X2${n}`, `X3${n}`);
    expect(await crnOf(kept)).toBe(`X3${n}`);
    await crnUnmerge(`X1${n}`, `X2${n}`);
    expect(await crnOf(kept)).toBe(`X1${n}`);
    await crnMerge(`X1${n}`, `X2${n}`, 1);
    expect(await crnOf(kept)).toBe(`X1${n}`);
  });

  it('or the prison number orders its events, whichever the passport was opened with', async () => {
    await note(kept, 'HEALTH', 'IN_PROGRESS', 'x');
    await crnMerge(`X1${n}`, `X2${n}`);
    await note(kept, 'HEALTH', 'DONE', 'y');
    expect((await passport.published(kept)).map(({ key }) => key)).toEqual([`X1${n}`, `X1${n}`]);
    const other = `M${1000 + n}NC`;
    await note(other, 'HEALTH', 'IN_PROGRESS', 'x');
    const link = { nomsNumber: other, crn: `X5${n}`, isLinked: true };
    await passport.deliver(identity.linked.bind(identity), anEvent(IdentityLinked, link));
    await note(other, 'HEALTH', 'DONE', 'y');
    expect((await passport.published(other)).map(({ key }) => key)).toEqual([other, other]);
  });

  it('is learnt from a link, and given up when the link has ended', async () => {
    const link = (isLinked: boolean, crn: string) =>
      passport.deliver(identity.linked.bind(identity), anEvent(IdentityLinked, { nomsNumber: kept, crn, isLinked }));
    await link(false, `X1${n}`);
    expect(await crnOf(kept)).toBeNull();
    await link(true, 'X999');
    expect(await crnOf(kept)).toBe('X999');
  });
});
