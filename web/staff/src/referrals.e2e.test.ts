import type { Browser, Page } from 'playwright-core';
import { describeWithBrowser, picture, signIn, violationsOf } from './testing/browser';
import { type ReferralsUnderTest, startReferrals } from './testing/referral-kit';

jest.setTimeout(300_000);

const SCRIPTS = [
  ['without', false],
  ['with', true],
] as const;

const inDays = (days: number): string[] => {
  const at = new Date(Date.now() + days * 86_400_000);
  return [at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCFullYear()].map(String);
};

describeWithBrowser('a referral in a browser', (browser) => {
  let under: ReferralsUnderTest;
  beforeAll(async () => {
    under = await startReferrals();
  });
  afterAll(() => under?.close());

  const press = async (page: Page, name: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.waitForLoadState();
  };
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();
  const text = (page: Page) => page.locator('main').innerText();
  const choose = (page: Page, name: string) => page.getByLabel(name, { exact: true }).check();
  const fillDay = async (page: Page, field: string, days: number) => {
    for (const [at, part] of ['day', 'month', 'year'].entries())
      await page.locator(`#${field}-${part}`).fill(inDays(days)[at] ?? '');
  };
  const save = (page: Page) => press(page, 'Save and continue');
  const check = async (page: Page, name: string) => {
    await picture(page, name);
    expect([name, await violationsOf(page)]).toEqual([name, []]);
  };
  const answer = async (page: Page, title: string, name: string) => {
    expect(await heading(page)).toBe(title);
    await choose(page, name);
    await save(page);
  };

  /** From the start page to the task list of a new draft. */
  const start = async (of: Browser, withScript: boolean) => {
    const { page, context } = await signIn(of, under.url, 'CAST_01', withScript);
    await page.getByRole('link', { name: 'Make a referral' }).first().click();
    await page.getByLabel('Case reference number (CRN)').fill(' x900001 ');
    await press(page, 'Continue');
    expect(page.url()).not.toContain('900001');
    await page.getByRole('radio').first().check();
    await press(page, 'Start referral');
    expect(await heading(page)).toBe('Referral for transitional accommodation');
    return { page, context, id: new URL(page.url()).pathname };
  };

  const fillSection = async (page: Page) => {
    await page.getByRole('button', { name: 'Continue' }).click();
    await answer(page, 'Is the placement in your own region?', 'Yes');
    await answer(page, 'Is a PDU other than your own needed?', 'No');
    expect(await text(page)).toContain('1 of 6 parts completed.');
    await page.getByRole('button', { name: 'Continue' }).click();
    await answer(page, 'Has the person been convicted of a sexual offence?', 'No');
    await answer(page, 'Are there concerns about the person’s sexual behaviour?', 'No');
    await answer(page, 'Has the person been convicted of arson?', 'No');
    await choose(page, 'Yes');
    await page.getByLabel('What are the concerns?').fill('Set a fire in 2019.');
    await save(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Summarise the index offence and the offending history').fill('A summary.\nOf two lines.');
    await save(page);
    await answer(page, 'What type of sentence is it?', 'Standard determinate');
    await page.getByLabel('Years').fill('2');
    await save(page);
    await fillDay(page, 'sentenceExpiryDate', 500);
    await save(page);
    await choose(page, 'Parole');
    await fillDay(page, 'paroleStartDate', 20);
    await fillDay(page, 'paroleEndDate', 200);
    await save(page);
    expect(await text(page)).toContain('3 of 6 parts completed.');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await heading(page)).toBe('Probation practitioner');
  };

  const fillContacts = async (page: Page) => {
    for (const [link, label, value] of [
      ['Change Email address', 'What is your email address?', 'cast.one@justice.gov.uk'],
      ['Change Phone number', 'What is your phone number?', '01632 960001'],
    ] as const) {
      await page.getByRole('link', { name: link }).click();
      await page.getByLabel(label).fill(value);
      await save(page);
    }
    expect(await text(page)).toContain('cast.one@justice.gov.uk');
    await save(page);
    await page.getByLabel('Name of the backup contact or senior probation officer').fill('Senior Worker');
    await page.getByLabel('Phone number').fill('01632 960002');
    await page.getByLabel('Email address').fill('senior.worker@justice.gov.uk');
    await save(page);
    await save(page);
    expect(await text(page)).toContain('4 of 6 parts completed.');
  };

  const finish = async (page: Page) => {
    await page.getByRole('button', { name: 'Continue' }).click();
    await answer(page, 'Why is the person eligible?', 'Homeless on release from prison');
    await fillDay(page, 'releaseDate', 20);
    await save(page);
    await fillDay(page, 'accommodationRequiredFromDate', 21);
    await save(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await choose(page, 'Yes');
    await save(page);
    expect(await text(page)).toContain('6 of 6 parts completed.');
  };

  it.each(SCRIPTS)(
    'comes back to a form that was wrong with all that was typed, and is not asked to send it again, %s JavaScript',
    async (_, withScript) => {
      const { page, context } = await signIn(browser(), under.url, 'CAST_01', withScript);
      await page.goto(`${under.url}/referrals/new`);
      const crn = page.getByLabel('Case reference number (CRN)');
      const isThere = async () => {
        expect(await page.title()).toMatch(/^Error: Make a referral/);
        expect(await crn.inputValue()).toBe('nonsense');
      };
      await crn.fill('nonsense');
      await press(page, 'Continue');
      await isThere();
      await page.reload();
      await isThere();
      await page.goBack();
      expect(await page.title()).toMatch(/^Make a referral/);
      await page.goForward();
      await isThere();
      await page.getByRole('link', { name: 'My referrals' }).first().click();
      await page.goBack();
      await isThere();
      await crn.fill('x900001');
      await press(page, 'Continue');
      expect(await heading(page)).toBe('Confirm the person and the offence');
      await page.goBack();
      expect([await heading(page), await page.title()]).toEqual([
        'Make a referral',
        'Make a referral – Transitional accommodation',
      ]);
      await context.close();
    },
  );

  it.each(SCRIPTS)(
    'keeps a long text beside a mistake when somebody leaves and comes back, %s JavaScript',
    async (_, withScript) => {
      const { page, context, id } = await start(browser(), withScript);
      const address = `${under.url}${id}/offence-and-behaviour-summary/concerning-arson-behaviour`;
      const other = await context.newPage();
      for (const [tab, words] of [
        [page, 'Mine '.repeat(2_500)],
        [other, 'Other '.repeat(2_500)],
      ] as const) {
        await tab.goto(address);
        await choose(tab, 'Yes');
        await tab.getByLabel('What are the concerns?').fill(words);
        await save(tab);
        expect(await tab.title()).toMatch(/^Error: /);
        await tab.getByRole('link', { name: 'Leave without saving' }).click();
      }
      await page.goBack();
      expect(await page.getByLabel('What are the concerns?').inputValue()).toBe('Mine '.repeat(2_500));
      await page.getByLabel('What are the concerns?').fill('Shorter.');
      await save(page);
      await page.goBack();
      expect(await page.getByLabel('What are the concerns?').inputValue()).toBe('Shorter.');
      await other.goBack();
      expect(await other.getByLabel('What are the concerns?').inputValue()).toBe('Other '.repeat(2_500));
      await save(other);
      expect(await text(other)).toContain('This page was saved in another window');
      await context.close();
    },
  );

  it.each(SCRIPTS)('is filled in section by section %s JavaScript, and checked', async (_, withScript) => {
    const { page, context } = await start(browser(), withScript);
    await fillSection(page);
    await fillContacts(page);
    await finish(page);
    await page.getByRole('link', { name: 'Check your answers' }).click();
    const said = await text(page);
    for (const part of [
      'Everything that is required is answered.',
      'Set a fire in 2019.',
      'Standard determinate',
      'Senior Worker',
    ])
      expect(said).toContain(part);
    // axe is a script, and does not run without.
    await (withScript ? check(page, 'check') : picture(page, 'check-without-script'));
    await page.getByRole('link', { name: 'Change What type of sentence is it?' }).click();
    await choose(page, 'Life');
    await save(page);
    expect(await heading(page)).toBe('Check your answers');
    expect(await text(page)).toContain('Life');
    await page.getByRole('link', { name: 'My referrals' }).first().click();
    expect(await text(page)).toContain('X900001');
    await context.close();
  });

  it('says what is wrong with a CRN, and keeps it', async () => {
    const { page, context } = await signIn(browser(), under.url, 'CAST_01', true);
    await check(page, 'my-referrals');
    await page.goto(`${under.url}/referrals/new`);
    await check(page, 'new');
    for (const [crn, words] of [
      ['nonsense', 'Enter a CRN in the correct format'],
      ['X999999', 'No person with this CRN is in nDelius'],
    ] as const) {
      await page.getByLabel('Case reference number (CRN)').fill(crn);
      await press(page, 'Continue');
      expect(await text(page)).toContain(words);
      expect(await page.getByLabel('Case reference number (CRN)').inputValue()).toBe(crn);
    }
    await check(page, 'new-unknown');
    await context.close();
  });

  it('says that another window saved a page, and lets its writer decide', async () => {
    const { page, context, id } = await start(browser(), true);
    const other = await context.newPage();
    const address = `${under.url}${id}/placement-location/alternative-region`;
    await page.goto(address);
    await other.goto(address);
    await choose(other, 'No');
    await save(other);
    await choose(page, 'Yes');
    await save(page);
    expect(await text(page)).toContain('This page was saved in another window');
    expect(await text(page)).toMatch(/Yours:\s*Yes\s*Saved:\s*No/);
    await check(page, 'conflict');
    await save(page);
    expect(await heading(page)).toBe('Is a PDU other than your own needed?');
    await context.close();
  });
});
