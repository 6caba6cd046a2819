import { scratchDatabase } from '../../proof/harness/scratch-database';
import { ReplayStore } from './replay-store';

const [OVER, OTHER] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const ROWS = 150_000;

describe('the memory of a finished run', () => {
  it('goes within seconds, in every month, from a table without statistics; that of other runs stays', async () => {
    const db = await scratchDatabase(
      ['assessment'],
      undefined,
      [
        ...['10', '11'].map(
          (month) => `create table if not exists assessment.inbox_2031_${month} partition of assessment.inbox
            for values from ('2031-${month}-01') to ('2031-${Number(month) + 1}-01');
            alter table assessment.inbox_2031_${month} set (autovacuum_enabled = off);`,
        ),
        `insert into assessment.inbox (consumer, run_id, event_id, event_day)
         select 'c', run, gen_random_uuid(), date '2031-10-01' + (n % 2) * 31
         from generate_series(1, ${ROWS}) n cross join (values ('${OVER}'::uuid), ('${OTHER}'::uuid)) as r(run);`,
      ].join('\n'),
    );
    const dataSource = await db.open('assessment', 1);
    await dataSource.query(`set enable_hashjoin = off; set enable_mergejoin = off; set statement_timeout = '10s'`);
    await new ReplayStore(dataSource, 'assessment').tidy({ id: OVER, consumer: 'c' });
    expect(
      await db.query('select run_id::text as run, count(*)::int as rows from assessment.inbox group by 1'),
    ).toEqual([{ run: OTHER, rows: ROWS }]);
    await db.drop();
  }, 120_000);
});
