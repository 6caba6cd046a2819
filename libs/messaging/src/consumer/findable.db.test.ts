import { Logger } from '@nestjs/common';
import type { Span, Tracer } from '@opentelemetry/api';
import { trace } from '@opentelemetry/api';
import { ConsumerKit } from '../../proof/harness/consumer-kit';
import { asked } from '../../proof/harness/replay-world';

const CRN = 'X320741';
const HERE = /^at \w+ \(.*findable\.db\.test\.ts:\d+:\d+\)$/;

/** What a careless handler does: its error names the person. */
const readsUndefined = (crn: string) => {
  try {
    return (undefined as unknown as { status: string }).status;
  } catch (cause) {
    throw new TypeError(`no status of ${crn}\n    at ${crn} Armley Road`, { cause });
  }
};

describe('F-069: a handler that fails', () => {
  let kit: ConsumerKit;
  let logged: unknown[][];
  let told: Record<string, unknown>[];

  beforeEach(async () => {
    kit = await ConsumerKit.start();
    [logged, told] = [[], []];
    const write = (...line: unknown[]) => void logged.push(line);
    const span = {
      spanContext: () => ({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '00f067aa0ba902b7', traceFlags: 1 }),
      setStatus: () => undefined,
      setAttribute: () => undefined,
      addEvent: (_name: string, attributes: Record<string, unknown>) => told.push(attributes),
      end: () => undefined,
    } as unknown as Span;
    trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan: () => span }) as unknown as Tracer });
    await kit.consume(async ({ subject }, { tx }) => {
      if (subject === 'bug') readsUndefined(CRN);
      await tx.query(`insert into assessment.strict (status) values ($1)`, [`${CRN} no`]);
    });
    await kit.db.query(
      `create table assessment.strict (status text constraint status_known check (status in ('a', 'b')))`,
    );
    Logger.overrideLogger({ log: write, warn: write, error: write });
  });
  afterEach(async () => {
    trace.disable();
    await kit.end();
  });

  const failure = async () => {
    const [row] = await kit.db.query(`select id, failure from assessment.dead_letter where state = 'failed'`);
    const shown = await kit.running[0]?.messaging.operations.letters.show(String(row?.['id']));
    expect(shown?.failure).toEqual(row?.['failure']);
    return shown?.failure;
  };
  const everything = async () =>
    JSON.stringify([
      logged,
      told,
      await kit.db.query('select failure, code from assessment.dead_letter'),
      await kit.db.query('select failure, code from assessment.replay_exception'),
    ]);

  it('is found by file and line in letter, log and span, with its causes, and names nobody', async () => {
    await kit.confirm('bug');
    await kit.quiet();
    const facts = await failure();
    expect(facts).toMatchObject({ type: 'TypeError', cause: { type: 'TypeError' } });
    expect(facts?.at[0]).toMatch(HERE);
    expect(facts?.cause?.at[0]).toMatch(HERE);
    expect(told.map((each) => String(each['exception.stacktrace']).split('\n')[0])).toEqual([
      facts?.at[0],
      facts?.cause?.at[0],
      ...[facts?.at[0], facts?.cause?.at[0]].slice(0, told.length - 2),
    ]);
    const [line, members] = logged.find(([text]) => String(text).startsWith('test: dead-lettered')) ?? [];
    expect(line).toMatch(
      /^test: dead-lettered accommodation\.cas3\.booking\.confirmed [0-9a-f-]{36} after attempt 1 of 1 \(TypeError\); its key is parked$/,
    );
    expect(members).toMatchObject({ consumer: 'test', attempt: 1, errorClass: 'permanent', failure: facts });
    expect(await everything()).not.toMatch(/X320741|Armley|no status of/);
  });

  it('names what PostgreSQL names', async () => {
    await kit.confirm('constraint');
    await kit.quiet();
    const facts = await failure();
    expect(facts?.cause ?? facts).toMatchObject({
      code: '23514',
      schema: 'assessment',
      table: 'strict',
      constraint: 'status_known',
    });
    expect(logged.some(([text]) => /: attempt 1 of 5 of .+ failed \(23514\); retrying$/.test(String(text)))).toBe(true);
    expect(await everything()).not.toContain(CRN);
  });

  it('is found in a redrive and in a replay as well', async () => {
    await kit.confirm('bug');
    await kit.quiet();
    const service = kit.running[0];
    await kit.db.query('update assessment.dead_letter set failure = null');
    await service?.messaging.deadLetters.redrive('test', 'bug');
    expect((await failure())?.at[0]).toMatch(HERE);
    await kit.db.query('delete from assessment.dead_letter; delete from assessment.parked_key');
    const { replays } = service?.messaging.operations ?? {};
    const run = await replays?.begin({ ...asked, consumer: 'test', mode: 'redeliver', filter: { keys: ['bug'] } });
    for (let state = 'running'; state === 'running';) state = (await replays?.find(run?.id ?? ''))?.state ?? '';
    const [exception] = (await replays?.exceptions(run?.id ?? '')) ?? [];
    expect(exception).toMatchObject({ kind: 'failed', failure: { type: 'TypeError' } });
    expect(exception?.failure?.at[0]).toMatch(HERE);
    expect(await everything()).not.toContain(CRN);
  });

  it('F-037: that throws what cannot be read is put away like any other', async () => {
    const hostile = new Proxy(new Error('a'), {
      get: () => {
        throw new Error('mine');
      },
    });
    await kit.end();
    kit = await ConsumerKit.start();
    const withNul = Object.assign(new Error('a'), { code: 'NO\0BED' });
    await kit.consume(({ subject }) => Promise.reject(subject === 'nul' ? withNul : hostile));
    await kit.confirm('nul');
    await kit.confirm('proxy');
    await kit.quiet();
    expect((await kit.letters()).map(({ code }) => code).sort()).toEqual(['NO', 'UNKNOWN']);
  });

  it('can be followed afterwards: since when it lay there, who released it and why', async () => {
    await kit.confirm('bug');
    await kit.quiet();
    const [{ event_id: id } = {}] = await kit.db.query('select event_id from assessment.dead_letter');
    await kit.db.query(`update assessment.dead_letter set event = jsonb_set(event, '{key}', '"bug"')`);
    await kit.running.pop()?.stop();
    const mended = await kit.consume(async () => undefined);
    const { letters, events } = mended.messaging.operations;
    await letters.redrive({ consumer: 'test', filter: { key: 'bug' }, actor: 'OPS_1', reason: 'mended' });
    const journey = await events.journey(String(id), { key: 'bug' });
    expect(journey).toMatchObject({
      letters: [],
      released: [{ consumer: 'test', code: 'TypeError', attempts: 1, releasedBy: 'OPS_1', reason: 'mended' }],
    });
    const [released] = journey.released;
    expect(released && released.parkedAt < released.at).toBe(true);
  });
});
