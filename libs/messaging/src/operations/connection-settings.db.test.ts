import { RELIED_ON } from '@throughcare/base/database-session';
import { DataSource } from 'typeorm';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { askedSettings, droppedSettings } from './connection-settings';
import { Doctor } from './doctor';

describe('F-082: what was asked of a connection', () => {
  let db: ScratchDatabase;
  let dataSource: DataSource;

  beforeEach(async () => {
    db = await scratchDatabase(['booking']);
    // As a service asks, on one connection.
    const extra = {
      options: `-c search_path=booking,public -c TimeZone=UTC ${RELIED_ON}`,
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
      query_timeout: 15_000,
    };
    dataSource = await new DataSource({ type: 'postgres', url: db.url, poolSize: 1, extra }).initialize();
  });
  afterEach(async () => {
    await dataSource.destroy();
    await db.drop();
  });
  const check = async (wanted = 'connection') => {
    const doctor = new Doctor({
      dataSource,
      schema: 'booking',
      consumers: () => new Map(),
      oldestWrite: async () => 0,
    });
    return (await doctor.examine()).find(({ name }) => name === wanted);
  };

  it('is there on a direct connection', async () => {
    expect(await droppedSettings(dataSource)).toEqual([]);
    expect(await check()).toMatchObject({ status: 'ok' });
  });

  it.each([
    ['set search_path = public', 'search_path is public, asked for booking,public'],
    ['set statement_timeout = 0', 'statement_timeout is 0, asked for 10000'],
    ['set idle_in_transaction_session_timeout = 0', 'idle_in_transaction_session_timeout is 0, asked for 30000'],
    ["set default_transaction_isolation = 'serializable'", 'asked for read committed'],
    ["set datestyle = 'German'", 'DateStyle is German, DMY, asked for ISO,MDY'],
    [`set timezone = 'Europe/London'`, 'TimeZone is Europe/London, asked for UTC'],
  ])('is missed by doctor when something in between drops it: %s', async (sql, sentence) => {
    await dataSource.query(sql);
    expect(await check()).toMatchObject({ status: 'fail', detail: expect.stringContaining(sentence) as string });
  });

  it('and may write, which doctor says of a database that takes none', async () => {
    expect(await check('writes')).toMatchObject({ status: 'ok' });
    await dataSource.query('set default_transaction_read_only = on');
    const detail = 'refused: default_transaction_read_only is on';
    expect(await check('writes')).toEqual({ name: 'writes', status: 'fail', detail });
  });

  it('is read from the options of the pool, nothing where there are none', () => {
    expect([...askedSettings({ options: '-c a=b\\ c  -c search_path=x,public', lock_timeout: 5 })]).toEqual([
      ['a', 'b c'],
      ['search_path', 'x,public'],
      ['lock_timeout', '5'],
    ]);
    expect([askedSettings(undefined).size, askedSettings({}).size]).toEqual([0, 0]);
  });
});
