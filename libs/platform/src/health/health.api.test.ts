import { SampleModule } from '../sample.fixture';
import { Lifecycle } from './lifecycle';
import { startTestApp } from '../testing';
import type { TestApp } from '../testing';
import { HealthComponents } from './components';

describe('health', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp(SampleModule, {}, { name: 'sample-service' });
  });
  afterEach(() => app.close());
  const status = async (path: string) => (await app.request.get(path)).status;

  it('shows other systems in /health, and keeps them out of readiness', async () => {
    const components = app.app.get(HealthComponents);
    components.add('sqs', async () => ({ status: 'UP', details: { waiting: 3 } }));
    components.add('prison-api', () => Promise.reject(new Error('John Smith')));
    const { status: health, body } = await app.request.get('/health');
    expect(health).toBe(503);
    expect(body).toEqual({
      status: 'DOWN',
      components: {
        db: { status: 'UP' },
        sqs: { status: 'UP', details: { waiting: 3 } },
        'prison-api': { status: 'DOWN' },
      },
    });
    expect(await status('/health/readiness')).toBe(200);
  });

  it('calls a component that does not answer in time DOWN', async () => {
    app.app.get(HealthComponents).add('slow', () => new Promise(() => undefined));
    expect((await app.request.get('/health')).body).toMatchObject({ components: { slow: { status: 'DOWN' } } });
  });

  it('asks at most every two seconds', async () => {
    const check = jest.fn(async () => ({ status: 'UP' }) as const);
    app.app.get(HealthComponents).add('counted', check);
    await Promise.all([1, 2, 3].map(() => app.request.get('/health')));
    expect(check).toHaveBeenCalledTimes(1);
  });

  it('is alive but not ready while stopping', async () => {
    app.app.get(Lifecycle).stopping();
    expect([await status('/health/readiness'), await status('/health/liveness')]).toEqual([503, 200]);
  });

  it('says what runs', async () => {
    expect((await app.request.get('/info')).body).toMatchObject({
      build: { name: 'sample-service', version: 'local' },
    });
  });
});
