import { ConsumerKit, until } from '../../../proof/harness/consumer-kit';
import { scratchDatabase } from '../../../proof/harness/scratch-database';
import { execute, statement } from '../../database/statement';
import { inTransaction } from '../../database/transaction';

describe('F-033: a change of a column’s type', () => {
  it.each(['booking.event_log', 'booking.outbox'])('of %s does not stop whoever reads it', async (table) => {
    const kit = await ConsumerKit.start();
    await kit.consume(kit.insertOnly);
    await kit.confirm('K', 1);
    await kit.quiet();
    await kit.db.query(`alter table ${table} alter column version type bigint`);
    await kit.confirm('K', 2);
    await until(async () => (await kit.seen()).length === 2);
    expect(await kit.seen()).toEqual(['K 1', 'K 2']);
    await kit.end();
  });

  it('costs a pool one connection and one transaction', async () => {
    const db = await scratchDatabase([], undefined, 'create table public.t (n int); insert into public.t values (1)');
    const dataSource = await db.open('booking', 1);
    const read = () =>
      inTransaction(dataSource, (tx) => execute<{ n: unknown }>(tx, statement('t', 'x', 'select * from public.t'), []));
    expect((await read()).rows).toEqual([{ n: 1 }]);
    await db.query('alter table public.t alter column n type bigint');
    await expect(read()).rejects.toMatchObject({ code: '0A000' });
    expect((await read()).rows).toEqual([{ n: '1' }]);
    await db.drop();
  });
});
