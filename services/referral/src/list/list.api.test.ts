import type { Cas3ReferralSummary } from '@throughcare/api/cas3/application';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { addDays } from '@throughcare/base/calendar';
import { TestClock, anEvent } from '@throughcare/platform/testing';
import type { StaffMember } from '@throughcare/platform/staff';
import { OutcomeEvents } from '../application/outcome.events';
import { ReferralApp, aPerson, facts, staff } from '../testing/referral-app';

const ZOE = 'X900010';
const ADA = 'X900011';

let app: ReferralApp;
let draft: string;
let sent: string;
let colleagues: string;
let away: string;

beforeAll(async () => {
  app = await ReferralApp.start();
  app.gateway.people.set(ZOE, aPerson(ZOE, { name: 'Zoë O’Néill-Smith' }));
  app.gateway.people.set(ADA, aPerson(ADA, { name: 'Ada Byron' }));
  draft = await app.draft(staff.referrer, ADA);
  sent = await app.submitted(staff.referrer, {}, ZOE);
  colleagues = await app.submitted(staff.colleague, {}, ADA);
  await app.draft(staff.colleague, ADA);
  away = await app.submitted(staff.faraway, {}, ADA);
});
afterAll(() => app?.close());

const ask = async (query: string, member: StaffMember = staff.referrer) => {
  const reply = await (await app.as(member)).get<Cas3ReferralSummary[]>(`/cas3/applications/search?${query}`);
  const rows = reply.status === 200 ? reply.body : [];
  return { ...reply, rows, ids: rows.map(({ id }) => id), total: reply.headers.get('X-Pagination-TotalResults') };
};

describe('the list of referrals', () => {
  it('has drafts and all that the caller has sent, newest first, in pages', async () => {
    expect(await ask('')).toMatchObject({ ids: [sent, draft], total: '2' });
    const second = await ask('perPage=1&page=2');
    expect(second).toMatchObject({ ids: [draft], total: '2' });
    expect(second.headers.get('X-Pagination-TotalPages')).toBe('2');
    expect((await ask('perPage=1&page=3')).ids).toEqual([]);
  });

  it('says reference, stage, day and author beside what the unpaged list says', async () => {
    const { rows } = await ask(`search=${ZOE}`);
    const [old] = (await (await app.as(staff.referrer)).get<{ id: string }[]>('/cas3/applications')).body.filter(
      ({ id }) => id === sent,
    );
    expect(rows).toEqual([
      {
        ...old,
        reference: expect.stringMatching(/^TA\d{6}[A-Z]$/),
        stage: 'unallocated',
        requiredFrom: facts.requiredFrom,
        probationDeliveryUnitName: expect.stringMatching(/\w/),
        createdByName: staff.referrer.name,
      },
    ]);
  });

  it.each(['zoe smith', 'ONEILL', 'o’néill-smith zoë', ZOE.toLowerCase()])('finds %s', async (search) => {
    expect((await ask(`search=${encodeURIComponent(search)}`)).ids).toEqual([sent]);
  });

  it('finds a whole reference as people type it, and none with a slip', async () => {
    const reference = (await ask(`search=${ZOE}`)).rows[0]?.reference ?? '';
    expect((await ask(`search=${reference.toLowerCase().replace('ta', 'ta%20')}`)).ids).toEqual([sent]);
    const slip = `${reference.slice(0, -1)}${reference.endsWith('A') ? 'B' : 'A'}`;
    expect((await ask(`search=${slip}`)).ids).toEqual([]);
  });

  it('shows a region what was sent to it, and nobody else’s draft', async () => {
    const { ids } = await ask('scope=region&sortBy=name&sortDirection=asc');
    expect(ids).toEqual([colleagues, sent]);
    expect((await ask('scope=region', staff.assessor)).ids).toEqual([colleagues, sent]);
    expect((await ask('scope=region', staff.faraway)).ids).toEqual([away]);
    expect(await ask('scope=region', staff.reporter)).toMatchObject({ status: 403, body: { code: 'REGION_NOT_READ' } });
  });

  it('is narrowed by stage and by days, both ends counted', async () => {
    expect((await ask('stages=draft')).ids).toEqual([draft]);
    expect((await ask('stages=unallocated&stages=closed')).ids).toEqual([sent]);
    expect((await ask('stages=withdrawn')).ids).toEqual([]);
    const day = facts.requiredFrom;
    expect((await ask(`requiredFrom=${day}&requiredTo=${day}`)).ids).toEqual([sent]);
    expect((await ask(`requiredTo=${addDays(day, -1)}`)).ids).toEqual([]);
  });

  it('knows the days of London', async () => {
    const clock = TestClock.at('2026-07-01T23:30:00Z'); // the second of July there
    const late = await app.draft(staff.faraway, ZOE);
    clock.release();
    const found = (query: string) => ask(`${query}&search=${ZOE}`, staff.faraway);
    expect((await found('createdFrom=2026-07-02&createdTo=2026-07-02')).ids).toEqual([late]);
    expect((await found('createdTo=2026-07-01')).ids).toEqual([]);
  });

  it('follows what became of a referral', async () => {
    const id = await app.submitted(staff.colleague, {}, ZOE);
    const outcome = app.test.app.get(OutcomeEvents);
    await app.deliver(outcome.apply.bind(outcome), anEvent(AssessmentRejected, { applicationId: id }));
    expect((await ask('stages=rejected', staff.colleague)).rows).toMatchObject([
      { id, stage: 'rejected', status: 'rejected' },
    ]);
  });

  it('has a person whom the caller may not see as a number, found by that or the reference alone', async () => {
    const { rows } = await ask(`search=${ADA}`);
    app.gateway.people.set(ADA, { type: 'RestrictedPerson', crn: ADA });
    expect((await ask('search=byron')).ids).toEqual([]);
    for (const search of [ADA, rows[0]?.reference ?? '']) {
      const { rows: masked } = await ask(`search=${search}`);
      expect(masked).toMatchObject([{ id: draft, person: { type: 'RestrictedPerson', crn: ADA }, risks: null }]);
    }
    app.gateway.people.set(ADA, aPerson(ADA, { name: 'Ada Byron' }));
  });

  it.each([
    'scope=nation',
    'stages=lost',
    'sortBy=mood',
    'sortDirection=up',
    'createdFrom=soon',
    'createdFrom=2026-03-02&createdTo=2026-03-01',
    'page=0',
    'colour=1',
  ])('refuses %s', async (query) => {
    expect((await ask(query)).status).toBe(400);
  });
});
