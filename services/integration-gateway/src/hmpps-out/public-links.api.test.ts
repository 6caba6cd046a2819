import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatewayConfig } from '../config';
import { PublicLinks } from './public-links';

describe('F-049: links that staff of nDelius follow', () => {
  let server: Server;
  let answer: { status: number; type: string };
  let asked: string[];
  let links: PublicLinks;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(answer.status, { 'content-type': answer.type, location: '/sign-in' }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const PUBLIC_UI_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    links = new PublicLinks({ PUBLIC_UI_URL, BACKGROUND: 'off' } as GatewayConfig);
  });
  afterAll(() => server.close());
  beforeEach(() => (asked = []));

  it('are warned of when the address has no such pages, as that of an API', async () => {
    answer = { status: 404, type: 'application/problem+json' };
    expect(await links.check()).toEqual(['/referrals/…', '/properties/…']);
    expect(asked[0]).toMatch(/^\/referrals\/[0-9a-f-]{36}$/);
    expect(asked[1]).toMatch(/^\/properties\/[0-9a-f-]{36}\/bedspaces\/[0-9a-f-]{36}\/bookings\/[0-9a-f-]{36}$/);
  });

  it.each([
    ['asks to sign in', 302, 'text/plain'],
    ['knows no such referral', 404, 'text/html; charset=utf-8'],
    ['is there', 200, 'text/html'],
  ])('are fine where a front end %s', async (_, status, type) => {
    answer = { status, type };
    expect(await links.check()).toEqual([]);
  });

  it('are not judged while nobody answers', async () => {
    const away = new PublicLinks({ PUBLIC_UI_URL: 'http://127.0.0.1:2', BACKGROUND: 'off' } as GatewayConfig);
    expect(await away.check()).toEqual([]);
  });
});
