import type { Page } from 'playwright-core';
import { type Page as QuestionPage, questionsOf, tasksOf } from '@throughcare/forms/form';
import { FORM } from './referrals/referral-form';
import { describeWithBrowser, signIn, withoutScripts } from './testing/browser';
import { FillIn } from './testing/fill-in';
import { Inspector } from './testing/inspector';
import { type ReferralsUnderTest, startReferrals } from './testing/referral-kit';

jest.setTimeout(300_000);

const SCRIPTS = [
  ['with', true],
  ['without', false],
] as const;

const forename = 'Wilhelmina-Alexandrina';
const surname = 'Featherstonehaugh-Cholmondeley';
const theft = {
  id: 'M3',
  description: 'Theft from the person of another',
  mainCategoryDescription: 'Theft offences',
  subCategoryDescription: 'Theft from the person',
  main: true,
  eventNumber: '1',
  eventId: 2_500_000_001,
};
const burglary = { ...theft, id: 'M4', description: 'Burglary in a dwelling', main: false, date: '2026-05-03' };
const person = { forename, surname, offences: [theft, burglary] };
const barred = { exclusions: [{ username: 'CAST_01' }] };

/** Each page of the form with its address below that of the referral. */
const PAGES = tasksOf(FORM).flatMap((task) =>
  task.pages.map((page) => ({ ...page, path: `${task.slug}/${page.slug}` })),
);
type Asked = (typeof PAGES)[number];

const isTyped = ({ questions }: QuestionPage) =>
  questions.some(({ kind }) => kind !== 'derived' && kind !== 'imported');
const reveals = (page: QuestionPage) => questionsOf(page).length > page.questions.length;
const isRequired = ({ questions, length }: QuestionPage) =>
  length !== undefined || questions.some(({ required }) => required !== false);

describeWithBrowser('every page of a referral', (browser) => {
  let under: ReferralsUnderTest;
  beforeAll(async () => {
    under = await startReferrals();
  }, 120_000);
  afterAll(() => under?.close());

  describe.each(SCRIPTS)('%s scripts', (word, hasScripts) => {
    /** Once they were seen empty and wrong: without scripts the others are as they are with them. */
    const pages = hasScripts ? PAGES : PAGES.filter(reveals);
    const crn = hasScripts ? 'X900201' : 'X900202';
    let page: Page;
    let inspector: Inspector;
    let referral: string;
    const newTab = async () => {
      const tab = await page.context().newPage();
      if (!hasScripts) await withoutScripts(tab);
      return tab;
    };
    beforeAll(async () => {
      const signedIn = await signIn(browser(), under.url, 'CAST_01', true);
      ({ page } = signedIn);
      if (!hasScripts) await withoutScripts(page);
      inspector = new Inspector(word, [forename, surname, crn]);
      await under.setPerson(crn, person);
    });
    afterEach(() => {
      delete under.changes.isAway;
    });
    afterAll(() => page?.context().close());

    const look = (state: string, at = page) => inspector.look(at, state);
    const open = (path: string, at = page) => at.goto(`${under.url}${path}`);
    const press = async (name: string, at = page) => {
      await at.getByRole('button', { name, exact: true }).click();
      await at.waitForLoadState();
    };
    const save = (at = page) => press('Save and continue', at);
    const find = async (number: string) => {
      await open('/referrals/new');
      await page.fill('#crn', number);
      await press('Continue');
    };
    /** As it is now while the API is away, then as it was. */
    const whileAway = async (work: () => Promise<unknown>) => {
      under.changes.isAway = true;
      await work();
      delete under.changes.isAway;
    };
    const openOf = ({ path }: Asked, at = page) => open(`${referral}/${path}`, at);
    const isWrong = async () => (await page.title()).startsWith('Error: ');

    it('finds the person', async () => {
      await open('/referrals');
      await look('list');
      await open('/referrals/new');
      await look('new');
      await find('');
      await look('new: nothing typed');
      await find('nonsense');
      await look('new: wrong');
      await find('X999999');
      await look('new: unknown');
      await under.setPerson(crn, barred);
      await find(crn);
      await look('new: restricted');
      await under.setPerson(crn, { exclusions: [] });
      await open('/referrals/new');
      await page.fill('#crn', crn);
      await whileAway(async () => {
        await press('Continue');
        await look('new: system away');
        await open('/referrals');
        await look('list: system away');
      });
      expect(inspector.found).toEqual([]);
    });

    it('confirms the person and the offence', async () => {
      await find(crn);
      const address = page.url();
      await look('person');
      await press('Start referral');
      await look('person: no offence chosen');
      await page.getByRole('radio').first().check();
      await whileAway(async () => {
        await press('Start referral');
        await look('person: sent while a system is away');
        await page.goto(address);
        await look('person: system away');
      });
      await under.setPerson(crn, { offences: [] });
      await page.goto(address);
      await look('person: no offences');
      await under.setPerson(crn, { ...person, ...barred });
      await page.goto(address);
      await look('person: restricted since');
      await under.setPerson(crn, { exclusions: [] });
      await page.goto(address);
      await page.getByRole('radio').first().check();
      await press('Start referral');
      referral = new URL(page.url()).pathname;
      await look('task list: started');
      await open(`${referral}/check`);
      await look('check: nothing answered');
      await open('/referrals');
      await look('list: one');
      await under.setPerson(crn, barred);
      await page.reload();
      await look('list: restricted');
      await open(referral);
      await look('task list: restricted');
      await under.setPerson(crn, { exclusions: [] });
      expect(inspector.found).toEqual([]);
    });

    it('asks each question, and says what is wrong', async () => {
      const fill = new FillIn(page);
      const titles: string[] = [];
      for (const asked of PAGES) {
        await openOf(asked);
        await look(asked.path);
        titles.push(await page.title());
        if (asked.blocks) continue;
        if (!isRequired(asked)) await fill.tooMuch(asked);
        await save();
        expect([asked.path, await isWrong()]).toEqual([asked.path, true]);
        await look(`${asked.path}: wrong`);
        await openOf(asked);
        if (!(await fill.onlyChoose(asked))) continue;
        await look(`${asked.path}: chosen`);
        await save();
        expect([asked.path, await isWrong()]).toEqual([asked.path, true]);
        await look(`${asked.path}: chosen, and wrong`);
      }
      expect(titles.filter((title, at) => titles.indexOf(title) < at)).toEqual([]);
      expect(inspector.found).toEqual([]);
    });

    it('keeps each answer, against that of another window too', async () => {
      const fill = new FillIn(page);
      const other = await newTab();
      for (const asked of pages.filter(isTyped)) {
        await openOf(asked, other);
        await page.bringToFront(); // what is behind is slow
        await openOf(asked);
        await fill.all(asked);
        await save();
        expect([asked.path, await isWrong()]).toEqual([asked.path, false]);
        await other.bringToFront();
        await save(other);
        expect(await other.title()).toMatch(/^Saved in another window: /);
        await look(`${asked.path}: conflict`, other);
      }
      await other.close();
      for (const asked of pages) {
        await openOf(asked);
        await look(`${asked.path}: filled in`);
        if (!asked.blocks && !isTyped(asked)) await save();
      }
      await open(referral);
      await look('task list: filled in');
      await open(`${referral}/check`);
      await look('check: filled in');
      expect(inspector.found).toEqual([]);
    });

    it('says that the API is away, and keeps what was typed', async () => {
      for (const asked of pages) {
        await openOf(asked);
        await whileAway(async () => {
          if (!asked.blocks) {
            await save();
            await look(`${asked.path}: sent while the API is away`);
          }
          await openOf(asked);
          await look(`${asked.path}: the API is away`);
        });
      }
      for (const path of [referral, `${referral}/check`])
        await whileAway(async () => {
          await open(path);
          await look(`${path}: the API is away`);
        });
      expect(inspector.found).toEqual([]);
    });
  });
});
