import { InboundWorld } from '../testing/inbound-world';

jest.setTimeout(30_000);

describe('the HMPPS edge as operators see it', () => {
  const world = new InboundWorld();
  const as = (role: string) => world.gateway.app.as({ username: 'OPS', authorities: [role] });
  const reader = () => as('ROLE_THROUGHCARE__OPS');
  interface Movements {
    pending: { id: string; claim: string; outcome: string | null; looks: number }[];
    gaps: { id: string; code: string }[];
    messages: { type: string }[];
  }

  it('F-070: shows movements that wait, with what the last look said, and nobody', async () => {
    world.gateway.upstreams.break('/prison');
    await world.take(world.releaseMessage());
    await world.look();
    await world.gateway.app.db.query(
      `insert into custody_gap (id, noms_number, movement, claim, code)
       values (gen_random_uuid(), '${world.noms}', 'm', 'released', 'NO_MESSAGE')`,
    );
    const { body } = await (await reader()).get<Movements>('/ops/hmpps/movements');
    expect(body.pending).toMatchObject([{ claim: 'released', outcome: 'UPSTREAM_FAILED' }]);
    expect(body.gaps).toMatchObject([{ code: 'NO_MESSAGE' }]);
    expect(body.messages).toMatchObject([{ type: 'prison-offender-events.prisoner.released', messages: 1 }]);
    expect(JSON.stringify(body)).not.toContain(world.noms);
  });

  it('F-070: says whom one is about for a reason, which is kept', async () => {
    world.gateway.upstreams.break('/prison');
    await world.take(world.releaseMessage());
    const operator = await reader();
    const { pending } = (await operator.get<Movements>('/ops/hmpps/movements')).body;
    const path = `/ops/hmpps/movements/${pending.at(-1)?.id}`;
    expect((await operator.post(path, {})).status).toBe(400);
    expect((await operator.post(path, { reason: 'asking the prison' })).body).toMatchObject({ nomsNumber: world.noms });
    const [entry] = (await operator.post<object[]>('/ops/audit/search', { key: [world.noms] })).body;
    expect(entry).toMatchObject({ action: 'read.movement', reason: 'asking the prison' });
    const nobody = '/ops/hmpps/movements/0197a000-0000-7000-8000-000000000001';
    expect((await operator.post(nobody, { reason: 'x' })).status).toBe(404);
  });

  it('F-070: doctor knows quarantine, claims, the queue and its dead letters', async () => {
    await world.take('no JSON');
    const checks = (await (await reader()).get<{ name: string; status: string; detail: string }[]>('/ops/doctor')).body;
    const found = Object.fromEntries(checks.map(({ name, status }) => [name, status]));
    // There is no queue here: a check that cannot be made is a failed check.
    expect(found).toMatchObject({
      quarantine: 'warn',
      'custody-claims': 'ok',
      'hmpps-queue': 'fail',
      'hmpps-dead-letters': 'fail',
    });
    expect(checks.find(({ name }) => name === 'quarantine')?.detail).toContain('1 message in quarantine');
    await world.gateway.app.db.query(`update quarantine set received_at = now() - interval '2 days'`);
    await world.gateway.app.db.query(`update custody_claim set received_at = now() - interval '3 hours'`);
    const later = (await (await reader()).get<{ name: string; status: string }[]>('/ops/doctor')).body;
    expect(later).toContainEqual(expect.objectContaining({ name: 'quarantine', status: 'fail' }));
    expect(later).toContainEqual(expect.objectContaining({ name: 'custody-claims', status: 'fail' }));
  });

  it('F-011: says which people nDelius lets only some see', async () => {
    world.gateway.upstreams.cases.set(world.crn, { crn: world.crn, nomsId: world.noms, currentExclusion: true });
    world.gateway.upstreams.cases.set('X999998', { crn: 'X999998', currentRestriction: true });
    world.gateway.upstreams.cases.set('X999997', { crn: 'X999997' });
    const numbers = [world.crn, world.noms.toLowerCase(), 'X999998', 'X999997', 'X999996'];
    const { body } = await (await reader()).post('/ops/people/limited', { numbers });
    expect(body).toEqual({ limited: [world.crn, world.noms, 'X999998'] });
    world.gateway.upstreams.break('/ndelius');
    expect((await (await reader()).post('/ops/people/limited', { numbers })).status).toBe(503);
  });
});
