import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { anEvent } from '../testing/events';
import { InboundWorld } from '../testing/inbound-world';

describe('F-011: whoever looks into the ledger', () => {
  const world = new InboundWorld();
  type Entry = { actor: string; action: string; reason: string | null; parameters: Record<string, unknown> };
  const trail = () =>
    world.gateway.app.db.query<Entry[]>('select actor, action, reason, parameters from ops_audit order by id desc');
  const operator = () => world.gateway.app.as({ username: 'LOOKER', authorities: ['ROLE_THROUGHCARE__OPS'] });
  const search = async (body: object) =>
    (await operator()).post<{ operationId: string; code: string }[] & { code: string }>(
      '/ops/sync/operations/search',
      body,
    );
  beforeEach(async () => {
    await world.gateway.record(anEvent(ReferralSubmitted, { crn: world.crn, nomsNumber: world.noms }));
    await world.gateway.app.db.query('delete from ops_audit');
  });

  it('is kept with everybody whom the list shows', async () => {
    await (await operator()).get('/ops/sync/operations');
    const [entry] = await trail();
    expect(entry).toMatchObject({ actor: 'LOOKER', action: 'read.sync-operations' });
    expect(entry?.parameters['keys']).toContain(world.crn);
    await search({ state: 'no-address' });
    expect(await trail()).toHaveLength(1);
  });

  it('is kept with the one operation that was opened', async () => {
    const [row] = (await search({})).body;
    await (await operator()).get(`/ops/sync/operations/${row?.operationId}`);
    expect((await trail())[0]).toMatchObject({
      action: 'read.sync-operation',
      parameters: { keys: [world.crn], id: row?.operationId },
    });
  });

  it('says why before a person is searched for whom nDelius may let only some see', async () => {
    // Nobody answers here who could say so: everybody counts as limited.
    expect(await search({ person: world.crn })).toMatchObject({ status: 403, body: { code: 'REASON_NEEDED' } });
    expect((await trail())[0]?.parameters).toMatchObject({ keys: [world.crn], refused: 'REASON_NEEDED' });
    const found = await search({ person: world.crn.toLowerCase(), reason: 'INC-7' });
    expect(found.body).toHaveLength(1);
    expect((await trail())[0]).toMatchObject({ action: 'read.sync-operations', reason: 'INC-7' });
  });

  it('is told what a number of a person looks like', async () => {
    expect((await search({ person: 'nonsense' })).status).toBe(400);
  });
});
