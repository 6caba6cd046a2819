import { counted } from '@throughcare/base/metrics';
import { asked } from '../../proof/harness/replay-world';
import { FIFTY, OrderWorld } from '../../proof/harness/order-world';

const everybody = (versions: string) => Object.fromEntries(FIFTY.map((key) => [key, versions]));

const FORBIDDEN: string[][] = [
  [],
  ['enable_nestloop'],
  ['enable_hashjoin'],
  ['enable_mergejoin'],
  ['enable_nestloop', 'enable_hashjoin'],
];

describe.each(FORBIDDEN.map((each) => [each]))('the order of a key without %j', (forbidden) => {
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

  const redrive = () => world.consumer.messaging.deadLetters.redrive('test', { all: true });

  it('F-016: a redrive releases many events of many keys as they came', async () => {
    world.refuse = () => true;
    await world.confirm(FIFTY, [1]);
    await world.quiet();
    await world.consumer.stop();
    await world.confirm(FIFTY, [2, 3, 4, 5, 6, 7]);
    await world.consume();
    await world.quiet();
    world.refuse = () => false;
    expect(await redrive()).toEqual({ handled: 350, stillParked: [] });
    expect(await world.effects()).toEqual(everybody('1 2 3 4 5 6 7'));
  }, 60_000);

  it('F-016: letters of an earlier build are released by version, whatever their ids', async () => {
    const keys = FIFTY.map((key) => `Old${key}`);
    await world.scrambled(keys, [1, 2, 3, 4, 5, 6]);
    const plan = await world.consumer.messaging.operations.letters.plan({ consumer: 'test', filter: {} });
    expect(plan.letters).toBe(300);
    const last = await world.db.query(`select id from assessment.dead_letter where key = 'OldP7'
      and event->'version' = '6'`);
    expect(await world.consumer.messaging.operations.letters.show(String(last[0]?.['id']))).toMatchObject({
      before: 5,
    });
    expect(await redrive()).toEqual({ handled: 300, stillParked: [] });
    expect(Object.values(await world.effects())).toEqual(keys.map(() => '1 2 3 4 5 6'));
  }, 60_000);

  it('F-016: what waited for reset keys follows what the run repeats', async () => {
    const { replays } = world.consumer.messaging.operations;
    let go = () => {};
    world.hold = new Promise((resolve) => (go = resolve));
    const begun = await replays.begin({ ...asked, consumer: 'test', mode: 'reset-keys', filter: { keys: FIFTY } });
    await world.confirm(FIFTY, [8, 9, 10, 11, 12]);
    await world.quiet();
    go();
    for (let state = 'running'; state === 'running';) ({ state } = await replays.find(begun.id));
    expect((await replays.find(begun.id)).state).toBe('completed');
    expect(await world.effects()).toEqual(everybody('1 2 3 4 5 6 7 8 9 10 11 12'));
  }, 60_000);

  it('F-016: a redelivery repeats every key in order', async () => {
    await world.db.query('truncate assessment.effect');
    const { replays } = world.consumer.messaging.operations;
    const begun = await replays.begin({ ...asked, consumer: 'test', mode: 'redeliver', filter: {} });
    for (let state = 'running'; state === 'running';) ({ state } = await replays.find(begun.id));
    expect(await world.effects(true)).toEqual(everybody('1 2 3 4 5 6 7 8 9 10 11 12'));
  }, 60_000);

  describe('of which the key changes', () => {
    const ids = FIFTY.map((id) => `Merged${id}`);
    const inOrder = () =>
      world.db.query(`select split_part(key, '-', 1) as id, string_agg(version::text, ' ' order by n) as versions
        from assessment.effect group by 1 order by 1`);
    const waiting = () =>
      world.db.query(`select count(*)::int as n from assessment.dead_letter where state <> 'discarded'`);

    it('takes effect in order, behind letters of the old key', async () => {
      world.refuse = ({ aggregateversion }) => aggregateversion === 1;
      await world.confirm(ids, [1]);
      await world.quiet();
      await world.confirm(ids, [2, 3, 4, 5], (id, version) => (version < 3 ? id : `${id}-${version}`));
      await world.quiet();
      expect([await waiting(), await inOrder()]).toEqual([[{ n: 250 }], []]);
      world.refuse = () => false;
      expect(await redrive()).toEqual({ handled: 250, stillParked: [] });
      expect(await inOrder()).toEqual(ids.toSorted().map((id) => ({ id, versions: '1 2 3 4 5' })));
    }, 60_000);

    it('takes effect in order where the event before waits in the same batch', async () => {
      world.refuse = () => true;
      await world.confirm(
        ids.map((id) => `${id}-0`),
        [6],
        (id) => id.replace('-0', ''),
      );
      await world.quiet();
      world.refuse = () => false;
      await world.consumer.stop();
      await world.confirm(ids, [7, 8, 9], (id, version) => (version === 7 ? id : `${id}-${version}`));
      await world.consume();
      await world.quiet();
      expect([await waiting(), await inOrder()]).toEqual([[{ n: 200 }], []]);
      expect(await redrive()).toEqual({ handled: 200, stillParked: [] });
      expect(await inOrder()).toEqual(ids.toSorted().map((id) => ({ id, versions: '6 7 8 9' })));
    }, 60_000);
  });
});
