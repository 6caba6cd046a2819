import type { DataSource } from 'typeorm';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { History } from './history';
import type { ReplayFilter } from './run';

const TYPE = 'wanted';
const EVENTS = 3_000;
/** Wanted are a dense beginning, one in the middle of nothing, and a dense end. */
const isWanted = (offset: number) => offset <= 600 || offset === 1_700 || offset > 2_500;
const WANTED = Array.from({ length: EVENTS }, (_, index) => index + 1).filter(isWanted);

describe('the history of a partition', () => {
  let db: ScratchDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    db = await scratchDatabase(['booking']);
    dataSource = await db.open('booking');
    await db.query(
      `insert into booking.event_log (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
       select 7, n, uuidv7(), 'X' || n % 10, case when n = any($2::int[]) then $3 else 'other' end, 'A', n, '{}', '{}', now()
       from generate_series(1, $1) n`,
      [EVENTS, WANTED, TYPE],
    );
  });

  afterAll(() => db.drop());

  const read = async (filter: ReplayFilter, after: number, end: number, limit: number): Promise<number[]> => {
    const history = new History(dataSource, ['booking'], [TYPE], filter, { schema: 'booking', consumer: 'anybody' });
    const reader = history.reader(7, { booking: after }, { booking: end });
    const found: number[] = [];
    for (let events = await reader.next(limit); events.length > 0; events = await reader.next(limit))
      found.push(...events.map(({ offset }) => offset));
    return found;
  };

  it('is read whole and in order, over stretches that nobody wants', async () => {
    expect(await read({}, 0, EVENTS, 100)).toEqual(WANTED);
    expect(await read({}, 0, EVENTS, 7)).toEqual(WANTED);
  });

  it('begins after the position and ends at the fixed end', async () => {
    expect(await read({}, 599, 2_502, 100)).toEqual([600, 1_700, 2_501, 2_502]);
    expect(await read({}, 650, 1_699, 100)).toEqual([]);
    expect(await read({}, EVENTS, EVENTS, 100)).toEqual([]);
  });

  it('is read by key at once', async () => {
    expect(await read({ keys: ['X0'] }, 0, EVENTS, 100)).toEqual(WANTED.filter((offset) => offset % 10 === 0));
  });
});
