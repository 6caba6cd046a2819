import { type ConsoleUnderTest, startConsole } from './testing/console-kit';
import { Visitor } from '@throughcare/web/testing/visitor';

describe('the console, asked for what cannot be', () => {
  let under: ConsoleUnderTest;
  let visitor: Visitor;
  beforeAll(async () => {
    under = await startConsole();
    visitor = await Visitor.signedIn(under.url, 'CAST_20');
  }, 60_000);
  afterAll(() => under?.close());

  it.each([
    ['/operations/dead-letters?service=none', 'There is no such service'],
    ['/operations/replays/new?consumer=none', 'There is no such consumer'],
    ['/operations/replays/new?consumer=booking/nobody', 'There is no such consumer'],
    ['/operations/dead-letters?consumer=nobody', 'There is no such consumer'],
    ['/operations/dead-letters?service=passport&consumer=booking.tables', 'There is no such consumer'],
    ['/operations/dead-letters?type=nonsense', 'No event has this type'],
    ['/operations/events?before=zzz', 'in the address is not one that this page knows'],
    ['/operations/events?show=none', 'in the address is not one that this page knows'],
    ['/operations/replays?page=abc', 'in the address is not one that this page knows'],
    ['/operations/consumers?refresh=on', 'The address has a filter'],
    ['/operations?refresh=off', 'in the address is not one that this page knows'],
  ])('%s names nothing, and says so', async (path, words) => {
    const { status, html } = await visitor.get(path);
    expect(status).toBe(400);
    expect(html).toContain(words);
  });

  it('an action or a service that there is not is no empty answer', async () => {
    const audit = await visitor.get('/operations/audit');
    const found = await visitor.sendTo(audit, '/operations/audit/search', { action: 'nonsense' });
    expect([found.status, found.html]).toEqual([400, expect.stringContaining('There is no such action')]);
    const events = await visitor.get('/operations/events');
    const none = await visitor.sendTo(events, '/operations/events/search', { source: 'none' });
    expect([none.status, none.html]).toEqual([400, expect.stringContaining('There is no such service')]);
    const type = await visitor.sendTo(events, '/operations/events/search', { type: 'nonsense' });
    expect([type.status, type.html]).toEqual([400, expect.stringContaining('No event has this type')]);
  });

  it.each(['/operations/events', '/operations/audit'])('%s: what ends before it begins is refused', async (list) => {
    const typed = { from: '2026-03-02 10:00', to: '2026-03-01 10:00' };
    const found = await visitor.sendTo(await visitor.get(list), `${list}/search`, typed);
    expect([found.status, found.html]).toEqual([
      400,
      expect.stringContaining('<a href="#to">To must be the same as or after From</a>'),
    ]);
  });

  it('no replay is planned of what a consumer never takes', async () => {
    const page = await visitor.get('/operations/replays/new');
    const wanted = { consumer: 'booking/booking.tables', mode: 'redeliver' };
    const plan = (more: object) => visitor.sendTo(page, '/operations/replays/new', { ...wanted, ...more });
    expect((await plan({ types: 'nonsense' })).html).toContain('<a href="#types">No event has this type</a>');
    expect((await plan({ types: 'custody.*' })).html).toContain('This consumer does not take one of these event types');
    const never = await plan({ from: '2026-03-02 10:00', to: '2026-03-01 10:00' });
    expect(never.html).toContain('<a href="#to">To must be the same as or after From</a>');
  });
});
