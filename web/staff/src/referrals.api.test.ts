import { Visitor } from '@throughcare/web/testing/visitor';
import { lists } from '@throughcare/reference/lists';
import { type ReferralsUnderTest, startReferrals } from './testing/referral-kit';

const BARRED = 'You cannot see this person’s record. Ask their probation practitioner to make the referral';
const UNKNOWN = 'No person with this CRN is in nDelius';
const offence = { offenceId: 'M3' };
const theft = {
  id: 'M3',
  description: 'Theft from the person of another',
  mainCategoryDescription: 'Theft offences',
  subCategoryDescription: 'Theft from the person',
  main: true,
  eventNumber: '1',
  eventId: 2_500_000_001,
};

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const BRENT = lists.unitOfCode('N07BRNT')?.id ?? '';
const THAMES_SIDE = '0b1a5c80-58a7-4ce2-9f55-3b8f4a6d2c11';
const inLondon = { probationRegionId: LONDON };
/** Brent has become Thames Side. */
const ofLists = [
  { id: THAMES_SIDE, name: 'Thames Side', isActive: true, deliusCodes: ['N07BRNT'], ...inLondon, successorIds: [] },
  { id: BRENT, name: 'Brent', isActive: false, deliusCodes: [], ...inLondon, successorIds: [THAMES_SIDE] },
].map((item) => ({ list: 'probation-delivery-units', item, version: 1 }));

describe('a referral of a person whose record changes', () => {
  let under: ReferralsUnderTest;
  let visitor: Visitor;
  let next = 100;
  beforeAll(async () => {
    under = await startReferrals();
    under.changes.ofLists = ofLists;
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
    await under.setPerson(crn, { forename: 'Robin', surname: `Changed${next}`, offences: [theft] });
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

  it('offers a unit that was added, and shows one that is no longer in use where it was chosen, with words', async () => {
    const { path } = await started();
    const address = `${path}/placement-location/alternative-pdu`;
    await visitor.send(await visitor.get(address.replace('pdu', 'region')), { alternativeRegion: 'yes' });
    const page = await visitor.get(address);
    expect(page.html).toMatch(/<option value="[^"]+">Thames Side<\/option>/);
    expect(page.html).not.toContain('Brent');
    const old = { alternativePdu: 'yes', pduId: BRENT };
    const refused = await visitor.send(page, old);
    expect(refused.title).toMatch(/^Error: /);
    expect(refused.html).toContain('Brent is no longer in use. Select Thames Side');
    await visitor.send(page, { ...old, then: 'later' });
    expect((await visitor.get(address)).html).toContain('Brent (no longer in use)');
    expect((await visitor.get(`${path}/check`)).html).toContain('Brent (no longer in use)');
    expect((await visitor.send(await visitor.get(address), { ...old, pduId: THAMES_SIDE })).status).toBe(200);
  });

  it('is not started again by going back, and the page says so', async () => {
    const { crn, page } = await found();
    await visitor.send(page, offence);
    const again = await visitor.get(page.url);
    expect(again.url).toBe(`${under.url}/referrals`);
    expect(again.html).toContain('You have started this referral already');
    expect(again.html.split(`<td class="govuk-table__cell">${crn}<`)).toHaveLength(2);
  });

  it('is started once where the answer was lost and the form is sent again', async () => {
    const { crn, page } = await found();
    under.changes.losesAnswer = true;
    const lost = await visitor.send(page, offence);
    expect(lost.title).toMatch(/^Error: /);
    expect(lost.html).toContain('We could not confirm that your change was saved. Check before you try again.');
    expect(lost.html).toMatch(/value="M3"\s+checked/);
    delete under.changes.losesAnswer;
    expect((await visitor.send(lost, offence)).title).toContain('Referral for transitional accommodation');
    expect((await visitor.get('/referrals')).html.split(`<td class="govuk-table__cell">${crn}<`)).toHaveLength(2);
  });

  it('B3.3: offers each offence by a radio of its own, with the date or that it is not known', async () => {
    const { crn, page } = await found();
    const burglary = { ...theft, id: 'M4', description: 'Burglary in a dwelling', date: '2026-05-03', main: false };
    await under.setPerson(crn, { offences: [theft, burglary] });
    const { html } = await visitor.get(page.url);
    for (const id of ['offenceId-M3', 'offenceId-M4', 'offenceId']) expect(html.split(` id="${id}"`)).toHaveLength(2);
    expect(html).toMatch(/for="offenceId-M3">\s*Theft from the person of another/);
    expect(html).toMatch(/for="offenceId-M4">\s*Burglary in a dwelling/);
    expect(html).toContain('Offence date: Not known');
    expect(html).toContain('Offence date: 3 May 2026');
    expect(html).not.toContain('1970');
    const without = await visitor.send(page, {});
    expect(without.html).toContain('Select the index offence');
    expect((await visitor.send(page, { offenceId: 'M9' })).title).toMatch(/^Error: /);
  });

  it('cannot be started where nDelius has no offence, and the page says what to do', async () => {
    const { crn, page } = await found();
    await under.setPerson(crn, { offences: [] });
    expect((await visitor.get(page.url)).html).toContain('nDelius has no offences for this person.');
  });

  it('keeps a page whose answer was lost', async () => {
    const { path } = await started();
    const page = await visitor.get(`${path}/sentence-information/offending-summary`);
    under.changes.losesAnswer = true;
    const lost = await visitor.send(page, { summary: 'A long summary.' });
    expect(lost.url).toMatch(new RegExp(`^${page.url}\\?again=`));
    expect(lost.html).toContain('We could not confirm');
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
