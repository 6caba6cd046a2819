import { Visitor } from '@throughcare/web/testing/visitor';
import { type ReferralsUnderTest, startReferrals } from './testing/referral-kit';

const BARRED = 'You cannot see this person’s record. Ask their probation practitioner to make the referral';
const UNKNOWN = 'No person with this CRN is in nDelius';
const offence = { deliusEventNumber: '1', convictionId: '2500000001', offenceId: 'M3' };

describe('a referral of a person whose record changes', () => {
  let under: ReferralsUnderTest;
  let visitor: Visitor;
  let next = 100;
  beforeAll(async () => {
    under = await startReferrals();
    visitor = await Visitor.signedIn(under.url, 'CAST_01');
  }, 120_000);
  afterAll(() => under?.close());
  afterEach(() => {
    delete under.changes.before;
    delete under.changes.losesAnswer;
  });

  const bar = (crn: string) => under.setPerson(crn, { exclusions: [{ username: 'CAST_01' }] });
  const found = async () => {
    const crn = `X900${(next += 1)}`;
    await under.setPerson(crn, { forename: 'Robin', surname: `Changed${next}` });
    const page = await visitor.send(await visitor.get('/referrals/new'), { crn });
    expect(page.html).toContain(`Robin Changed${next}`);
    return { crn, page, name: `Robin Changed${next}` };
  };
  const started = async () => {
    const { page, ...who } = await found();
    const list = await visitor.send(page, offence);
    expect(list.title).toContain('Referral for transitional accommodation');
    return { ...who, path: new URL(list.url).pathname };
  };
  const rowOf = async (crn: string) =>
    (await visitor.get('/referrals')).html.split('<tr').find((row) => row.includes(crn)) ?? '';

  it('leads to its pages while the person may be seen', async () => {
    const { crn, name, path } = await started();
    const row = await rowOf(crn);
    expect(row).toContain(`href="${path}">${name}</a>`);
    expect(row).not.toContain('cannot see');
  });

  it('of a person who is barred since has no link, and its page says why', async () => {
    const { crn, name, path } = await started();
    await bar(crn);
    const row = await rowOf(crn);
    for (const words of ['Limited access offender', 'You cannot see this person’s record'])
      expect(row).toContain(words);
    expect(row).not.toMatch(/href|Robin/);
    for (const address of [path, `${path}/check`, `${path}/placement-location/alternative-region`]) {
      const { status, title, html } = await visitor.get(address);
      expect([status, title]).toEqual([403, 'You cannot see this person’s record – Transitional accommodation']);
      expect(html).not.toContain('role');
      expect(html).not.toContain(name);
    }
  });

  it('of a person whom nDelius has no more is of an unknown person', async () => {
    const { crn, path } = await started();
    await under.setPerson(crn, undefined);
    const row = await rowOf(crn);
    expect(row).toContain(`href="${path}">Unknown person</a>`);
    expect(row).not.toContain('Limited');
    expect((await visitor.get(path)).status).toBe(200);
  });

  it.each([
    ['barred', bar, BARRED],
    ['taken out', (crn: string) => under.setPerson(crn, undefined), UNKNOWN],
  ])('goes back to the CRN where they are %s since the search', async (_, change, words) => {
    const { crn, page, name } = await found();
    await change(crn);
    for (const seen of [await visitor.get(page.url), await visitor.send(page, offence)]) {
      expect(seen.url).toBe(`${under.url}/referrals/new`);
      expect(seen.html).toContain(words);
      expect(seen.html).not.toContain(name);
    }
    expect(await rowOf(crn)).toBe('');
  });

  it.each([
    ['barred', bar, BARRED],
    ['taken out', (crn: string) => under.setPerson(crn, undefined), UNKNOWN],
  ])('goes back to the CRN where the service refuses a person who is %s', async (_, change, words) => {
    const { crn, page } = await found();
    under.changes.before = () => change(crn);
    const { url, html } = await visitor.send(page, offence);
    expect(url).toBe(`${under.url}/referrals/new`);
    expect(html).toContain(words);
  });

  it('is started once where the answer was lost and the form is sent again', async () => {
    const { crn, page } = await found();
    under.changes.losesAnswer = true;
    const lost = await visitor.send(page, offence);
    expect(lost.status).toBe(503);
    expect(lost.html).toContain('We could not confirm that your change was saved. Check before you try again.');
    expect(lost.html).toContain('value="2500000001"');
    delete under.changes.losesAnswer;
    expect((await visitor.send(lost, offence)).title).toContain('Referral for transitional accommodation');
    expect((await visitor.get('/referrals')).html.split(`<td class="govuk-table__cell">${crn}<`)).toHaveLength(2);
  });

  it('keeps a page whose answer was lost', async () => {
    const { path } = await started();
    const page = await visitor.get(`${path}/sentence-information/offending-summary`);
    under.changes.losesAnswer = true;
    const lost = await visitor.send(page, { summary: 'A long summary.' });
    expect([lost.status, lost.url]).toEqual([503, page.url]);
    expect(lost.html).toContain('>A long summary.</textarea>');
    delete under.changes.losesAnswer;
    expect((await visitor.send(lost, { summary: 'A long summary.' })).url).not.toBe(page.url);
  });

  it('shows the person as they are now', async () => {
    const { crn, page } = await found();
    await under.setPerson(crn, { surname: 'Renamed' });
    expect((await visitor.get(page.url)).html).toContain('Robin Renamed');
  });
});
