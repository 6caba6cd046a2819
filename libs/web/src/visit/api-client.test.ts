import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import { HttpClient } from '@throughcare/platform/http';
import { listenOnLoopback } from '@throughcare/platform/testing/loopback';
import { z } from 'zod';
import { ApiClient } from './api-client';

const Thing = z.object({ id: z.string() });

describe('the API as pages ask it', () => {
  let server: Server;
  let api: ApiClient;
  let seen: { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders }[];
  let answer: object;
  beforeAll(async () => {
    server = createServer(({ method, url, headers }, response) => {
      seen.push({ method, url, headers });
      response.writeHead(200, { 'content-type': 'application/json', etag: '"3"' }).end(JSON.stringify(answer));
    });
    api = new ApiClient(new HttpClient({ name: 'edge', baseUrl: await listenOnLoopback(server) }), 'their-token');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen = [];
    answer = { id: 'a', more: 1 };
  });

  it('passes on whose page it is, and reads what the schema knows', async () => {
    expect(await api.get('/things', Thing, { crn: 'X', none: undefined })).toEqual({ id: 'a' });
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/things?crn=X',
      headers: { authorization: 'Bearer their-token' },
    });
  });

  it('gives the entity tag that a change is decided on', async () => {
    expect(await api.getTagged('/things', Thing)).toMatchObject({ value: { id: 'a' }, etag: '"3"' });
    await api.put('/things', {}, Thing, { ifMatch: '"3"', once: 'k' });
    expect(seen[1]?.headers).toMatchObject({ 'if-match': '"3"', 'idempotency-key': 'k' });
    await api.post('/things', {}, Thing, { query: { now: true } });
    await api.delete('/things', Thing);
    expect(seen.slice(2).map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /things?now=true',
      'DELETE /things',
    ]);
  });

  it('is unavailable where an answer does not fit', async () => {
    answer = { name: 'a' };
    await expect(api.get('/things', Thing)).rejects.toMatchObject({ kind: 'unavailable', code: 'UPSTREAM_UNREADABLE' });
  });
});
