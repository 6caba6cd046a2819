import { silentChanges } from '@throughcare/messaging/operations';
import { PassportApp } from '../testing/passport-app';
import { ReleaseBefore } from '../testing/release-before';
import { PATHWAYS, STATUSES } from './pathway.rules';

let passport: PassportApp;
let before: ReleaseBefore[];
beforeAll(async () => {
  passport = await PassportApp.start();
  before = await Promise.all([false, true].map((isLater) => ReleaseBefore.on(passport.test.database.url, { isLater })));
}, 30_000);
afterAll(async () => {
  for (const each of before ?? []) await each.end();
  await passport?.close();
});

let next = 1000;
const aPerson = async () => {
  const number = `J${next++}JJ`;
  passport.prisoners.add(number);
  await before[0]?.open(number);
  return number;
};
const set = async (number: string, pathway: string, status: string) => {
  const body = { pathway, status, caseNoteText: `Set to ${status}` };
  return (await passport.as()).patch(`/resettlement-passport/prisoner/${number}/pathway-with-case-note`, body);
};
const following = (status: string) =>
  STATUSES[(STATUSES.findIndex((each) => each === status) + 1) % STATUSES.length] ?? '';
/** In the order in which they are published: those of one key are in one partition. */
const told = (number: string) =>
  passport.query<{
    of: 'person' | 'pathway';
    aggregate: string;
    version: number;
    pathway: string;
    from: string;
    to: string;
  }>(
    `select case when e.aggregate_id = p.id::text then 'person' else 'pathway' end as of, e.aggregate_id as aggregate, e.version,
       e.payload::json->>'pathway' as pathway, e.payload::json->>'from' as from, e.payload::json->>'to' as to
     from (select 0 as part, "offset" as at, key, aggregate_id, version, payload from event_log
           union all select 1, position, key, aggregate_id, version, payload from outbox) e
     join person p on p.event_key = e.key where p.noms_number = $1 order by e.part, e.at`,
    [number],
  );
const statuses = async (number: string) =>
  Object.fromEntries(
    (
      await passport.query<{ pathway: string; status: string }>(
        `select s.pathway, s.status from pathway_status s join person p on p.id = s.person_id where p.noms_number = $1
         order by s.pathway`,
        [number],
      )
    ).map(({ pathway, status }) => [pathway, status]),
  );

describe('beside an instance of the release before', () => {
  it('a passport that it opened is changed here, under the key of the person', async () => {
    const number = await aPerson();
    expect((await set(number, 'HEALTH', 'DONE')).status).toBe(200);
    expect(await passport.published(number)).toMatchObject([
      { key: number, version: 1, payload: { pathway: 'HEALTH' } },
    ]);
  });

  it('each waits for the other where they change one pathway, and knows what the other made of it', async () => {
    const number = await aPerson();
    let here: ReturnType<typeof set> | undefined;
    await before[0]?.move(
      number,
      'HEALTH',
      () => 'DONE',
      async () => {
        here = set(number, 'HEALTH', 'IN_PROGRESS');
        await passport.whileLocked('select', [], (untilWaiting) => untilWaiting(1));
      },
    );
    expect((await here)?.status).toBe(200);
    await before[0]?.move(number, 'HEALTH', following);
    expect((await told(number)).map(({ of, version, from, to }) => [of, version, from, to])).toEqual([
      ['person', 1, 'NOT_STARTED', 'DONE'],
      ['pathway', 1, 'DONE', 'IN_PROGRESS'],
      ['person', 2, 'IN_PROGRESS', 'SUPPORT_NOT_REQUIRED'],
    ]);
  });

  it('nothing blocks for ever, versions have no gaps, and what is published adds up to what is there', async () => {
    const people = [await aPerson(), await aPerson(), await aPerson()];
    const rounds = people.flatMap((number) => PATHWAYS.map((pathway) => ({ number, pathway })));
    const theirs = (before: ReleaseBefore, order: typeof rounds) =>
      order.reduce(
        (done, { number, pathway }) => done.then(() => before.move(number, pathway, following)),
        Promise.resolve(),
      );
    const ours = async (order: typeof rounds, status: string) => {
      for (const { number, pathway } of order) expect((await set(number, pathway, status)).status).toBe(200);
    };
    await Promise.all([
      ...before.map((each, n) => theirs(each, n === 0 ? rounds : rounds.toReversed())),
      ours(rounds, 'DONE'),
      ours(rounds.toReversed(), 'SUPPORT_DECLINED'),
    ]);
    for (const number of people) {
      const events = await told(number);
      const is: Record<string, string> = Object.fromEntries(PATHWAYS.map((pathway) => [pathway, 'NOT_STARTED']));
      for (const { pathway, from, to } of events) {
        expect(from).toBe(is[pathway]);
        is[pathway] = to;
      }
      expect(await statuses(number)).toEqual(is);
      const by = Object.groupBy(events, ({ aggregate }) => aggregate);
      for (const some of Object.values(by))
        expect(some?.map(({ version }) => version)).toEqual(some?.map((_, n) => n + 1));
      expect(events.filter(({ of }) => of === 'person')).toHaveLength(2 * PATHWAYS.length);
    }
    const tables = [{ table: 'person' }, { table: 'pathway_status' }];
    const silent = await silentChanges(passport.test.db, 'passport', tables);
    expect(silent.map(({ count }) => count)).toEqual([0, 0]);
  }, 60_000);
});
