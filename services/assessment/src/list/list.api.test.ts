import { lists } from '@throughcare/reference/lists';
import { pduIdsByName } from '../shown-names';
import { AssessmentApp, WALES, aMember, aPerson, staff } from '../testing/assessment-app';

let app: AssessmentApp;
const ids: Record<string, string> = {};

interface Listed {
  readonly id: string;
  readonly person: { readonly type: string; readonly crn: string; readonly name?: string };
  readonly [member: string]: unknown;
}
const BARKING = 'Barking, Dagenham and Havering';
const list = async (query = '', member = staff.assessor) =>
  (await app.as(member)).get<Listed[]>(`/cas3/assessments${query}`);
const crns = async (query: string) => (await list(query)).body.map(({ person }) => person.crn);

const add = async (crn: string, name: string, day: string, pdu?: string, regionId?: string) => {
  app.gateway.people.set(crn, aPerson(crn, { name }));
  ids[crn] = await app.submitted({
    crn,
    accommodationRequiredFromDate: day,
    releaseDate: undefined,
    ...(pdu && { probationDeliveryUnitId: pdu }),
    ...(regionId && { probationRegionId: regionId }),
  });
};

beforeAll(async () => {
  app = await AssessmentApp.start();
  const [, barking = '', ...rest] = pduIdsByName();
  await add('X900011', 'Zoe Adams', '2026-03-01', rest.at(-1));
  await add('X900012', 'Adam Young', '2026-03-02', barking);
  await add('X900013', 'Mo Young', '2026-03-03', rest[0]);
  await add('X900014', 'Hidden Young', '2026-03-04');
  await add('X900015', 'Wyn Young', '2026-03-05', undefined, WALES);
  app.gateway.people.set('X900014', { type: 'RestrictedPerson', crn: 'X900014' });
  const api = await app.as(staff.assessor);
  await api.post(`/tasks/assessment/${ids['X900013']}/allocations`);
});
afterAll(() => app?.close());

describe('the list of assessments', () => {
  it('has those of the caller’s own region, the soonest needed first', async () => {
    const reply = await list();
    expect(reply.status).toBe(200);
    expect(reply.body.map(({ person }) => person.crn)).toEqual(['X900011', 'X900012', 'X900013', 'X900014']);
    expect(reply.body[1]).toEqual({
      id: ids['X900012'],
      applicationId: expect.any(String),
      arrivalDate: '2026-03-02T00:00:00.000Z',
      createdAt: '2026-01-12T10:15:30.000Z',
      dateOfInfoRequest: null,
      status: 'unallocated',
      decision: null,
      risks: null,
      riskLevels: { arson: 'unknown', mappa: 'unknown', rosh: 'unknown' },
      person: aPerson('X900012', { name: 'Adam Young' }),
      probationDeliveryUnitName: BARKING,
      allocatedTo: null,
      alerts: [],
      dueOn: '2026-01-19',
      workingDaysWaited: expect.any(Number),
      isOverdue: true,
    });
  });

  it('stays in the own region even for those who may write in every region', async () => {
    expect((await list('', staff.roaming)).body.map(({ person }) => person.crn)).toEqual(['X900015']);
  });

  it.each([
    ['a referrer', staff.referrer],
    ['a reporter', staff.reporter],
    ['an admin', staff.admin],
  ])('is closed to %s', async (_, member) => {
    expect((await list('', member)).status).toBe(403);
  });

  it('shows a restricted person as a CRN', async () => {
    const [, , , hidden] = (await list()).body;
    expect(hidden?.person).toEqual({ type: 'RestrictedPerson', crn: 'X900014' });
  });

  it.each([
    ['?statuses=in_review', ['X900013']],
    ['?statuses=in_review&statuses=unallocated', ['X900011', 'X900012', 'X900013', 'X900014']],
    ['?statuses=closed&statuses=rejected', []],
    ['?statuses=nonsense', ['X900011', 'X900012', 'X900013', 'X900014']],
    ['?statuses=completed', []],
    ['?crnOrName=x900012', ['X900012']],
    ['?crnOrName=X900012&statuses=ready_to_place', []],
    ['?crnOrName=X900015', []],
    ['?crnOrName=young', ['X900012', 'X900013']],
    ['?crnOrName=YOUNG&statuses=in_review', ['X900013']],
    ['?crnOrName=hidden', []],
    ['?crnOrName=%25', []],
    ["?crnOrName='%20or%201%3D1", []],
  ])('%s finds %j', async (query, expected) => {
    expect(await crns(query)).toEqual(expected);
  });

  it.each([
    ['arrivedAt', ['X900011', 'X900012', 'X900013', 'X900014']],
    ['arrivalDate&sortDirection=desc', ['X900014', 'X900013', 'X900012', 'X900011']],
    ['crn&sortDirection=desc', ['X900014', 'X900013', 'X900012', 'X900011']],
    ['status', ['X900013', expect.anything(), expect.anything(), expect.anything()]],
    ['name', ['X900012', 'X900013', 'X900011', 'X900014']],
    ['name&sortDirection=desc', ['X900011', 'X900013', 'X900012', 'X900014']],
    ['probationDeliveryUnitName&statuses=unallocated&crnOrName=a', ['X900012', 'X900011']],
  ])('sorted by %s is %j', async (sortBy, expected) => {
    const { body } = await list(`?sortBy=${sortBy}`);
    expect(body.map(({ person }) => person.crn)).toEqual(expected);
    const plain = new Map((await list()).body.map((row) => [row.id, row]));
    for (const row of body) expect(row).toEqual(plain.get(row.id));
  });

  it('comes in pages with the headers that clients draw their pager from', async () => {
    const reply = await list('?page=2&perPage=3');
    expect(reply.body.map(({ person }) => person.crn)).toEqual(['X900014']);
    expect(
      ['CurrentPage', 'TotalPages', 'TotalResults', 'PageSize'].map((name) =>
        reply.headers.get(`X-Pagination-${name}`),
      ),
    ).toEqual(['2', '2', '4', '3']);
    expect((await list()).headers.get('X-Pagination-TotalPages')).toBeNull();
  });

  it('counts what a search by name finds, and not what it looked through', async () => {
    const reply = await list('?page=1&perPage=1&crnOrName=young&sortBy=name');
    expect(reply.body.map(({ person }) => person.crn)).toEqual(['X900012']);
    expect(reply.headers.get('X-Pagination-TotalResults')).toBe('2');
    expect(reply.headers.get('X-Pagination-TotalPages')).toBe('2');
  });

  it('is empty past the last page, and refuses pages that cannot be', async () => {
    expect((await list('?page=99')).body).toEqual([]);
    expect((await list('?page=0')).status).toBe(400);
    expect((await list('?page=two')).status).toBe(400);
  });
});

it.each(['O’Néill', 'oneill', "o'neill", 'Zoe', "O'Néill-Smith Zoë", "O'Néill-Smith, Zoë", 'Zoë  O', 'Zoe\u0308 o'])(
  'F-056: a person is found as their name is written: %j',
  async (typed) => {
    await add('X900019', 'Zoë O\u2019Néill-Smith', '2026-06-01');
    expect(await crns(`?crnOrName=${encodeURIComponent(typed)}`)).toContain('X900019');
  },
);

it.each(['statuses=unallocated&crn=X900011', 'pdu=Croydon', 'Page=1', 'crnOrName=a&crnOrNames=b'])(
  'F-059: a filter that does not exist is refused, and not left out: %s',
  async (query) => {
    const reply = await list(`?${query}`);
    expect(reply).toMatchObject({ status: 400, body: { code: 'UNKNOWN_PARAMETER' } });
    expect(JSON.stringify(reply.body)).toContain('crnOrName');
  },
);

it.each(['required', 'received'])('a range of days that ends before it begins is refused: %s', async (days) => {
  const reply = await list(`?${days}From=2026-06-02&${days}To=2026-06-01`);
  expect(reply).toMatchObject({
    status: 400,
    body: { 'invalid-params': [{ propertyName: `$.${days}To`, errorType: 'beforeStart' }] },
  });
  expect((await list(`?${days}From=2026-06-02&${days}To=2026-06-02`)).status).toBe(200);
});

it('F-059, F-066: one parameter twice is refused where one is meant; statuses may be repeated, empty ones too', async () => {
  expect((await list('?crnOrName=a&crnOrName=b')).status).toBe(400);
  expect(await crns('?statuses=&statuses=in_review&sortBy=arrivedAt')).toEqual(['X900013']);
});

describe('F-052: sorted by name', () => {
  const names = [
    'Zoë Q',
    'Álvaro Q',
    'adam q',
    'O’Neill Q',
    'Mo Q',
    'Zoe Q',
    'Øre Q',
    'Bea Q',
    'Cai Q',
    'Dee Q',
    'Eve Q',
    'Fay Q',
  ];
  const sorted = [
    'adam q',
    'Álvaro Q',
    'Bea Q',
    'Cai Q',
    'Dee Q',
    'Eve Q',
    'Fay Q',
    'Mo Q',
    'O’Neill Q',
    'Øre Q',
    'Zoe Q',
    'Zoë Q',
  ];
  const region = 'c5acff6c-d0d2-4b89-9f4d-89a15cfa3891';
  const elsewhere = aMember('ASSESSOR_Q', { regionId: region });
  const shown = async (query: string) => (await list(query, elsewhere)).body.map(({ person }) => person.name ?? '');

  beforeAll(async () => {
    app.gateway.addStaff(elsewhere);
    for (const [at, name] of names.entries())
      await add(`X9010${10 + at}`, name, `2026-05-${10 + at}`, undefined, region);
    await add('X901040', 'Hidden Q', '2026-05-01', undefined, region);
    app.gateway.people.set('X901040', { type: 'RestrictedPerson', crn: 'X901040' });
  });

  it('the whole list is, page after page, both ways, hidden people last', async () => {
    for (const direction of ['asc', 'desc'] as const) {
      const pages = await Promise.all(
        [1, 2, 3].map((page) => shown(`?sortBy=name&sortDirection=${direction}&perPage=5&page=${page}`)),
      );
      expect(pages.flat()).toEqual([...(direction === 'asc' ? sorted : sorted.toReversed()), '']);
    }
    expect(await shown('?sortBy=name')).toEqual([...sorted, '']);
  });

  it('counts every row, and only what is found', async () => {
    const total = async (query: string) => (await list(query, elsewhere)).headers.get('X-Pagination-TotalResults');
    expect(await total('?sortBy=name&page=1')).toBe('13');
    expect(await total('?sortBy=name&page=1&crnOrName=zoe')).toBe('2');
  });
});

describe('B4.1: equal rows neither repeat nor vanish between pages', () => {
  const region = lists.regionOfCode('N51')?.id ?? '';
  const elsewhere = aMember('ASSESSOR_P', { regionId: region });
  const SORTS = [
    'arrivalDate',
    'name',
    'crn',
    'status',
    'createdAt',
    'probationDeliveryUnitName',
    'releaseDate',
    'allocatedTo',
    'dueAt',
  ];

  beforeAll(async () => {
    app.gateway.addStaff(elsewhere);
    for (let n = 10; n < 35; n += 1) await add(`X9040${n}`, `Equal ${n % 20}`, '2027-05-10', undefined, region);
  });

  it.each(SORTS.flatMap((sortBy) => ['asc', 'desc'].map((direction) => [sortBy, direction] as const)))(
    'by %s %s: 10, 10 and 5 different rows, twice the same, and a page behind the last is empty',
    async (sortBy, direction) => {
      const page = (number: number) =>
        list(`?sortBy=${sortBy}&sortDirection=${direction}&page=${number}&perPage=10`, elsewhere);
      const pages = await Promise.all([1, 2, 3, 4].map(page));
      const shown = pages.map(({ body }) => body.map(({ id }) => id));
      expect(shown.map(({ length }) => length)).toEqual([10, 10, 5, 0]);
      expect(new Set(shown.flat()).size).toBe(25);
      expect(pages[0]?.headers.get('X-Pagination-TotalResults')).toBe('25');
      expect(pages[0]?.headers.get('X-Pagination-TotalPages')).toBe('3');
      const again = await Promise.all([1, 2, 3, 4].map(page));
      expect(again.map(({ body }) => body.map(({ id }) => id))).toEqual(shown);
    },
  );
});
