import { messagingSteps } from '../database/schema-steps';
import { aRecord } from '../../proof/harness/records';
import { type ScratchDatabase, scratchDatabase } from '../../proof/harness/scratch-database';
import { admitStatement, behindStatement, behindValues, LIVE_RUN } from './inbox';

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Loops': number;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly Node[];
}

const LETTERS = 100_000;
const BATCH = 50;

describe(`what an admission costs beside ${LETTERS} letters`, () => {
  let db: ScratchDatabase;
  const events = Array.from({ length: BATCH }, (_, n) => aRecord({ key: `K${n}`, aggregateId: `aggregate-${n}` }));

  beforeAll(async () => {
    db = await scratchDatabase(['assessment'], undefined, 'drop index assessment.dead_letter_aggregate');
    await db.query(
      `insert into assessment.dead_letter (consumer, key, event_id, type, event, state, code, error_class, handler_version)
       select 'test', 'Q' || n, gen_random_uuid(), 'other',
         jsonb_build_object('source', 'booking', 'aggregateId', 'aggregate-' || n, 'version', 1), 'waiting', 'NO', 'permanent', 'local'
       from generate_series(1, ${LETTERS}) n`,
    );
    await db.query(
      `insert into assessment.parked_key (consumer, key) select 'test', 'Q' || n from generate_series(1, ${LETTERS}) n`,
    );
    await db.query('analyze assessment.dead_letter, assessment.parked_key');
    await db.query('create table assessment.inbox_2026 partition of assessment.inbox default');
  }, 60_000);
  afterAll(() => db.drop());

  const arrayOf = (values: readonly unknown[]) => `'{${values.map(String).join(',')}}'`;
  const literals = (values: readonly unknown[]) =>
    values.map((value) => (Array.isArray(value) ? arrayOf(value) : `'${String(value)}'`)).join(', ');

  /** Nodes that read this table, as the statement runs on a connection that planned it once. */
  const readsOf = async (table: string, text: string, types: string, values: readonly unknown[]) => {
    const source = await db.open('assessment', 1);
    const [answer] = await source.transaction(async (tx) => {
      await tx.query('set local plan_cache_mode = force_generic_plan');
      await tx.query(`prepare asked (${types}) as ${text}`);
      return tx.query<{ 'QUERY PLAN': { Plan: Node }[] }[]>(
        `explain (analyze, format json) execute asked (${literals(values)})`,
      );
    });
    await source.destroy();
    const all = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(all)];
    const nodes = (answer?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => all(Plan));
    return nodes.filter((node) => node['Relation Name'] === table);
  };

  it('is one look at the parked keys of the consumer, and none at letters', async () => {
    const { text } = admitStatement('assessment');
    const days = events.map(({ occurredAt }) => occurredAt.slice(0, 10));
    const values = ['test', events.map(({ id }) => id), events.map(({ key }) => key), days, LIVE_RUN];
    const types = 'text, uuid[], text[], date[], uuid';
    expect(await readsOf('dead_letter', text, types, values)).toEqual([]);
    const looks = await readsOf('parked_key', text, types, values);
    expect(looks.map((node) => node['Actual Rows']).toSorted()).toEqual([0, 1]);
  });

  it('is one look at an index of letters for each event while the consumer has a parked key', async () => {
    const { text } = behindStatement('assessment');
    const looks = () =>
      readsOf('dead_letter', text, 'text, text[], text[], text[], int[]', behindValues('test', events));
    expect((await looks()).map((node) => node['Index Name'])).not.toContain('dead_letter_aggregate');
    await db.query(messagingSteps.lettersByAggregate('assessment'));
    await db.query('analyze assessment.dead_letter');
    expect(await looks()).toEqual([
      expect.objectContaining({ 'Index Name': 'dead_letter_aggregate', 'Actual Loops': BATCH }),
    ]);
  });
});
