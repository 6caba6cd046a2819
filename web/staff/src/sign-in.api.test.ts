import { type ConsoleUnderTest, startConsole } from './testing/console-kit';
import { Visitor } from './testing/visitor';

describe('signing in', () => {
  let console_: ConsoleUnderTest;
  beforeAll(async () => {
    console_ = await startConsole({ down: true });
  }, 60_000);
  afterAll(() => console_?.close());

  it('comes before every page, and leads back to it', async () => {
    const visitor = new Visitor(console_.url);
    const first = await visitor.once('GET', new URL('/operations', console_.url));
    expect([first.status, first.headers.get('location')]).toEqual([303, '/sign-in']);
    const picking = await visitor.get('/operations?refresh=on');
    expect(picking.html).toContain('Sign in as');
    const page = await visitor.send(picking, { username: 'CAST_21' });
    expect(page.url).toBe(`${console_.url}/operations?refresh=on`);
    expect(page.title).toBe('Overview – Throughcare operations');
    expect(page.headers.get('refresh')).toBe('15');
  });
});
