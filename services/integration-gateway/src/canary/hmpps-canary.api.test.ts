import { HmppsCanary } from './hmpps-canary';
import { Emulator, eventually } from '../testing/emulator';
import { TestGateway } from '../testing/gateway';
import { subscriptionFilter } from '../testing/samples';

jest.setTimeout(30_000);

const METRIC = /^throughcare_hmpps_canary_timestamp_seconds\{.*\} (\d+)/m;

const sentAtOf = async (gateway: TestGateway): Promise<number | undefined> => {
  const text = METRIC.exec((await gateway.app.request.get<string>('/metrics')).body)?.[1];
  return text === undefined ? undefined : Number(text);
};
const due = (gateway: TestGateway) => gateway.app.db.query(`update canary set sent_at = sent_at - interval '1 minute'`);
interface Check {
  name: string;
  status: string;
  detail: string;
}
const doctorOf = async (gateway: TestGateway): Promise<Check | undefined> => {
  const operator = await gateway.app.as({ username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS'] });
  return (await operator.get<Check[]>('/ops/doctor')).body.find(({ name }) => name === 'hmpps-canary');
};

describe('F-079: the canary of the HMPPS topic and queue', () => {
  let emulator: Emulator;
  let gateway: TestGateway;
  let bystander: string;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const [ours, theirs] = await Promise.all([emulator.queue('in'), emulator.queue('bystander')]);
    bystander = theirs.url;
    const topic = await emulator.topic('hmpps', theirs.arn);
    await emulator.subscribe(topic, ours.arn, subscriptionFilter());
    gateway = await TestGateway.start({
      AWS_ENDPOINT_URL: emulator.url,
      HMPPS_TOPIC_ARN: topic,
      BACKGROUND: 'on',
      CUSTODY_CHECK_SECONDS: '0',
    });
  });
  afterAll(async () => {
    await gateway.close();
    await emulator.stop();
  });

  it('is on /metrics from the start, comes back, and its return is measured', async () => {
    expect(await sentAtOf(gateway)).toBeGreaterThan(0);
    await gateway.app.db.query(`update canary set hmpps_sent_at = '2026-01-01', hmpps_seen_at = '2026-01-01'`);
    expect(await doctorOf(gateway)).toMatchObject({ status: 'fail' });
    await due(gateway);
    await eventually(
      () => sentAtOf(gateway),
      (at) => at !== undefined && at > Date.parse('2026-01-02') / 1000,
    );
    expect(await doctorOf(gateway)).toMatchObject({ status: 'ok' });
  });

  it('names nobody, and nobody acts on it', async () => {
    const bodies = await eventually(
      () => emulator.drain(bystander),
      (found) => found.length > 0,
    );
    const { Message } = JSON.parse(bodies[0] ?? '') as { Message: string };
    const message = JSON.parse(Message) as Record<string, unknown>;
    expect(Object.keys(message).sort()).toEqual(['description', 'eventType', 'occurredAt', 'version']);
    expect(message['eventType']).toBe('throughcare.ops.canary');
    const kept = await gateway.app.db.query<unknown[]>(
      'select 1 from inbound_message union all select 1 from quarantine',
    );
    expect([kept, await gateway.operations()]).toEqual([[], []]);
  });

  it('is not made younger by a copy of an older one, nor older than now by a clock that runs ahead', async () => {
    const body = (occurredAt: string) =>
      JSON.stringify({ eventType: 'throughcare.ops.canary', version: 1, occurredAt });
    const before = (await sentAtOf(gateway)) ?? 0;
    expect(await gateway.inbound.take(body('2026-01-01T00:00:00Z'))).toBe('canary');
    expect(await sentAtOf(gateway)).toBeGreaterThanOrEqual(before);
    expect(await gateway.inbound.take(body('2999-01-01T00:00:00Z'))).toBe('canary');
    expect(await sentAtOf(gateway)).toBeLessThanOrEqual(Date.now() / 1000);
  });
});

describe('F-079: where nothing may be put on the shared topic', () => {
  it('HMPPS_CANARY=off sends nothing, shows no metric and says so', () =>
    TestGateway.with({ HMPPS_CANARY: 'off' }, async (gateway) => {
      await gateway.app.app.get(HmppsCanary).round();
      expect(gateway.sns.types).toEqual([]);
      expect(await sentAtOf(gateway)).toBeUndefined();
      expect(await doctorOf(gateway)).toMatchObject({
        status: 'ok',
        detail: expect.stringContaining('HMPPS_CANARY') as unknown,
      });
    }));
});
