import { sample } from '../testing/samples';
import { TestGateway } from '../testing/gateway';

jest.setTimeout(60_000);

const [CRN, OTHER] = ['X666322', 'X900031'];
const message = (eventType: string, crn: string, at: string) =>
  JSON.stringify({
    eventType,
    version: 1,
    occurredAt: at,
    personReference: { identifiers: [{ type: 'CRN', value: crn }] },
    // As nDelius writes a day here.
    additionalInformation: { registrationDate: 'Fri Jun 14 09:06:52 BST 2024', registerTypeDescription: 'Arson' },
  });

describe('messages about risks', () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await TestGateway.start();
  });
  afterEach(() => gateway.close());

  const ask = async (crn: string) => {
    const service = await gateway.app.as({ clientId: 'referral', authorities: ['ROLE_THROUGHCARE__RISKS_RO'] });
    return service.get(`/risks/${crn}`);
  };
  const told = async () =>
    (await gateway.published()).filter(({ type }) => type === 'person.risk-source.changed').map(({ data }) => data);
  const take = (body: string) => gateway.inbound.take(body);

  it('of somebody whose risks were asked for are told, each once', async () => {
    await ask(CRN);
    const tier = sample('hmpps-events/tier.calculation.complete.json');
    expect([await take(tier), await take(tier)]).toEqual(['risk', 'copy']);
    expect(await told()).toEqual([{ crn: CRN, changedSource: 'tier', toldAt: '2022-10-05T12:00:00.000Z' }]);
  });

  it.each([
    ['tier.calculation.changed', 'tier'],
    ['probation-case.registration.added', 'ndelius'],
    ['probation-case.registration.updated', 'ndelius'],
    ['probation-case.registration.deregistered', 'ndelius'],
    ['probation-case.registration.deleted', 'ndelius'],
    ['assessment.summary.produced', 'oasys'],
    ['risk-assessment.scores.ogrs.determined', 'oasys'],
  ])('%s is told as news of %s, without what it says', async (type, changedSource) => {
    await ask(CRN);
    expect(await take(message(type, CRN, '2026-03-02T10:00:00Z'))).toBe('risk');
    expect(await told()).toEqual([{ crn: CRN, changedSource, toldAt: '2026-03-02T10:00:00.000Z' }]);
  });

  it('of anybody else leave no trace', async () => {
    expect(await take(message('tier.calculation.complete', OTHER, '2026-03-02T10:00:00Z'))).toBe('ignore');
    expect(await told()).toEqual([]);
    expect(await gateway.app.db.query('select * from inbound_message')).toEqual([]);
  });

  it('count for a number that was merged into theirs', async () => {
    await ask(OTHER);
    await gateway.app.db.query(
      `insert into identity_merge (id, number_type, from_number, into_number, event_key, is_merged, said_at, version)
       values (gen_random_uuid(), 'crn', $1, $2, $2, true, now(), 1)`,
      [OTHER, CRN],
    );
    await take(message('tier.calculation.complete', CRN, '2026-03-02T10:00:00Z'));
    expect(await told()).toMatchObject([{ crn: CRN }]);
  });

  it('without a person wait in quarantine', async () => {
    const body = JSON.stringify({ eventType: 'tier.calculation.complete', occurredAt: '2026-03-02T10:00:00Z' });
    expect(await take(body)).toBe('quarantine');
  });
});
