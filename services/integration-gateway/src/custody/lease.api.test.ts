import { sampleJson, notification } from '../testing/samples';
import { TestGateway } from '../testing/gateway';
import { eventually } from '../testing/emulator';

jest.setTimeout(60_000);

interface Released {
  readonly additionalInformation: object;
}

const noms = 'A4321BC';

describe('the lease on a look at the prison', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway.close());

  const lease = async () => {
    const rows: { until: Date; seconds: number }[] = await gateway.app.db.query(
      `select leased_until as until, extract(epoch from leased_until - clock_timestamp())::float8 as seconds
       from custody_person where noms_number = $1`,
      [noms],
    );
    return rows[0] ?? { until: new Date(0), seconds: 0 };
  };

  it('is short, so that nobody waits long for a process that died, and lasts as long as the look all the same', async () => {
    gateway.upstreams.release(noms);
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      gateway.upstreams.onCall = (path) => {
        if (!path.includes('/offenders/')) return Promise.resolve();
        resolve();
        return new Promise((release) => (answer = release));
      };
    });
    const released = sampleJson<Released>('hmpps-events/prison-offender-events.prisoner.released.json');
    const about = { identifiers: [{ type: 'NOMS', value: noms }] };
    const additionalInformation = { ...released.additionalInformation, nomsNumber: noms };
    await gateway.inbound.take(notification({ ...released, personReference: about, additionalInformation }));
    const looking = gateway.custody.lookRound();
    await asked;
    const first = await lease();
    expect(first.seconds).toBeLessThanOrEqual(10);
    await eventually(lease, ({ until }) => until > first.until, 30_000);
    answer();
    await looking;
    expect((await gateway.published()).map(({ type }) => type)).toContain('custody.person.released');
  });
});
