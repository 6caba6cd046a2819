import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { anEvent } from '../testing/events';
import { TestGateway } from '../testing/gateway';
import { DetailReadsService } from './detail-reads.service';
import { entryOfType } from '../public-events/topic.rules';

jest.setTimeout(30_000);

const role = 'ROLE_APPROVED_PREMISES_EVENTS';
interface Usage {
  readonly type: string;
  readonly published: number;
  readonly lastPublishedAt: string | null;
  readonly clients: readonly { client: string; reads: number; lastReadAt: string }[];
}

describe('who reads our public events', () => {
  let gateway: TestGateway;
  const arrived = anEvent(PersonArrived);
  const path = `/events/cas3/${entryOfType(PersonArrived.type).slug}/${arrived.id}`;
  const reads = () => gateway.app.app.get(DetailReadsService);
  const read = async (clientId: string, headers: Record<string, string> = {}) =>
    (await gateway.app.as({ clientId, authorities: [role] })).with(headers).get(path);
  const usage = async (query = '') => {
    const operator = await gateway.app.as({ username: 'ops', authorities: ['ROLE_THROUGHCARE__OPS'] });
    return (await operator.get<Usage[]>(`/ops/hmpps/consumers${query}`)).body;
  };
  const of = async (type: string, query = '') => (await usage(query)).find((row) => row.type === type);

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.record(arrived);
    await gateway.dispatch();
  });
  afterAll(() => gateway.close());
  beforeEach(async () => {
    await reads().flush();
    await gateway.app.db.query('delete from detail_read');
  });

  it('is counted by type, client and day, also when they have it already', async () => {
    const { headers } = await read('cas3-and-delius');
    await read('cas3-and-delius', { 'if-none-match': headers.get('etag') ?? '' });
    await read('another');
    await reads().flush();
    await read('cas3-and-delius');
    await reads().flush();
    expect(await of(PersonArrived.type)).toMatchObject({
      published: 1,
      clients: [
        { client: 'another', reads: 1 },
        { client: 'cas3-and-delius', reads: 3 },
      ],
    });
    expect(await gateway.app.db.query('select count(*)::int as rows from detail_read')).toEqual([{ rows: 2 }]);
  });

  it('shows types that nobody reads, and how long it is since the others were', async () => {
    expect(await of(PersonDeparted.type)).toEqual({
      type: PersonDeparted.type,
      published: 0,
      lastPublishedAt: null,
      clients: [],
    });
    await read('cas3-and-delius');
    await reads().flush();
    await gateway.app.db.query(
      `update detail_read set day = day - 40, last_read_at = last_read_at - interval '40 days'`,
    );
    expect((await of(PersonArrived.type))?.clients).toEqual([]);
    expect((await of(PersonArrived.type, '?days=60'))?.clients).toMatchObject([
      { client: 'cas3-and-delius', reads: 1 },
    ]);
  });

  it('does not count what is not there', async () => {
    const client = await gateway.app.as({ clientId: 'curious', authorities: [role] });
    expect((await client.get(path.replace('person-arrived', 'person-departed'))).status).toBe(404);
    await reads().flush();
    expect((await usage()).flatMap(({ clients }) => clients)).toEqual([]);
  });

  it('is in the metrics, without naming a person', async () => {
    await read('cas3-and-delius');
    const text = await (await fetch(`${gateway.app.url}/metrics`)).text();
    expect(text).toMatch(
      /throughcare_detail_reads_total\{service="integration-gateway",type="accommodation.cas3.person.arrived",client="cas3-and-delius"\} [1-9]/,
    );
  });

  it('is counted later when it cannot be written down now, and the reader notices nothing', async () => {
    await gateway.app.db.query('alter table detail_read rename to detail_read_away');
    try {
      expect((await read('cas3-and-delius')).status).toBe(200);
      await expect(reads().flush()).rejects.toThrow();
      expect((await read('cas3-and-delius')).status).toBe(200);
    } finally {
      await gateway.app.db.query('alter table detail_read_away rename to detail_read');
    }
    await reads().flush();
    expect((await of(PersonArrived.type))?.clients).toMatchObject([{ reads: 2 }]);
  });

  it('is shown to operators only', async () => {
    const reader = await gateway.app.as({ clientId: 'x', authorities: [role] });
    expect((await reader.get('/ops/hmpps/consumers')).status).toBe(403);
  });
});
