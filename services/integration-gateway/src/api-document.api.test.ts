import { TestGateway } from './testing/gateway';

describe('the document of everything that the edge serves', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway.close());

  it('is open to everybody, and has the operations of every service', async () => {
    const { status, headers, body } = await gateway.app.request.get<{ openapi: string; paths: object }>(
      '/v3/api-docs/all',
    );
    expect([status, headers.get('content-type'), body.openapi]).toEqual([
      200,
      'application/json; charset=utf-8',
      '3.1.0',
    ]);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/cas3/applications',
        '/cas3/v2/premises',
        '/people/search',
        '/cas3/timeline/{assessmentId}',
      ]),
    );
  });

  it('is another than the one of this service', async () => {
    const { body } = await gateway.app.request.get<{ paths: object }>('/v3/api-docs');
    expect(Object.keys(body.paths)).toContain('/ops/sync/open');
    expect(Object.keys(body.paths)).not.toContain('/cas3/applications');
  });
});
