import { until } from '@throughcare/platform/testing';
import { type ConsoleUnderTest, startConsole } from './testing/console-kit';
import { type Seen, Visitor } from '@throughcare/web/testing/visitor';

const SCRIPT = '"><script>alert(1)</script>';
const HOSTILE = [
  SCRIPT,
  `${SCRIPT.repeat(200)}`,
  "'; drop table outbox; --",
  '{{ 7 * 7 }}',
  '\u0000',
  '../../etc/passwd',
];

describe('the console when things are not as they should be', () => {
  let under: ConsoleUnderTest;
  let visitor: Visitor;
  beforeAll(async () => {
    under = await startConsole({ down: true });
    under.pair.refused.add('X900002');
    for (const version of [1, 2]) await under.pair.publish('X900002', version);
    await until(async () => {
      const rows = await under.pair.booking.db.query<unknown[]>('select 1 from dead_letter');
      return rows.length === 2;
    });
    visitor = await Visitor.signedIn(under.url, 'CAST_20');
  }, 60_000);
  afterAll(() => under?.close());

  const pages = [
    '/operations',
    '/operations/consumers',
    '/operations/dead-letters',
    '/operations/replays',
    '/operations/events',
    '/operations/audit',
  ];

  it.each(pages)('%s says which service does not answer, and shows the others', async (path) => {
    const { status, html } = await visitor.get(path);
    expect(status).toBe(200);
    expect(html).toContain('<strong>referral</strong> does not answer');
    expect(html).toContain(path.endsWith('replays') ? 'No runs.' : 'booking');
  });

  it('says which service it was where one is needed', async () => {
    const { status, html } = await visitor.get('/operations/consumers/referral/referral.outcome');
    expect(status).toBe(503);
    expect(html).toContain('referral does not answer.');
  });

  it('does not claim that an event is nowhere while a service is silent', async () => {
    const { status, html } = await visitor.get('/operations/events/0197a000-0000-7000-8000-000000000001');
    expect(status).toBe(503);
    expect(html).toContain('No other service knows this event, and referral does not answer');
  });

  it.each([
    '/operations/events/nonsense',
    '/operations/dead-letters/booking/nonsense',
    '/operations/dead-letters/booking/999999',
    '/operations/dead-letters/nowhere/1',
    '/operations/replays/booking/nonsense',
    '/operations/consumers/booking/nobody',
    '/operations/replays/plans/gone',
    '/operations/dead-letters/redrive/gone',
    '/nowhere',
  ])('%s is a page that is not there', async (path) => {
    const { status, title } = await visitor.get(path);
    expect(status).toBe(404);
    expect(title).toMatch(/^(Page not found|This page is no longer available) – Throughcare/);
  });

  it('F-078: shows what needs attention first, and leaves canaries and sync events out until they are asked for', async () => {
    const { html } = await visitor.get('/operations/consumers');
    expect(html.indexOf('booking.tables')).toBeLessThan(html.indexOf('passport.accommodation'));
    const events = await visitor.get('/operations/events');
    expect(events.html).toContain('Canaries and sync events are left out.');
    expect((await visitor.get('/operations/events?show=all')).html).toContain('All events are shown.');
  });

  it('F-011: shows in the audit who looked at whom', async () => {
    await visitor.get('/operations/dead-letters');
    const page = await visitor.get('/operations/audit');
    expect(page.html).toContain('read.dead-letters');
    expect(page.html).toContain('X900002');
    const found = await visitor.sendTo(page, '/operations/audit/search', { person: 'x900002' });
    expect(found.url).not.toContain('x900002');
    const none = await visitor.sendTo(page, '/operations/audit/search', { person: 'X999999' });
    expect(none.html).toContain('None.');
    const name = await visitor.sendTo(page, '/operations/audit/search', { person: 'nobody' });
    expect(name.title).toMatch(/^Error: /);
    expect((await visitor.get('/operations/audit')).html).not.toContain('nobody');
  });

  it('says of a letter that only waits since when, and not that it failed', async () => {
    const rows = await under.pair.booking.db.query<{ id: string; state: string }[]>(
      `select distinct on (state) id, state from dead_letter where state in ('failed', 'waiting') order by state, id`,
    );
    const words = await Promise.all(
      rows.map(async ({ id, state }) => {
        const { html } = await visitor.get(`/operations/dead-letters/booking/${id}`);
        return [state, html.includes('Waiting since'), html.includes('Failed first')];
      }),
    );
    expect(words).toEqual([
      ['failed', false, true],
      ['waiting', true, false],
    ]);
  });

  it('F-011: asks a reader why, where nDelius may let only some see the person', async () => {
    const [row] = await under.pair.booking.db.query<{ id: string; event_id: string }[]>(
      'select id, event_id from dead_letter order by id limit 1',
    );
    const reader = await Visitor.signedIn(under.url, 'CAST_21');
    for (const address of [`/operations/dead-letters/booking/${row?.id}`, `/operations/events/${row?.event_id}/data`]) {
      const asked = await reader.get(address);
      expect([address, asked.status]).toEqual([address, 403]);
      expect(asked.html).toContain('Why are you looking at this person?');
      expect((await reader.sendTo(asked, address, { reason: '' })).title).toMatch(/^Error: Why are you/);
      const shown = await reader.sendTo(asked, address, { reason: 'INC-7' });
      expect([address, shown.status]).toEqual([address, 200]);
      expect(shown.html).toContain('X900002');
    }
    const events = await reader.get('/operations/events');
    const page = await reader.sendTo(events, '/operations/events/search', { key: 'X900002' });
    expect(page.html).toContain('needs a reason, because nDelius may let only some see this person');
  });

  describe('given hostile input', () => {
    const forms: readonly (readonly [page: string, action: string, fields: readonly string[]])[] = [
      ['/operations/events', '/operations/events/search', ['id', 'key', 'type', 'aggregate', 'source', 'from', 'to']],
      [
        '/operations/dead-letters',
        '/operations/dead-letters/search',
        ['service', 'consumer', 'key', 'type', 'code', 'state'],
      ],
      [
        '/operations/dead-letters/redrive',
        '/operations/dead-letters/redrive',
        ['consumer', 'key', 'type', 'code', 'before', 'all'],
      ],
      [
        '/operations/replays/new',
        '/operations/replays/new',
        ['consumer', 'mode', 'types', 'keys', 'eventIds', 'sources', 'from'],
      ],
    ];
    const harmless = ({ status, html }: Seen) => {
      expect([200, 400, 404, 413]).toContain(status);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('>49<');
    };
    const cases = forms.flatMap(([page, action, fields]) => fields.map((field) => [page, action, field] as const));

    it.each(cases)('%s shows it as text or refuses it: %s %s', async (path, action, field) => {
      const page = await visitor.get(path);
      for (const text of HOSTILE) harmless(await visitor.sendTo(page, action, { [field]: text }));
    });

    it('in addresses', async () => {
      const text = encodeURIComponent(SCRIPT);
      for (const name of ['service', 'consumer', 'type', 'code', 'state', 'page', 'search']) {
        harmless(await visitor.get(`/operations/dead-letters?${name}=${text}`));
        harmless(await visitor.get(`/operations/dead-letters?${name}=a&${name}=b`));
      }
      harmless(await visitor.get(`/operations/events?before=${text}`));
      harmless(await visitor.get(`/operations/replays?page=${text}`));
      harmless(await visitor.get(`/operations/consumers/booking/${text}`));
    });

    it.each(['dead-letters?cosumer=booking.tables', 'events?key=a', 'replays?pgae=2'])(
      'F-059: refuses a filter that a list does not have: %s',
      async (path) => {
        const { status, html } = await visitor.get(`/operations/${path}`);
        expect(status).toBe(400);
        expect(html).toContain('The address has a filter that this page does not have.');
      },
    );

    it('as a reason', async () => {
      const page = await visitor.get('/operations/consumers/booking/booking.tables/pause');
      const long = await visitor.send(page, { reason: 'x'.repeat(501) });
      expect([long.status, long.title]).toEqual([200, 'Error: Pause booking.tables – Throughcare operations']);
      expect(long.html).toContain('A reason must be 500 characters or fewer');
      const shown = await visitor.send(page, { reason: SCRIPT });
      harmless(shown);
      expect(shown.html).toContain('&lt;script&gt;');
      await visitor.send(await visitor.get('/operations/consumers/booking/booking.tables/resume'), { reason: 'seen' });
    });

    it('F-061: that is too long for its field is shown again, with the name of the field', async () => {
      const page = await visitor.get('/operations/events');
      const key = 'ŵ'.repeat(10_000); // 60 kB once it is encoded
      const seen = await visitor.sendTo(page, '/operations/events/search', { key, type: 'booking.made' });
      expect(seen.title).toMatch(/^Error: /);
      expect(seen.html).toContain('href="#key"');
      expect(seen.html).toMatch(/key must be \d+ characters or fewer/);
      expect(seen.html).toContain(key);
      expect(seen.html).toContain('value="booking.made"');
    });

    it('that is too much for any form', async () => {
      const page = await visitor.get('/operations/events');
      const seen = await visitor.sendTo(page, '/operations/events/search', { key: 'x'.repeat(3_000_000) });
      expect([seen.status, seen.title]).toEqual([413, 'Your answers are too long – Throughcare operations']);
      expect(seen.html).toContain('Your changes were not saved');
    });
  });

  it('keeps keys of people out of addresses, and pages out of caches', async () => {
    const page = await visitor.get('/operations/dead-letters');
    const found = await visitor.sendTo(page, '/operations/dead-letters/search', { key: 'X900002' });
    expect(found.html).toContain('2 dead letters');
    expect(found.url).not.toContain('X900002');
    const addresses = [...found.html.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.filter((address) => address?.includes('X900002'))).toEqual([]);
    expect(found.headers.get('cache-control')).toBe('no-store');
    expect((await visitor.get('/nowhere')).headers.get('cache-control')).toBe('no-store');
  });

  it('allows only scripts of its own that carry the nonce of the page', async () => {
    const { headers, html } = await visitor.get('/operations');
    const policy = headers.get('content-security-policy') ?? '';
    const [, nonce = ''] = /script-src 'self' 'nonce-([^']+)'/.exec(policy) ?? [];
    expect(nonce).toHaveLength(24);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.every((tag) => tag.includes(`nonce="${nonce}"`))).toBe(true);
    expect((await visitor.get('/operations')).headers.get('content-security-policy')).not.toBe(policy);
    expect([headers.get('x-powered-by'), headers.get('x-frame-options')]).toEqual([null, 'DENY']);
  });

  it('never shows the token that it passes on', async () => {
    for (const path of pages) expect((await visitor.get(path)).html).not.toMatch(/eyJ[\w-]+\./);
  });

  it('says what a service refuses, in words', async () => {
    const page = await visitor.get('/operations/replays/new');
    const fields = { consumer: 'booking/booking.tables', mode: 'rebuild' };
    const seen = await visitor.sendTo(page, '/operations/replays/new', fields);
    expect([seen.status, seen.title]).toEqual([200, 'Error: Plan a replay – Throughcare operations']);
    expect(seen.html).toContain('This consumer cannot be rebuilt');
  });

  it('redrives once when a button is pressed twice', async () => {
    under.pair.refused.clear();
    const letters = await visitor.get('/operations/dead-letters?state=failed');
    const [, href = ''] = /href="(\/operations\/dead-letters\/booking\/\d+)"/.exec(letters.html) ?? [];
    const plan = await visitor.get(`${href}/redrive`);
    const presses = await Promise.all([1, 2].map(() => visitor.send(plan, { reason: 'mended' })));
    expect(presses.map(({ html }) => html).join()).toContain('2 events handled.');
    expect(new Set(presses.map(({ status, url }) => `${status} ${new URL(url).pathname}`))).toEqual(
      new Set(['200 /operations/dead-letters']),
    );
  });
});
