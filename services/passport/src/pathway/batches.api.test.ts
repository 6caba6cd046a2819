import fc from 'fast-check';
import { silentChanges } from '@throughcare/messaging/operations';
import { changeAggregate } from '@throughcare/messaging/aggregate';
import { settled } from '@throughcare/messaging/proof';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { PassportApp } from '../testing/passport-app';
import { moveOf } from './move-of';
import { openPerson } from './open-person';
import { pathways } from './pathway.aggregate';
import { PATHWAYS, STATUSES, type Pathway } from './pathway.rules';

const [PEOPLE, ROUNDS, WORKERS, BATCH] = [50, 5, 3, 5];
const DEADLOCK = '40P01';

let passport: PassportApp;
let work: UnitOfWork;
beforeAll(async () => {
  passport = await PassportApp.start({ events: true });
  work = passport.test.app.get(UnitOfWork);
}, 30_000);
afterAll(() => passport?.close());

const numbers = Array.from({ length: PEOPLE }, (_, index) => `H${1000 + index}HH`);
const change = async (number: string, pathway: Pathway) => {
  const person = await openPerson(work, number, `X${number.slice(1, 5)}`);
  await changeAggregate(work, pathways, { personId: person.id, pathway }, (held) => {
    const to = STATUSES[(STATUSES.indexOf(held.status) + 1) % STATUSES.length] ?? 'DONE';
    return moveOf(person, held, { to, cause: 'staff' });
  });
};
/** Two batches may meet each other's people the other way round: the runtime tries such a one again. */
const take = async (batch: readonly (readonly [string, Pathway])[]): Promise<void> => {
  try {
    await work.run(async () => {
      for (const [number, pathway] of batch) await change(number, pathway);
    });
  } catch (error) {
    if ((error as { code?: string }).code !== DEADLOCK) throw error;
    await take(batch);
  }
};

it(`keeps order and counts without gaps: ${PEOPLE} people, each pathway ${ROUNDS} times, ${WORKERS} workers with batches`, async () => {
  const all = Array.from({ length: ROUNDS }, () =>
    numbers.flatMap((number) => PATHWAYS.map((pathway) => [number, pathway] as const)),
  ).flat();
  const [mixed = []] = fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), { numRuns: 1, seed: 48 });
  const left = Array.from({ length: mixed.length / BATCH }, (_, n) => mixed.slice(n * BATCH, (n + 1) * BATCH));
  const worker = async () => {
    for (let batch = left.pop(); batch; batch = left.pop()) await take(batch);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  await settled([{ dataSource: passport.test.db, schema: 'passport' }], 30_000);

  const told = await passport.query<{ key: string; pathways: number; events: number; partitions: number }>(
    `select key, count(distinct aggregate_id)::int as pathways, count(*)::int as events, count(distinct partition)::int as partitions
     from event_log group by key order by key`,
  );
  const each = { pathways: PATHWAYS.length, events: PATHWAYS.length * ROUNDS, partitions: 1 };
  expect(told).toEqual(numbers.map((number) => ({ key: `X${number.slice(1, 5)}`, ...each })));

  const walked = await passport.query<{ versions: number[]; joined: boolean; whole: boolean }>(
    `select array_agg(e.version order by e."offset") as versions,
       bool_and(e.was = coalesce(e.before, 'NOT_STARTED')) as joined,
       (array_agg(e.became order by e."offset" desc))[1] = s.status and s.version = max(e.version) as whole
     from (select *, payload::json->>'from' as was, payload::json->>'to' as became,
             lag(payload::json->>'to') over (partition by aggregate_id order by "offset") as before from event_log) e
     join pathway_status s on s.id::text = e.aggregate_id group by s.id, s.status, s.version order by s.id`,
  );
  const whole = { versions: Array.from({ length: ROUNDS }, (_, n) => n + 1), joined: true, whole: true };
  expect(walked).toEqual(Array(PEOPLE * PATHWAYS.length).fill(whole));
  expect(await passport.query('select distinct version from person')).toEqual([{ version: 0 }]);
  const tables = [{ table: 'person' }, { table: 'pathway_status' }];
  const silent = await silentChanges(passport.test.db, 'passport', tables);
  expect(silent.map(({ count }) => count)).toEqual([0, 0]);
}, 180_000);
