import { Client } from 'pg';
import { PassportApp } from '../testing/passport-app';

let passport: PassportApp;
beforeEach(async () => {
  passport = await PassportApp.start();
}, 30_000);
afterEach(() => passport?.close());

/** As a database administrator may: for every session that begins from now on, which here is each. */
const alterDatabase = async (setting: string) => {
  const name = new URL(passport.test.database.url).pathname.slice(1);
  const admin = new Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
  await admin.connect();
  await admin.query(`alter database "${name}" ${setting}`);
  if (setting.startsWith('set'))
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  await admin.end();
};

const set = async (number: string, pathway: string) => {
  const body = { pathway, status: 'IN_PROGRESS', caseNoteText: 'x' };
  return (await passport.as()).patch(`/resettlement-passport/prisoner/${number}/pathway-with-case-note`, body);
};
const untilTaken = async (number: string, pathway: string, status: number) => {
  for (const end = Date.now() + 20_000; (await set(number, pathway)).status !== status && Date.now() < end;);
};

it('takes four changes of one person at once where the database asks for serializable', async () => {
  const number = 'B1000BB';
  passport.prisoners.add(number);
  await alterDatabase(`set default_transaction_isolation = 'serializable'`);
  await untilTaken(number, 'HEALTH', 200);
  const lock = 'select from person where noms_number = $1 for update';
  const pathways = ['FINANCE_AND_ID', 'ACCOMMODATION', 'EDUCATION_SKILLS_AND_WORK', 'DRUGS_AND_ALCOHOL'];
  const replies = await passport.atOnce(lock, [number], () => pathways.map((pathway) => set(number, pathway)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

it('takes changes again as soon as the database takes writes', async () => {
  const number = 'B1001BB';
  passport.prisoners.add(number);
  await alterDatabase('set default_transaction_read_only = on');
  await untilTaken(number, 'HEALTH', 503);
  expect(await set(number, 'HEALTH')).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
  await alterDatabase('reset default_transaction_read_only');
  const replies = await Promise.all([1, 2, 3, 4].map(() => set(number, 'HEALTH')));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});
