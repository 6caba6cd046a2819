import { CanaryService } from './canary.service';
import { TestGateway } from '../testing/gateway';

const until = async (what: () => Promise<boolean>) => {
  for (const limit = Date.now() + 15_000; Date.now() < limit; await new Promise((resolve) => setTimeout(resolve, 50)))
    if (await what()) return;
  throw new Error('It did not happen in time');
};

describe('the canary', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start({}, true);
  }, 30_000);
  afterAll(() => gateway.close());

  const metrics = async () => {
    const response = await fetch(`${gateway.app.url}/metrics`);
    return { type: response.headers.get('content-type'), text: await response.text() };
  };

  it('flies at most once a minute, however many gateways ask', async () => {
    const canary = gateway.app.app.get(CanaryService);
    await gateway.app.db.query('update canary set sent_at = now()');
    expect(await canary.round()).toBe(false);
    await gateway.app.db.query(`update canary set sent_at = sent_at - interval '1 minute'`);
    const rounds = await Promise.all([canary.round(), canary.round(), canary.round()]);
    expect(rounds.filter(Boolean)).toHaveLength(1);
  });

  it('arrives, and its journey is measured', async () => {
    await until(async () => /throughcare_canary_seconds_count\{.*\} [1-9]/.test((await metrics()).text));
    const { type, text } = await metrics();
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(/throughcare_canary_seen_timestamp_seconds\{service="integration-gateway"\} \d{10}/);
    expect(text).toMatch(/throughcare_consumer_lag_events\{service="integration-gateway",consumer="canary"\} \d/);
    expect(text).toMatch(/throughcare_silent_changes\{service="integration-gateway",table="staff"\} 0/);
    expect(text).toMatch(/throughcare_http_request_seconds_count\{.*route="\/metrics",status="2xx"\} [1-9]/);
    expect(text).toMatch(/throughcare_process_memory_bytes\{.*\} \d+/);
  });

  it('shows in health that consumers and relay move', async () => {
    const response = await fetch(`${gateway.app.url}/health`);
    const { components } = (await response.json()) as { components: Record<string, { status: string }> };
    expect([components['consumers']?.status, components['relay']?.status]).toEqual(['UP', 'UP']);
  });
});
