import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { run } from '../cli';
import { EXIT } from '../exit';

const reader = { client: 'cas3-and-delius', reads: 3, lastReadAt: '2026-03-02T10:00:00Z' };
const outside = [{ type: BookingConfirmed.type, published: 7, lastPublishedAt: null, clients: [reader] }];
const consumers = [{ consumer: 'passport.accommodation', types: [BookingConfirmed.type] }];

/** What services answer; their own tests say that they do. */
const answers: Readonly<Record<string, unknown>> = {
  '/ops/hmpps/consumers?days=30': outside,
  '/ops/hmpps/consumers?days=90': [],
  '/ops/consumers': consumers,
};

describe('throughcare events consumers', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const answer = answers[request.url ?? ''];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const cli = async (services: string, ...args: string[]) => {
    let stdout = '';
    const code = await run(['events', 'consumers', ...args], {
      env: { THROUGHCARE_SERVICES: services, THROUGHCARE_TOKEN: 't', DATA_DIR: '/nowhere' },
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: () => undefined },
    });
    return { code, stdout };
  };
  const named = (...services: string[]) => services.map((service) => `${service}=${url}`).join(',');
  const all = () => named('integration-gateway', 'passport');

  it('shows who takes a type inside, who reads it outside, and so whether it may go', async () => {
    const { code, stdout } = await cli(all(), BookingConfirmed.type, '--json');
    expect([code, JSON.parse(stdout)]).toEqual([
      EXIT.ok,
      [
        {
          type: BookingConfirmed.type,
          name: 'BookingConfirmed',
          audience: 'public',
          deprecated: null,
          inside: ['integration-gateway/passport.accommodation', 'passport/passport.accommodation'],
          outside: [reader],
          published: 7,
          lastPublishedAt: null,
          unused: 'no',
        },
      ],
    ]);
    expect((await cli(all(), 'accommodation.*')).stdout).toContain('cas3-and-delius 3, 2026-03-02');
    expect((await cli(all(), '--days', '90')).stdout).not.toContain('cas3-and-delius');
  });

  it('says that nobody uses a type only when every service was asked', async () => {
    const unused = async (services: string) => {
      const { stdout } = await cli(services, 'accommodation.cas3.person.arrived.updated', '--json');
      return (JSON.parse(stdout) as { unused: string }[]).map((row) => row.unused);
    };
    const five = ['assessment', 'booking', 'integration-gateway', 'passport', 'referral'];
    expect(await unused(named(...five))).toEqual(['yes']);
    expect(await unused(named(...five.slice(1)))).toEqual(['unknown']);
  });

  it('says that it does not know when the gateway is away, and refuses a type that nobody knows', async () => {
    const away = await cli(
      `integration-gateway=http://127.0.0.1:1,passport=${url}`,
      'accommodation.cas3.person.arrived.updated',
      '--json',
    );
    expect(away.code).toBe(EXIT.unreachable);
    expect(JSON.parse(away.stdout)).toMatchObject([{ outside: null, unused: 'unknown' }]);
    expect((await cli(all(), 'no.such.type')).code).toBe(EXIT.refused);
  });
});
