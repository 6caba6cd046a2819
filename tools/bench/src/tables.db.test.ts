import type { ScratchDatabase } from '@throughcare/messaging/proof';
import { benchDatabase, judge } from './tables';

describe('the judge of a measurement', () => {
  let db: ScratchDatabase;

  beforeEach(async () => {
    db = await benchDatabase(process.env.TEST_POSTGRES_URL ?? '');
    await db.query(`update booking.thing set version = 3 where key in ('X1', 'X2')`);
  });

  afterEach(() => db.drop());

  const took = async (...effects: [key: string, version: number][]) => {
    for (const effect of effects)
      await db.query('insert into assessment.effect (key, version) values ($1, $2)', effect);
  };

  it('finds nothing when every change had its effect once and in the order of its key', async () => {
    await took(['X1', 1], ['X2', 1], ['X1', 2], ['X1', 3], ['X2', 2], ['X2', 3]);
    expect(await judge(db)).toEqual({ lost: 0, inverted: 0, doubled: 0 });
  });

  it('finds what is lost', async () => {
    await took(['X1', 1], ['X1', 3], ['X2', 1], ['X2', 2]);
    expect(await judge(db)).toEqual({ lost: 2, inverted: 0, doubled: 0 });
  });

  it('finds what came out of order', async () => {
    await took(['X1', 1], ['X1', 3], ['X1', 2], ['X2', 1], ['X2', 2], ['X2', 3]);
    expect(await judge(db)).toEqual({ lost: 0, inverted: 1, doubled: 0 });
  });

  it('finds what had its effect twice', async () => {
    await took(['X1', 1], ['X1', 2], ['X1', 3], ['X1', 2], ['X2', 1], ['X2', 2], ['X2', 3], ['X2', 3]);
    expect(await judge(db)).toEqual({ lost: 0, inverted: 0, doubled: 2 });
  });
});
