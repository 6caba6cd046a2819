import type { PoolClient } from 'pg';
import { Pool } from 'pg';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { chain } from './chain';

describe.each([{ pipeline: true }, { pipeline: false }])('a chain of statements (%o)', ({ pipeline }) => {
  let db: ScratchDatabase;
  let pool: Pool;
  let client: PoolClient;
  const insert = (n: unknown) => ({ name: 'put', text: 'insert into note values ($1)', values: [n] });
  const failing = { text: 'select 1 / $1::int', values: [0] };
  const notes = async () => (await db.query('select n from note order by n')).map(({ n }) => n);

  beforeEach(async () => {
    db = await scratchDatabase([], undefined, 'create table note (n int)');
    pool = new Pool({ connectionString: db.url, max: 1, pipeline });
    pool.on('error', () => undefined); // the database may be dropped before the server has noticed the connection's end
    client = await pool.connect();
  });
  afterEach(async () => {
    client.release();
    await pool.end();
    await db.drop();
  });

  it('answers each of them', async () => {
    const numbers = { text: 'select n from generate_series(1, $1::int) n', values: [2] };
    const answers = await chain(client, [{ text: 'begin' }, insert(1), numbers, { text: 'commit' }]);
    expect(answers.map(({ command }) => command)).toEqual(['BEGIN', 'INSERT', 'SELECT', 'COMMIT']);
    expect(answers[1]?.rowCount).toBe(1);
    expect(answers[2]?.rows).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('skips what is behind a failed one, which statements sent apart would not', async () => {
    await expect(chain(client, [failing, insert(1)])).rejects.toMatchObject({ code: '22012' });
    expect(await notes()).toEqual([]);
    await Promise.allSettled([client.query(failing), client.query(insert(2))]);
    expect(await notes()).toEqual([2]);
  });

  it('skips what is behind a cancelled one', async () => {
    const cancelled = { text: 'select pg_cancel_backend(pg_backend_pid()), pg_sleep(5)' };
    await expect(chain(client, [cancelled, insert(1)])).rejects.toMatchObject({ code: '57014' });
    expect(await notes()).toEqual([]);
  });

  it('sends a skipped statement anew, and a known one only once', async () => {
    await expect(chain(client, [failing, insert(1)])).rejects.toThrow();
    await chain(client, [insert(2), insert(3)]);
    await expect(chain(client, [insert(4), failing, insert(5)])).rejects.toThrow();
    await chain(client, [insert(6)]);
    const { rows } = await client.query(`select count(*)::int as times from pg_prepared_statements where name = 'put'`);
    expect(rows).toEqual([{ times: 1 }]);
    expect(await notes()).toEqual([2, 3, 6]); // without a transaction around it, a chain is one
  });

  it('sends nothing when a value cannot be written, and goes on', async () => {
    const unwritable = {
      toPostgres: () => {
        throw new Error('no form for it');
      },
    };
    await expect(chain(client, [insert(1), insert(unwritable), insert(2)])).rejects.toThrow('no form for it');
    await chain(client, [insert(3)]);
    expect(await notes()).toEqual([3]);
  });

  it('tells of a connection that is lost on the way', async () => {
    client.on('error', () => undefined);
    const killed = { text: 'select pg_terminate_backend(pg_backend_pid())' };
    await expect(chain(client, [killed, insert(1)])).rejects.toThrow();
    expect(await notes()).toEqual([]);
  });
});
