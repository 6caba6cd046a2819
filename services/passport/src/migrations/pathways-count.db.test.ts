import { migrate } from '@throughcare/platform/database';
import { testDatabase, type TestDatabase } from '@throughcare/platform/testing';
import { Client } from 'pg';
import { ReleaseBefore } from '../testing/release-before';
import { PathwaysCount } from './1767300300000-pathways-count';
import { WatchPathways } from './1767300302000-watch-pathways';
import { migrations } from '.';

describe('pathways that were there', () => {
  let database: TestDatabase;
  let client: Client;
  let before: ReleaseBefore;
  beforeAll(async () => {
    const earlier = migrations.slice(0, migrations.indexOf(PathwaysCount));
    database = await testDatabase({ schema: 'passport', migrations: earlier });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('set search_path to passport, public');
    before = await ReleaseBefore.on(database.url);
  });
  afterAll(async () => {
    await before?.end();
    await client?.end();
    await database?.drop();
  });

  const upTo = (last: (typeof migrations)[number]) =>
    migrate(
      { url: database.url, name: 'passport', onPoolError: () => undefined },
      { schema: 'passport', entities: [], migrations: migrations.slice(0, migrations.indexOf(last) + 1) },
    );
  const all = async <T extends object>(sql: string) => (await client.query<T>(sql)).rows;

  it('get an id of their own and the key of their person, beside an instance of the release before that goes on', async () => {
    for (let n = 1000; n < 1150; n += 1) await before.open(`K${n}KK`);
    await before.move('K1000KK', 'HEALTH', () => 'DONE');
    await client.query(`update person set event_key = 'X100000' where noms_number = 'K1000KK'`);
    await upTo(PathwaysCount);
    await before.open('K2000KK');
    await before.move('K2000KK', 'HEALTH', () => 'DONE');
    await before.move('K1001KK', 'HEALTH', () => 'DONE');
    await upTo(WatchPathways);
    await before.open('K3000KK');
    await before.move('K3000KK', 'HEALTH', () => 'DONE');
    await before.move('K1000KK', 'HEALTH', () => 'IN_PROGRESS');
    const later = await ReleaseBefore.on(database.url, { isLater: true });
    await later.move('K1001KK', 'HEALTH', () => 'IN_PROGRESS');
    await later.end();

    expect(
      await all(`select count(distinct s.id)::int as ids, count(*)::int as pathways, bool_and(s.event_key = p.event_key) as keyed,
                   max(s.version) as version from pathway_status s join person p on p.id = s.person_id`),
    ).toEqual([{ ids: 152 * 7, pathways: 152 * 7, keyed: true, version: 0 }]);
    expect(await all('select * from silent_change')).toEqual([]);
    const index = `select indisunique as "isUnique", indisvalid as "isValid" from pg_index where indexrelid = 'pathway_status_id'::regclass`;
    expect(await all(index)).toEqual([{ isUnique: true, isValid: true }]);
  });
});
