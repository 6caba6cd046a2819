import type { Page } from 'playwright-core';
import { describeWithBrowser, picture, signIn, violationsOf } from './testing/browser';
import { type ConsoleUnderTest, startConsole } from './testing/console-kit';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
jest.setTimeout(120_000);

describeWithBrowser('the operations console in a browser', (browser) => {
  let under: ConsoleUnderTest;
  const until = async (check: () => Promise<boolean>) => {
    for (let waited = 0; waited < 20_000; waited += 50) {
      if (await check()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('not in 20 s');
  };
  const count = async (schema: 'booking' | 'passport', table: string) => {
    const app = schema === 'booking' ? under.pair.booking : under.pair.passport;
    const [row] = await app.db.query<{ n: number }[]>(`select count(*)::int as n from ${table}`);
    return row?.n ?? 0;
  };

  beforeAll(async () => {
    under = await startConsole();
    for (const key of ['X900002', 'X900003', 'X900004']) under.pair.refused.add(key);
    await under.pair.publish('X900001', 1, `00-${TRACE}-00f067aa0ba902b7-01`);
    for (const version of [1, 2]) {
      for (const key of ['X900002', 'X900003', 'X900004']) await under.pair.publish(key, version);
    }
    await until(
      async () => (await count('booking', 'dead_letter')) === 6 && (await count('passport', 'event_log')) === 7,
    );
  });
  afterAll(() => under?.close());

  const go = async (page: Page, name: string) => {
    const whole = new RegExp(`^\\s*${name}\\s*$`);
    await page.locator('a').filter({ hasText: whole }).first().click();
    await page.waitForLoadState();
  };
  const press = async (page: Page, name: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.waitForLoadState();
  };
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();
  const text = (page: Page) => page.locator('main').innerText();

  describe('without JavaScript', () => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await signIn(browser(), under.url, 'CAST_20', false));
    });
    afterAll(() => page?.context().close());
    beforeEach(() => page.goto(`${under.url}/operations`));

    it('shows what needs attention, every consumer and what services publish', async () => {
      expect(await page.title()).toBe('Overview – Throughcare operations');
      const said = await text(page);
      expect(said).toContain('booking.tables of booking has 3 events it could not handle, and 3 more behind');
      for (const name of ['booking.tables', 'passport.accommodation', 'passport.notices']) expect(said).toContain(name);
      await go(page, 'Look again every 15 seconds');
      expect(await text(page)).toContain('This page looks again every 15 seconds');
      await go(page, 'Stop refreshing');
      expect(page.url()).toBe(`${under.url}/operations`);
    });

    it('follows an event from who decided it to what it caused', async () => {
      await go(page, 'Events');
      await page.getByLabel('Key, for example a CRN').fill('X900001');
      await press(page, 'Search');
      expect(page.url()).not.toContain('X900001');
      const rows = page.getByRole('row').filter({ hasText: 'booking.confirmed' });
      expect(await rows.count()).toBe(1);
      await rows.getByRole('link').click();
      expect(await heading(page)).toContain('Journey of an event');
      const steps = await page.locator('.app-timeline__what').allInnerTexts();
      expect(steps.slice(0, 2)).toEqual(['booking decided it', 'It reached the log of booking']);
      expect(steps.slice(2).sort()).toEqual([
        'booking.tables of booking handled it',
        'passport published resettlement.pathway.updated because of it',
        'passport.accommodation of passport handled it',
        'passport.notices of passport handled it',
      ]);
      expect(await page.getByRole('link', { name: TRACE }).getAttribute('href')).toBe(
        `https://traces.example/trace/${TRACE}`,
      );
      expect(await text(page)).not.toContain('premises');
      await go(page, 'Show event data');
      expect(await text(page)).toContain('"crn": "X900001"');
      await page.goBack();
      await go(page, 'Follow that event');
      expect(await heading(page)).toContain('resettlement.pathway.updated');
      await page
        .getByRole('row')
        .or(page.locator('dd'))
        .filter({ hasText: /^[0-9a-f-]{36}$/ })
        .getByRole('link')
        .click();
      expect(await heading(page)).toContain('accommodation.cas3.booking.confirmed');
    });

    it('inspects a dead letter, redrives its key, and shows what happened', async () => {
      await go(page, 'Dead letters');
      await page.getByText('Search', { exact: true }).first().click();
      await page.getByLabel('Key, for example a CRN').fill('X900002');
      await page.getByLabel('State').selectOption('failed');
      await press(page, 'Search');
      expect(page.url()).not.toContain('X900002');
      await page.getByRole('link', { name: /^booking\/\d+$/ }).click();
      const said = await text(page);
      for (const part of ['NOT_NOW', 'build-7', '"crn": "X900002"', 'Waits behind'].slice(0, 3))
        expect(said).toContain(part);
      await go(page, 'Redrive it');
      expect(await text(page)).toContain('2 events of 1 key will be handled by booking.tables of booking');
      await press(page, 'Redrive 2 events');
      expect(await page.title()).toBe('Error: Plan of the redrive – Throughcare operations');
      expect(await text(page)).toContain('Enter a reason');
      under.pair.refused.delete('X900002');
      await page.getByLabel('Reason').fill('the cause is mended');
      await press(page, 'Redrive 2 events');
      expect(await page.getByRole('alert').innerText()).toContain('2 events handled.');
      expect(await count('booking', `dead_letter where key = 'X900002'`)).toBe(0);
    });

    it('redrives by a filter, and says which keys failed again', async () => {
      await page.goto(`${under.url}/operations/dead-letters/redrive`);
      await press(page, 'Show the plan');
      expect(await text(page)).toContain('Select a consumer');
      await page.getByLabel('Consumer', { exact: true }).selectOption('booking/booking.tables');
      await page.getByLabel('failed with this error code').fill('NOT_NOW');
      await press(page, 'Show the plan');
      await page.getByLabel('Reason').fill('another try');
      await press(page, 'Redrive 4 events');
      expect(await page.locator('.govuk-notification-banner').innerText()).toContain('2 keys are still parked');
    });

    it('discards a dead letter for a reason', async () => {
      await page.goto(`${under.url}/operations/dead-letters?service=booking&consumer=booking.tables&state=failed`);
      await page
        .getByRole('row', { name: /X900003/ })
        .getByRole('link')
        .click();
      await go(page, 'Discard it');
      await page.getByLabel('Reason').fill('a test event');
      await press(page, 'Discard it');
      expect(await page.getByRole('alert').innerText()).toContain('is discarded');
      expect(await text(page)).toContain('a test event');
    });

    it('pauses a consumer for a reason, and resumes it', async () => {
      await go(page, 'Consumers');
      await go(page, 'booking.tables');
      await go(page, 'Pause');
      await page.getByLabel('Reason').fill('a look at it');
      await press(page, 'Pause it');
      expect(await text(page)).toContain('by CAST_20: a look at it');
      await page.goto(`${under.url}/operations`);
      expect(await text(page)).toContain('booking.tables of booking is paused by CAST_20: a look at it');
      await page.goto(`${under.url}/operations/consumers/booking/booking.tables`);
      await go(page, 'Resume');
      await page.getByLabel('Reason').fill('seen');
      await press(page, 'Resume it');
      expect(await page.getByRole('alert').innerText()).toContain('booking.tables of booking is resumed');
    });

    it('plans a replay, begins it, pauses it, resumes it, cancels it', async () => {
      await go(page, 'Replays');
      await go(page, 'Plan a replay');
      await page.getByLabel('Consumer that gets the events').selectOption('passport/passport.accommodation');
      await page.getByLabel('Event types').fill('accommodation.*');
      await press(page, 'Show the dry run');
      expect(await text(page)).toContain('The run would repeat 7 events');
      await page.getByLabel('Events per second at most').fill('1');
      await press(page, 'Begin the run');
      expect(await page.title()).toMatch(/^Error: /);
      await page.getByLabel('Reason').fill('they were missed');
      await press(page, 'Begin the run');
      expect(await heading(page)).toBe('Replay to passport.accommodation');
      for (const [verb, done] of [
        ['Pause', 'paused'],
        ['Resume', 'resumed'],
        ['Cancel', 'cancelled'],
      ] as const) {
        await go(page, verb);
        await page.getByLabel('Reason').fill(`to see it ${done}`);
        await press(page, `${verb} the run`);
        expect(await page.getByRole('alert').innerText()).toContain(`The run is ${done}`);
      }
      await go(page, 'Replays');
      expect(await text(page)).toContain('Cancelled');
    });
  });

  describe('for everybody', () => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await signIn(browser(), under.url, 'CAST_20', true));
    });
    afterAll(() => page?.context().close());

    /** The page as it is now: nothing that axe finds, and a picture where one is wanted. */
    const check = async (name: string) => {
      await picture(page, name);
      expect([name, await violationsOf(page)]).toEqual([name, []]);
    };
    const open = async (path: string, name: string) => {
      await page.goto(`${under.url}${path}`);
      await check(name);
    };

    it('passes axe: overview and consumers', async () => {
      await open('/operations', 'overview');
      await open('/operations?refresh=on', 'overview-refreshing');
      await open('/operations/consumers', 'consumers');
      await open('/operations/consumers/booking/booking.tables', 'consumer');
      await open('/operations/consumers/booking/booking.tables/pause', 'pause');
      await press(page, 'Pause it');
      await check('pause-without-reason');
      await open('/operations/nowhere', 'not-found');
    });

    it('passes axe: dead letters', async () => {
      await open('/operations/dead-letters', 'dead-letters');
      const letter = await page
        .getByRole('row', { name: /X900004/ })
        .getByRole('link')
        .first()
        .getAttribute('href');
      await open(letter ?? '', 'dead-letter');
      await open(`${letter}/discard`, 'discard');
      await open(`${letter}/redrive`, 'redrive-plan');
      await open('/operations/dead-letters/redrive', 'redrive');
      await press(page, 'Show the plan');
      await check('redrive-without-choice');
    });

    it('passes axe: replays', async () => {
      await open('/operations/replays', 'replays');
      await page.getByRole('row').nth(1).getByRole('link').click();
      await check('replay');
      await open('/operations/replays/new', 'replay-new');
      await page.getByLabel('Consumer that gets the events').selectOption('passport/passport.notices');
      await press(page, 'Show the dry run');
      await check('replay-plan');
      await page.getByLabel('Reason').fill('they were missed');
      await press(page, 'Begin the run');
      await check('replay-begun');
    });

    it('passes axe: events', async () => {
      await open('/operations/events', 'events');
      await page
        .getByRole('row', { name: /X900004.*/ })
        .filter({ hasText: 'booking.confirmed' })
        .first()
        .getByRole('link')
        .click();
      await check('event-parked');
      await go(page, 'Show event data');
      await check('event-data');
      await open('/operations/events', 'events-again');
      await page.getByLabel('Event id').fill('nonsense');
      await press(page, 'Search');
      await check('events-error');
    });

    it('presses a link that looks like a button with the space bar, as a button', async () => {
      await page.goto(`${under.url}/operations/consumers/booking/booking.tables`);
      await page.getByRole('button', { name: /^(Pause|Resume)$/ }).press('Space');
      await page.waitForURL(/\/(pause|resume)$/);
    });

    it('fits a narrow screen', async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      await open('/operations', 'overview-narrow');
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(360);
    });
  });
});
