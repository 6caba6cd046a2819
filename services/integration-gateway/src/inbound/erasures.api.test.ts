import { TestGateway } from '../testing/gateway';

jest.setTimeout(120_000);

/** nDelius knows the first of them. */
const [KNOWN, GONE] = ['X666322', 'X900099'];
const message = (crn?: string) =>
  JSON.stringify({
    eventType: 'probation-case.deleted.gdpr',
    version: 1,
    occurredAt: '2026-05-12T09:30:00+01:00',
    personReference: { identifiers: crn ? [{ type: 'CRN', value: crn }] : [] },
  });

describe('people whom nDelius has deleted', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    gateway.upstreams.cases.set(KNOWN, { crn: KNOWN, nomsId: 'A9002AA' });
  });
  afterAll(() => gateway.close());

  const told = async () => (await gateway.published()).filter(({ type }) => type === 'identity.person.erased');

  it('are told once, and forgotten, once nDelius does not know them', async () => {
    await gateway.app.db.query(
      `insert into identity_link (aggregate_id, crn, noms_number, source, learnt_at, version)
       values (gen_random_uuid(), $1, 'A9001AA', 'test', now(), 1)`,
      [GONE],
    );
    expect([await gateway.inbound.take(message(GONE)), await gateway.inbound.take(message(GONE))]).toEqual([
      'erasure',
      'copy',
    ]);
    expect((await told()).map(({ data, key }) => [key, data])).toEqual([
      [GONE, { crn: GONE, nomsNumber: 'A9001AA', erasedAt: '2026-05-12T08:30:00.000Z' }],
    ]);
    expect(await gateway.app.db.query('select crn from identity_link where crn = $1', [GONE])).toEqual([]);
  });

  it('are not believed to be deleted while nDelius knows them; nobody is nobody', async () => {
    expect(await gateway.inbound.take(message(KNOWN))).toBe('quarantine');
    expect(await gateway.inbound.take(message())).toBe('quarantine');
    expect(await told()).toHaveLength(1);
  });
});
