import { Pool } from 'pg';
import { readTimeFrom } from '@throughcare/base/clock';
import type { TestDatabase } from '@throughcare/platform/testing';
import type { WebConfig } from '../config';
import { type Kept, keptIn } from './kept';
import { type Sessions, openSessions } from './session';
import { webDatabase } from '../testing/web-database';

const SECRET = 'a secret of the tests alone, long enough';
const config = { BASE_URL: 'http://127.0.0.1', SESSION_SECRET: SECRET } as WebConfig;

describe('what is kept for a session', () => {
  let database: TestDatabase;
  let sessions: Sessions;
  let pool: Pool;
  let mine: Kept;
  let other: Kept;
  beforeAll(async () => {
    database = await webDatabase();
    sessions = await openSessions({ ...config, DATABASE_URL: database.url }, 'web');
    pool = new Pool({ connectionString: database.url });
  });
  afterAll(async () => {
    await pool?.end();
    await sessions?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    await pool.query('delete from web_session');
    await pool.query(
      "insert into web_session (sid, sess, expire) select sid, '{}', now() + interval '1 hour' from unnest('{a,b}'::text[]) as sid",
    );
    [mine, other] = ['a', 'b'].map(keptIn(pool, SECRET)) as [Kept, Kept];
  });
  afterEach(() => readTimeFrom());

  it('is found under its name and kind, and under no other', async () => {
    const id = await mine.keep('letters', { key: 'X1' });
    expect(await mine.get('letters', id)).toEqual({ key: 'X1' });
    for (const [kept, kind, name] of [
      [mine, 'events', id],
      [mine, 'letters', 'x'],
      [mine, 'letters', [id]],
      [other, 'letters', id],
    ] as const)
      await expect(kept.get(kind, name)).rejects.toThrow('KEPT_IS_GONE');
  });

  it('is read by nobody who reads the table', async () => {
    await mine.keep('letters', { key: 'X123456' });
    const { rows } = await pool.query<{ row: string }>('select k::text as row from web_kept k');
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0]!.row, 'base64').toString('latin1') + rows[0]!.row).not.toMatch(/X123456|key/);
  });

  it('can be taken once, also by two at the same time', async () => {
    const id = await mine.keep('plan', 1);
    const taken = await Promise.allSettled([mine.take('plan', id), mine.take('plan', id)]);
    expect(taken.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(mine.get('plan', id)).rejects.toThrow('KEPT_IS_GONE');
  });

  it('does not grow without end: the oldest of its kind goes', async () => {
    const plan = await mine.keep('plan', 0);
    const theirs = await other.keep('letters', 0);
    const ids: string[] = [];
    for (let i = 0; i < 21; i += 1) {
      readTimeFrom(() => new Date(Date.now() + i));
      ids.push(await mine.keep('letters', i));
    }
    await expect(mine.get('letters', ids[0])).rejects.toThrow('KEPT_IS_GONE');
    expect(
      await Promise.all([mine.get('letters', ids[1]), mine.get('plan', plan), other.get('letters', theirs)]),
    ).toEqual([1, 0, 0]);
  });

  it('is gone after its time, and with its session', async () => {
    await mine.add('form', 'one', 1, 1_000);
    const id = await mine.keep('plan', 1);
    readTimeFrom(() => new Date(Date.now() + 1_001));
    expect(await mine.find('form', 'one')).toBeUndefined();
    expect(await mine.get('plan', id)).toBe(1);
    await pool.query("delete from web_session where sid = 'a'");
    expect((await pool.query('select from web_kept')).rowCount).toBe(0);
    await expect(mine.keep('plan', 1)).rejects.toThrow('KEPT_IS_GONE');
  });

  it('is replaced by whoever saw it last, and by nobody else', async () => {
    const found = (await mine.add('form', 'one', 1))!;
    expect(await mine.add('form', 'one', 2)).toBeUndefined();
    const replaced = await Promise.all([
      mine.replace('form', 'one', found, 3, 1_000),
      mine.replace('form', 'one', found, 4, 1_000),
    ]);
    expect(replaced.filter(Boolean)).toHaveLength(1);
    expect((await mine.find('form', 'one'))?.value).toBe(replaced.find(Boolean)?.value);
  });
});
