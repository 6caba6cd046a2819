import { isDeepStrictEqual } from 'node:util';
import { until } from '../testing';
import { WatchedService } from '../testing/watched-service';

jest.setTimeout(120_000);

describe('a broker that does not say how long its queues are', () => {
  let service: WatchedService;

  beforeAll(async () => {
    service = await WatchedService.start();
    Object.assign(service.messaging.bus, { buried: () => new Promise(() => undefined) });
  });
  afterAll(() => service.app.close());

  it('says nothing about the relay, whose health is the age of what waits in the outbox', async () => {
    const { status, body } = await service.app.request.get('/health');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { components: { relay: { status: 'UP', details: { oldestSeconds: 0 } } } },
    });
  });

  it('shows the relay as DOWN while the oldest event has waited for two minutes', async () => {
    await service.messaging.relay.stop();
    await service.publish('X1');
    await service.query(`update booking.outbox set occurred_at = now() - interval '121 seconds'`);
    const relay = async () =>
      ((await service.app.request.get('/health')).body as { components: { relay: { details?: object } } }).components
        .relay;
    await until(async () => !isDeepStrictEqual((await relay()).details, { oldestSeconds: 0 })); // it is kept for a moment
    expect(await relay()).toMatchObject({ status: 'DOWN', details: { oldestSeconds: expect.any(Number) as number } });
  });

  it('keeps no other figure back: what it owes is left out and counted', async () => {
    const text = await (await fetch(`${service.app.url}/metrics`)).text();
    expect(text).toMatch(/throughcare_outbox_events\{service="booking"\} \d/);
    expect(text).toMatch(/throughcare_consumer_paused\{service="booking",consumer="tables"\} 0/);
    expect(text).not.toContain('throughcare_queue_dead_letters{');
    expect(text).toMatch(/throughcare_unreadable_gauges\{service="booking"\} [1-9]/);
  });
});
