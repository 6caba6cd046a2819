import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, type CDPSession, type Page, chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const AXE = `${readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')};0`;
/** Withdrawn by axe; or AAA, which the colours of GOV.UK do not claim. */
const LEFT_OUT = ['deprecated', 'wcag2aaa'];
/** Named one by one: some run only when they are asked for. */
const RULES = Object.fromEntries(
  axe
    .getRules()
    .flatMap(({ ruleId, tags }) => (LEFT_OUT.some((tag) => tags.includes(tag)) ? [] : [[ruleId, { enabled: true }]])),
);
const say = (text: string) => process.stderr.write(`browser: ${text}\n`);

/** `CHROMIUM` names one; otherwise the first in the PATH. */
const executable = (): string | undefined => {
  const given = process.env['CHROMIUM'];
  if (given) return existsSync(given) ? given : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
};

/**
 * `describe` for tests that need a real browser. Says on standard error what they ran on; where there is none they count as
 * skipped and the reason is said; with `REQUIRE_BROWSER=1` that is a failure.
 */
export const describeWithBrowser = (title: string, tests: (browser: () => Browser) => void): void => {
  const executablePath = executable();
  if (executablePath === undefined) return withoutBrowser(title, tests);
  describe(title, () => {
    let running: Browser | undefined;
    const browser = () => {
      if (!running) throw new Error('the browser did not start');
      return running;
    };
    beforeAll(async () => {
      running = await chromium.launch({ executablePath, args: ARGUMENTS });
      say(`${title}: runs on Chromium ${running.version()}`);
    }, 60_000);
    tests(browser);
    afterAll(() => running?.close(), 60_000);
  });
};

const withoutBrowser = (title: string, tests: (browser: () => Browser) => void): void => {
  const reason = 'no Chromium: install it, or name one by CHROMIUM';
  if (process.env['REQUIRE_BROWSER'] === '1') {
    describe(title, () => {
      it('has a browser', () => {
        throw new Error(`REQUIRE_BROWSER=1, and ${reason}`);
      });
    });
    return;
  }
  say(`${title}: SKIPPED, ${reason}`);
  describe.skip(title, () =>
    tests(() => {
      throw new Error(reason);
    }),
  );
};

/** Somebody signed in on the page of the stand-in, in a browser of their own. */
export const signIn = async (
  browser: Browser,
  url: string,
  username: string,
  javaScriptEnabled: boolean,
): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: username, exact: true }).click();
  await page.waitForURL(`${url}/**`);
  return { context, page };
};

const sessions = new WeakMap<Page, CDPSession>();
const scriptless = new WeakSet<Page>();

const sessionOf = async (page: Page): Promise<CDPSession> => {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  return session;
};
const setScripts = async (page: Page, value: boolean): Promise<void> => {
  const session = await sessionOf(page);
  await session.send('Emulation.setScriptExecutionDisabled', { value: !value });
};

/** The page from now on as it is where no scripts run. axe, which is one, runs all the same. */
export const withoutScripts = async (page: Page): Promise<void> => {
  scriptless.add(page);
  await setScripts(page, false);
};

/** What axe finds wrong with the page, with every rule on, as `rule: where`. */
export const violationsOf = async (page: Page): Promise<string[]> => {
  if (scriptless.has(page)) await setScripts(page, true);
  // Half as slow as `evaluate`, which parses half a megabyte twice more.
  await (await sessionOf(page)).send('Runtime.evaluate', { expression: AXE });
  const found = await page.evaluate(
    (rules) => (globalThis as unknown as { axe: typeof axe }).axe.run({ rules, resultTypes: ['violations'] }),
    RULES,
  );
  if (scriptless.has(page)) await setScripts(page, false);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
};

let pictures = 0;

/** With `SCREENSHOTS=folder` the page as a picture, to be looked at. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  pictures += 1;
  await page.screenshot({ path: join(folder, `${String(pictures).padStart(2, '0')}-${name}.png`), fullPage: true });
};
