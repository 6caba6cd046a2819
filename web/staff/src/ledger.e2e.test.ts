import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describeWithBrowser, picture, signIn, violationsOf } from './testing/browser';
import { type ConsoleUnderTest, startConsole } from './testing/console-kit';

jest.setTimeout(60_000);

const BOOKING = randomUUID();
const OTHER = randomUUID();
const STAY = ['booking.confirmed', 'person.arrived', 'person.departed'];

describeWithBrowser('F-018: the ledger in the console', (browser) => {
  let under: ConsoleUnderTest;
  let page: Page;

  /** A stay that nDelius read three times and could not use, and one that it took. */
  const tell = async (crn: string, booking: string, state: string) => {
    for (const operation of STAY)
      await under.pair.sql(
        `insert into gateway.sync_operation (id, event_id, target, operation, event_type, person, crn, booking_id, occurred_at,
           state, attempts, published_at, taken_at, fetches, correlation_id, evidence)
         values (gen_random_uuid(), gen_random_uuid(), 'ndelius', '${operation}', 'accommodation.cas3.${operation}', '${crn}', '${crn}',
           '${booking}', '2026-03-02T12:00:00.000Z', '${state}', 1, now(), now(), 3, gen_random_uuid(), 'detail-fetched')`,
      );
  };

  beforeAll(async () => {
    under = await startConsole({ gateway: true });
    await tell('X900001', BOOKING, 'read-again');
    await tell('X900002', randomUUID(), 'read');
    await tell('X900003', OTHER, 'read-again');
    ({ page } = await signIn(browser(), under.url, 'CAST_20', false));
    page.setDefaultTimeout(5_000);
  });
  afterAll(async () => {
    await page?.context().close();
    await under?.close();
  });

  const go = async (name: string) => {
    await page
      .locator('a')
      .filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
      .first()
      .click();
    await page.waitForLoadState();
  };
  const press = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.waitForLoadState();
  };
  const text = () => page.locator('main').innerText();

  it('begins with what needs attention, and says what to do', async () => {
    await page.goto(`${under.url}/operations`);
    expect(await text()).toContain('6 read-again');
    await go('Ledger');
    expect(await page.title()).toBe('Ledger – Throughcare operations');
    const said = await text();
    expect(said).toContain('6 operations');
    expect(said).toContain('nDelius read it and could not use it');
    expect(said).not.toContain('X900002');
  });

  it('finds one person without naming them in the address', async () => {
    await page.getByText('Search', { exact: true }).first().click();
    await page.getByLabel('Key, for example a CRN').fill('X900002');
    await page.getByLabel('State').selectOption('all');
    await press('Search');
    expect(page.url()).not.toContain('X900002');
    expect(await page.getByRole('row').filter({ hasText: 'X900002' }).count()).toBe(3);
    await page.getByLabel('Booking id').fill('nonsense');
    await press('Search');
    expect(await page.title()).toMatch(/^Error: /);
  });

  it('resolves what is in nDelius, for a reason', async () => {
    await page.goto(`${under.url}/operations/ledger?booking=${BOOKING}`);
    await page.locator('td a').filter({ hasText: 'booking.confirmed' }).click();
    await go('It is in nDelius');
    await press('Say that it is there');
    expect(await text()).toContain('Enter a reason');
    await page.getByLabel('Reason').fill('seen in nDelius');
    await press('Say that it is there');
    expect(await page.getByRole('alert').innerText()).toContain('It counts as taken');
    const said = await text();
    for (const part of ['Confirmed', 'sync.resolve', 'CAST_20', 'seen in nDelius']) expect(said).toContain(part);
  });

  it('does not send an arrival behind its departure, and sends the booking in order', async () => {
    await page.goto(`${under.url}/operations/ledger?booking=${BOOKING}`);
    await page.locator('td a').filter({ hasText: 'person.arrived' }).click();
    await go('Send it again');
    expect(await text()).toContain('Its departure was sent: send everything of its booking');
    await go('Back to what was sent');
    await go('Send everything of its booking again');
    expect(await text()).toContain('2 messages of 2 will be sent');
    await page.getByLabel('Reason').fill('the staff record is mended');
    await press('Send 2 messages again');
    expect(await page.getByRole('alert').innerText()).toContain('Sent again, in order: 2.');
    await page.goto(`${under.url}/operations/ledger?booking=${BOOKING}`);
    expect(await text()).toContain('Nothing needs attention.');
  });

  it('passes axe, and fits a narrow screen', async () => {
    const { page: seen } = await signIn(browser(), under.url, 'CAST_20', true);
    const check = async (name: string, path?: string) => {
      if (path !== undefined) await seen.goto(`${under.url}${path}`);
      await picture(seen, name);
      expect([name, await violationsOf(seen)]).toEqual([name, []]);
    };
    await check('ledger', '/operations/ledger');
    const [row] = await under.pair.sql<{ id: string }>(
      `select id from gateway.sync_operation where booking_id = '${OTHER}' and operation = 'person.arrived'`,
    );
    const one = `/operations/ledger/${row?.id ?? ''}`;
    await check('ledger-operation', one);
    await check('ledger-resend-refused', `${one}/resend`);
    await check('ledger-resend', `${one}/resend-booking`);
    await check('ledger-resolve', `${one}/resolve`);
    await seen.getByRole('button', { name: 'Say that it is there' }).click();
    await seen.waitForLoadState();
    await check('ledger-resolve-without-reason');
    await seen.setViewportSize({ width: 360, height: 740 });
    await check('ledger-narrow', '/operations/ledger?state=all');
    expect(await seen.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await seen.context().close();
  });
});
