import { randomUUID } from 'node:crypto';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { releaseOrderSql } from './dead-letters/release-order';

/** A letter as it came: which build wrote it, which event of which aggregate it holds, and when that was decided. */
interface Came {
  readonly by: 'old' | 'new';
  readonly event: string;
  readonly decided: number;
}

describe('F-016: letters of one key that two builds wrote side by side', () => {
  let db: ScratchDatabase;

  beforeAll(async () => {
    db = await scratchDatabase(['assessment']);
  });
  afterAll(() => db.drop());

  const releasedOf = async (letters: readonly Came[]) => {
    const consumer = randomUUID();
    for (const { by, event, decided } of letters) {
      const [aggregateId = '', version] = event.split('');
      const id = `00000000-0000-7000-8000-${String(decided).padStart(4, '0')}${consumer.slice(0, 8)}`;
      await db.query(
        `insert into assessment.dead_letter
           (consumer, key, event_id, type, event, state, code, error_class, handler_version, in_order)
         values ($1, 'K', $2, 't', $3, 'waiting', 'BEHIND_DEAD_LETTER', 'permanent', $4, $4 = 'new')`,
        [consumer, id, { source: 'booking', aggregateId, version: Number(version) }, by],
      );
    }
    const rows = await db.query(
      `select event->>'aggregateId' || (event->>'version') as event
       from ${releaseOrderSql('assessment.dead_letter', `l.consumer = '${consumer}'`)} found order by nth`,
    );
    return rows.map(({ event }) => event).join(' ');
  };
  const by = (build: Came['by'], ...events: readonly (readonly [string, number])[]): readonly Came[] =>
    events.map(([event, decided]) => ({ by: build, event, decided }));

  it.each([
    ['an old build’s stay behind what came before them', [...by('new', ['x1', 1]), ...by('old', ['y1', 2])], 'x1 y1'],
    ['and before what came after them', [...by('old', ['y1', 2]), ...by('new', ['x1', 3])], 'y1 x1'],
    [
      'also in turns, and of one batch by the time of the event',
      [
        ...by('old', ['y2', 2], ['y1', 1]),
        ...by('new', ['x1', 3]),
        ...by('old', ['z2', 5], ['z1', 4]),
        ...by('new', ['x2', 6]),
      ],
      'y1 y2 x1 z1 z2 x2',
    ],
    [
      'no letter comes before an earlier version of its aggregate, whoever wrote that',
      [...by('old', ['x2', 2]), ...by('new', ['y1', 3], ['x1', 1])],
      'y1 x1 x2',
    ],
  ])('%s', async (_title, letters, expected) => {
    expect(await releasedOf(letters)).toBe(expected);
  });
});
