import { producersOf } from '@throughcare/hmpps/producer.rules';
import { InboundWorld } from '../testing/inbound-world';

jest.setTimeout(30_000);

const prisons = 'arn:aws:sns:eu-west-2:000000000000:offender-events';
const domain = 'arn:aws:sns:eu-west-2:000000000000:domain-events';
const RULE = 'prison-offender-events.*';

describe('a message of a type that its topic may not tell', () => {
  const world = new InboundWorld();
  const { releaseMessage, look, types } = world;
  const allowing = (...topics: string[]) => world.gateway.inboundTrusting([], producersOf({ [RULE]: topics }));
  const through = (TopicArn: string) => JSON.stringify({ ...(JSON.parse(releaseMessage()) as object), TopicArn });
  const operator = (role = 'ROLE_THROUGHCARE__OPS_RW') =>
    world.gateway.app.as({ username: 'ops', authorities: [role] });
  const listed = async () =>
    (
      await (
        await operator('ROLE_THROUGHCARE__OPS')
      ).get<{ id: string; problem: string; copies: number }[]>('/ops/hmpps/quarantine')
    ).body;
  const redrive = async (body: object) =>
    (await operator()).post<{ found: number; taken: number; refused: number }>('/ops/hmpps/quarantine/redrive', {
      reason: 'a test',
      ...body,
    });

  beforeEach(async () => {
    await world.gateway.app.db.query('delete from quarantine');
    world.gateway.upstreams.release(world.noms);
  });

  it('is kept with the rule it breaks, and has no effect', async () => {
    expect(await allowing(prisons).take(through(domain))).toBe('quarantine');
    await look();
    expect(await types()).toEqual([]);
    const [row] = await listed();
    expect(row).toMatchObject({ problem: `PRODUCER_NOT_ALLOWED ${RULE}`, copies: 1 });
    expect(JSON.stringify(row)).not.toContain(world.noms);
  });

  it('is taken from where it may come, and types without a rule from anywhere', async () => {
    expect(await allowing(prisons).take(through(prisons))).toBe('custody');
    const search = { eventType: 'prisoner-offender-search.prisoner.released' };
    const other = JSON.stringify({ ...(JSON.parse(releaseMessage({}, search)) as object), TopicArn: domain });
    expect(await allowing(prisons).take(other)).toBe('custody');
  });

  it('takes effect once, after the list is mended and it is given back', async () => {
    await allowing(prisons).take(through(domain));
    await allowing(prisons).take(through(domain));
    expect(await allowing(prisons).retake({ problem: 'PRODUCER_NOT_ALLOWED' }, 10)).toEqual({ taken: 0, refused: 1 });
    expect(await listed()).toMatchObject([{ copies: 2 }]);
    expect(await allowing(prisons, domain).retake({ problem: 'PRODUCER_NOT_ALLOWED' }, 10)).toEqual({
      taken: 1,
      refused: 0,
    });
    await look();
    expect(await types()).toEqual(['custody.person.released']);
    expect(await listed()).toEqual([]);
  });

  it('stays with the reason it is refused for by now', async () => {
    const odd = JSON.stringify({
      TopicArn: domain,
      Message: (JSON.parse(releaseMessage({ reason: null })) as { Message: string }).Message,
    });
    await allowing(prisons).take(odd);
    await allowing(domain).retake({ problem: 'PRODUCER_NOT_ALLOWED' }, 10);
    expect((await listed()).map(({ problem }) => problem)).toEqual(['REASON_MISSING']);
  });

  it('is given back by an operator, who says which and why, and is written down', async () => {
    await allowing(prisons).take(through(domain));
    await world.gateway.inbound.take('pardon?');
    expect((await redrive({})).status).toBe(400);
    expect((await redrive({ problem: 'PRODUCER_NOT_ALLOWED', dryRun: true })).body).toEqual({
      found: 1,
      taken: 0,
      refused: 0,
    });
    expect(await listed()).toHaveLength(2);
    expect((await redrive({ problem: 'PRODUCER_NOT_ALLOWED' })).body).toEqual({ found: 1, taken: 1, refused: 0 });
    expect((await redrive({ id: (await listed())[0]?.id })).body).toEqual({ found: 1, taken: 0, refused: 1 });
    expect((await listed()).map(({ problem }) => problem)).toEqual(['NOT_JSON']);
    const trail = await world.gateway.app.db.query<{ action: string; reason: string }[]>(
      'select action, reason from ops_audit order by id',
    );
    expect(trail[0]).toEqual({ action: 'hmpps.quarantine-redrive', reason: 'a test' });
  });

  it('is given back by nobody who may only look', async () => {
    const reader = await operator('ROLE_THROUGHCARE__OPS');
    expect((await reader.post('/ops/hmpps/quarantine/redrive', { problem: 'NOT_JSON', reason: 'x' })).status).toBe(403);
    expect((await (await operator('ROLE_PROBATION')).get('/ops/hmpps/quarantine')).status).toBe(403);
  });

  it('F-070: is shown without whom it is about, and as it came only with a reason, which is kept', async () => {
    await allowing(prisons).take(through(domain));
    const [row] = await listed();
    const reader = await operator('ROLE_THROUGHCARE__OPS');
    const shown = await reader.get<object>(`/ops/hmpps/quarantine/${row?.id}`);
    expect(shown.body).toMatchObject({
      id: row?.id,
      problem: `PRODUCER_NOT_ALLOWED ${RULE}`,
      outline: { TopicArn: domain, Message: { eventType: 'prison-offender-events.prisoner.released' } },
    });
    expect(JSON.stringify(shown.body)).not.toContain(world.noms);
    expect((await reader.post(`/ops/hmpps/quarantine/${row?.id}/body`, {})).status).toBe(400);
    const whole = await reader.post<{ body: string }>(`/ops/hmpps/quarantine/${row?.id}/body`, {
      reason: 'new format',
    });
    expect(whole.body.body).toContain(world.noms);
    const [entry] = (await reader.get<object[]>('/ops/audit')).body;
    expect(entry).toMatchObject({
      actor: 'OPS',
      action: 'read.quarantine',
      parameters: { id: row?.id, keys: [world.noms] },
    });
  });

  it('F-070: can be given up: kept, no longer listed, counted or tried, with who and why', async () => {
    await allowing(prisons).take(through(domain));
    const [row] = await listed();
    const path = `/ops/hmpps/quarantine/${row?.id}/discard`;
    expect((await (await operator('ROLE_THROUGHCARE__OPS')).post(path, { reason: 'x' })).status).toBe(403);
    const writer = await operator();
    expect((await writer.post(path, {})).status).toBe(400);
    expect((await writer.post(path, { reason: 'a test of theirs' })).status).toBe(204);
    expect((await writer.post(path, { reason: 'again' })).status).toBe(404);
    expect(await listed()).toEqual([]);
    expect((await redrive({ problem: 'PRODUCER_NOT_ALLOWED' })).body).toMatchObject({ found: 0 });
    await allowing(prisons).take(through(domain));
    expect(await listed()).toEqual([]);
    const [{ copies } = { copies: 0 }] = await world.gateway.app.db.query<{ copies: number }[]>(
      'select copies from quarantine',
    );
    expect(copies).toBe(2);
    const noted = { action: 'hmpps.quarantine-discard', reason: 'a test of theirs' };
    expect((await writer.get<object[]>('/ops/audit')).body).toContainEqual(expect.objectContaining(noted));
  });

  it('a problem that there is not is refused with those that there are', async () => {
    const operator = await world.gateway.app.as({ username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS_RW'] });
    const said = { status: 400, body: { code: 'NO_SUCH_PROBLEM', detail: expect.stringContaining('NOT_CONFIRMED') } };
    expect(await operator.get('/ops/hmpps/quarantine?problem=NONSENSE')).toMatchObject(said);
    const body = { problem: 'NONSENSE', reason: 'INC-7' };
    expect(await operator.post('/ops/hmpps/quarantine/redrive', body)).toMatchObject(said);
    for (const problem of ['NOT_JSON', 'PRODUCER_NOT_ALLOWED rule'])
      expect((await operator.get(`/ops/hmpps/quarantine?problem=${problem}`)).status).toBe(200);
  });
});
