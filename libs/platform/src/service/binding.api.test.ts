import { SampleModule } from '../sample.fixture';
import { startTestApp } from '../testing';
import type { TestApp, TestRequest } from '../testing';

const aSample = (over: Record<string, unknown> = {}) => ({ title: 'A', size: 1, startDate: '2026-03-01', ...over });

let app: TestApp;
let request: TestRequest;
beforeAll(async () => {
  app = await startTestApp(SampleModule);
  request = await app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
});
afterAll(() => app.close());

describe('bodies', () => {
  it('binds what is declared and leaves the rest behind', async () => {
    const data = { z: 1, a: { y: [null, 'x'], b: 2 } };
    const sent = aSample({ _csrf: 'secret', 'startDate-day': '1', data, ownerId: null });
    const { status, body } = await request.post('/samples', sent);
    expect(status).toBe(201);
    expect(JSON.stringify(body)).toBe(JSON.stringify({ title: 'A', size: 1, startDate: '2026-03-01', data }));
  });

  it('names every broken field at once', async () => {
    const sent = {
      title: 7,
      size: '12',
      startDate: '2026-02-30',
      ownerId: 'not-a-uuid',
      open: 'true',
      tags: ['5b7a2e6f-3a57-4a0f-8d2b-0a6a4d7a1c11', 'x', null],
      contact: { name: '' },
      others: ['x', { name: 'B', since: '1999-99-99' }],
      data: [],
      minutes: '5x',
    };
    const { status, body } = await request.post<Record<string, unknown>>('/samples', sent);
    expect(status).toBe(400);
    expect(body).toMatchObject({ title: 'Bad Request', code: 'INVALID_FIELD', instance: '/samples' });
    expect(body['invalid-params']).toEqual(
      expect.arrayContaining([
        { propertyName: '$.title', errorType: 'expectedString' },
        { propertyName: '$.size', errorType: 'expectedNumber' },
        { propertyName: '$.startDate', errorType: 'invalid' },
        { propertyName: '$.ownerId', errorType: 'invalid' },
        { propertyName: '$.open', errorType: 'expectedBoolean' },
        { propertyName: '$.tags[1]', errorType: 'invalid' },
        { propertyName: '$.tags[2]', errorType: 'empty' },
        { propertyName: '$.contact.name', errorType: 'empty' },
        { propertyName: '$.others[0]', errorType: 'expectedObject' },
        { propertyName: '$.others[1].since', errorType: 'invalid' },
        { propertyName: '$.data', errorType: 'expectedObject' },
        { propertyName: '$.minutes', errorType: 'expectedNumber' },
      ]),
    );
    expect(body['invalid-params']).toHaveLength(12);
  });

  it.each([
    ['an empty object', {}],
    ['no body', undefined],
  ])('calls required fields empty for %s', async (_, sent) => {
    const { status, body } = await request.send<Record<string, unknown>>('POST', '/samples', sent);
    expect(status).toBe(400);
    expect(body['invalid-params']).toEqual(
      ['$.title', '$.size', '$.startDate'].map((propertyName) => ({ propertyName, errorType: 'empty' })),
    );
  });

  it.each([
    ['an array', '[]'],
    ['a string', '"x"'],
  ])('expects an object and not %s', async (_, sent) => {
    const { body } = await request.post('/samples', sent);
    expect(body).toMatchObject({ 'invalid-params': [{ propertyName: '$', errorType: 'expectedObject' }] });
  });

  it('reads form text only where the field says so', async () => {
    expect((await request.post('/samples', aSample({ minutes: '60' }))).body).toMatchObject({ minutes: 60 });
    expect((await request.post('/samples', aSample({ minutes: '' }))).body).not.toHaveProperty('minutes');
  });

  it.each(['{"title":', '{"__proto__":{"admin":true}}', 'nonsense John Smith'])(
    'refuses malformed %s',
    async (sent) => {
      const { status, body } = await request.post('/samples', sent);
      expect({ status, body }).toMatchObject({ status: 400, body: { code: 'MALFORMED_REQUEST' } });
      expect(JSON.stringify(body)).not.toMatch(/John|proto|nonsense/);
    },
  );

  it('refuses more than 256 kB, but not where a route allows more', async () => {
    const big = { title: 'x'.repeat(300 * 1024) };
    const { status, body } = await request.post('/samples', big);
    expect({ status, body }).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
    expect((await request.post('/samples/large', big)).body).toEqual({ keys: ['title'] });
    expect((await request.post('/samples/large', { title: 'x'.repeat(1024 * 1024) })).status).toBe(413);
  });

  it.each([
    ['objects', (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`],
    ['lists', (levels: number) => `{"data":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`],
  ])('F-057: refuses %s within each other beyond 100 levels, whatever the route', async (_name, nested) => {
    for (const path of ['/samples', '/samples/large', '/samples/context']) {
      for (const levels of [101, 5_000, 40_000]) {
        const { status, body } = await request.with({ 'idempotency-key': `deep-${levels}` }).post(path, nested(levels));
        expect({ status, body }).toMatchObject({ status: 400, body: { code: 'BODY_TOO_DEEP', instance: path } });
      }
    }
    expect((await request.post('/samples/large', nested(100))).status).toBe(201);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('refuses %s', async (type) => {
    const { status, body } = await request.with({ 'content-type': type }).post('/samples', 'title=A');
    expect({ status, body }).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  });

  it('refuses text that PostgreSQL cannot store', async () => {
    const { body } = await request.post('/samples', aSample({ title: 'a\u0000b' }));
    expect(body).toMatchObject({ 'invalid-params': [{ propertyName: '$.title', errorType: 'invalid' }] });
  });
});

describe('queries and paths', () => {
  it('reads numbers, flags and lists, and drops what is empty or unknown', async () => {
    const { body } = await request.get('/samples/query?page=2&direction=sideways&statuses=a&open=true');
    expect(body).toEqual({ page: 2, statuses: ['a'], open: true });
    expect((await request.get('/samples/query?page=&statuses=a&statuses=b&direction=asc')).body).toEqual({
      direction: 'asc',
      statuses: ['a', 'b'],
    });
  });

  it.each([
    ['page=abc', 'expectedNumber'],
    ['page=1.5', 'expectedNumber'],
    ['page=0', 'invalid'],
    ['page=1&page=2', 'expectedNumber'],
  ])('refuses %s', async (query, errorType) => {
    const { status, body } = await request.get(`/samples/query?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ 'invalid-params': [{ propertyName: '$.page', errorType }] });
  });

  it('reads a single number that a handler declares', async () => {
    expect((await request.get('/samples/plain?page=3')).body).toEqual({ page: 3, type: 'number' });
    expect((await request.get('/samples/plain')).body).toEqual({ page: null, type: 'undefined' });
    expect((await request.get('/samples/plain?page=x')).status).toBe(400);
  });

  it('F-066: refuses a name that is there twice where one text is meant', async () => {
    expect((await request.get('/samples/named?name=A')).body).toEqual({ name: 'a' });
    const { status, body } = await request.get('/samples/named?name=a&name=b');
    expect(status).toBe(400);
    expect(body).toMatchObject({ 'invalid-params': [{ propertyName: '$.name', errorType: 'expectedString' }] });
  });

  it.each(['query?pgae=2', 'query?page=2&x=1', 'plain?Page=3', 'me?all=true'])(
    'F-059: refuses a parameter that the route does not know: %s',
    async (path) => {
      const { status, body } = await request.get(`/samples/${path}`);
      expect({ status, body }).toMatchObject({ status: 400, body: { code: 'UNKNOWN_PARAMETER' } });
      expect(JSON.stringify(body)).not.toMatch(/pgae|Page/);
    },
  );

  it('F-059: lets public routes and writes be asked with whatever it is', async () => {
    expect((await request.get('/samples/open?probe=1')).status).toBe(200);
    expect((await request.post('/samples/context?x=1', {})).status).toBe(400); // its body, not its address
  });

  it('refuses an id that is no UUID', async () => {
    const { status, body } = await request.get('/samples/not-a-uuid');
    expect({ status, body }).toMatchObject({ status: 400, body: { 'invalid-params': [{ propertyName: '$.id' }] } });
  });

  it('answers 404 for an unknown path, without token too, and for a path that cannot be decoded 400', async () => {
    const { status, headers, body } = await app.request.get('/nowhere/X320741?name=John');
    expect({ status, body }).toMatchObject({ status: 404, body: { code: 'ROUTE_NOT_FOUND' } });
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.stringify(body)).not.toMatch(/X320741|John/);
    const bad = await app.request.get('/samples/%E0%A4%A');
    expect({ status: bad.status, body: bad.body }).toMatchObject({
      status: 400,
      body: { code: 'MALFORMED_REQUEST' },
    });
  });
});
