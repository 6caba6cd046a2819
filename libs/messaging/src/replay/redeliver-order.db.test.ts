import { counted } from '@throughcare/base/metrics';
import { FIFTY, OrderWorld } from '../../proof/harness/order-world';
import { asked } from '../../proof/harness/replay-world';

const FORBIDDEN: string[][] = [[], ['enable_nestloop'], ['enable_nestloop', 'enable_hashjoin']];
/** From the second version on, and again from the fourth, an aggregate has another key. */
const keyOf = (id: string, version: number) => (version === 1 ? id : version < 4 ? `${id}-new` : `${id}-newest`);

describe.each(FORBIDDEN.map((each) => [each]))('a redelivery beside letters of other keys without %j', (forbidden) => {
  const world = new OrderWorld();
  let inversions: number;

  beforeAll(() => world.start(forbidden), 60_000);
  afterAll(() => world.end());
  beforeEach(async () => {
    world.refuse = () => false;
    await world.db.query('truncate assessment.effect');
    inversions = counted('version_inversions');
  });
  afterEach(() => expect(counted('version_inversions')).toBe(inversions));

  const run = async (filter: { missed?: true; keys?: string[] }, rate?: number) => {
    const { replays } = world.consumer.messaging.operations;
    const request = {
      ...asked,
      consumer: 'test',
      mode: 'redeliver',
      filter,
      ...(rate !== undefined && { rate }),
    } as const;
    const { id } = await replays.begin(request);
    for (let state = 'running'; state === 'running';) ({ state } = await replays.find(id));
    const kinds = (await replays.exceptions(id)).map(({ kind, key }) => `${kind} ${key}`);
    return { ...(await replays.find(id)), kinds };
  };
  const redrive = () => world.consumer.messaging.deadLetters.redrive('test', { all: true });
  /** What is told meanwhile is published and never comes to the consumer. */
  const unseen = async (told: () => Promise<void>) => {
    const { consumers } = world.consumer.messaging.operations;
    await consumers.pause('test', 'OPS', 'a test');
    await told();
    await world.published();
    await consumers.reset('test', 'latest', 'OPS', 'a test', false);
    await consumers.resume('test', 'OPS', 'a test');
    await world.quiet();
  };
  const byAggregate = async () => {
    const rows = await world.db
      .query(`select split_part(key, '-', 1) as id, string_agg(version::text, ' ' order by n) as versions
      from assessment.effect group by 1 order by 1`);
    return Object.fromEntries(rows.map(({ id, versions }) => [String(id), String(versions)]));
  };
  const each = (ids: readonly string[], versions: string) => Object.fromEntries(ids.map((id) => [id, versions]));

  it.each([undefined, 500])(
    'leaves out what was missed behind an earlier version, at a rate of %p',
    async (rate) => {
      const ids = FIFTY.map((id) => `Missed${rate ?? ''}${id}`);
      world.refuse = ({ aggregateversion }) => aggregateversion === 1;
      await world.confirm(ids, [1]);
      await world.quiet();
      await unseen(() => world.confirm(ids, [2, 3, 4, 5], keyOf));
      world.refuse = () => false;
      const early = await run({ missed: true }, rate);
      expect(early).toMatchObject({ state: 'completed', total: 250, delivered: 0, skipped: 250 });
      expect(new Set(early.kinds)).toEqual(
        new Set(ids.flatMap((id) => [id, `${id}-new`, `${id}-newest`]).map((key) => `parked ${key}`)),
      );
      expect(await byAggregate()).toEqual({});
      expect(await redrive()).toEqual({ handled: 50, stillParked: [] });
      for (const turn of ['new', 'newest']) {
        const keys = ids.map((id) => `${id}-${turn}`);
        expect(await run({ missed: true, keys }, rate)).toMatchObject({ delivered: 100, skipped: 0, kinds: [] });
      }
      expect(await byAggregate()).toEqual(each(ids, '1 2 3 4 5'));
    },
    60_000,
  );

  it('and what follows of its key, whatever its aggregate', async () => {
    world.refuse = () => true;
    await world.confirm(['Old'], [1]);
    await world.quiet();
    await unseen(async () => {
      await world.confirm(['New'], [1]);
      await world.confirm(['Old'], [2], () => 'New');
      await world.confirm(['New'], [2, 3]);
    });
    world.refuse = () => false;
    const early = await run({ missed: true });
    expect(early).toMatchObject({ total: 5, delivered: 1, skipped: 4 });
    expect(await byAggregate()).toEqual({ New: '1' });
    expect(early.kinds.toSorted()).toEqual(['parked New', 'parked New', 'parked New', 'parked Old']);
    await redrive();
    await run({ missed: true });
    expect(await byAggregate()).toEqual({ New: '1 2 2 3', Old: '1' });
  });

  it('also when it is repeated', async () => {
    await world.confirm(['Again'], [2], () => 'Again-new');
    await world.quiet();
    world.refuse = () => true;
    await world.confirm(['Again'], [1]);
    await world.quiet();
    world.refuse = () => false;
    await world.db.query('truncate assessment.effect');
    const keys = ['Again', 'Again-new'];
    expect(await run({ keys })).toMatchObject({ total: 2, delivered: 0, skipped: 2 });
    await redrive();
    inversions += 1; // version 2 had its effect first
    for (const key of keys) expect(await run({ keys: [key] })).toMatchObject({ delivered: 1, skipped: 0 });
  });
});
