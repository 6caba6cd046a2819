import fc from 'fast-check';
import { AssessmentApp, aPerson, staff } from '../testing/assessment-app';

const HIDDEN = 'X902050';
const SORTS = ['name', 'crn', 'arrivalDate', 'status', 'createdAt', 'probationDeliveryUnitName'];

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
  const names = ['Ada Byron', 'Zoë O’Néill-Smith', 'Mo Young', 'Ron Adams', 'Bea Byron', 'Cai Young', 'Dee Zone'];
  for (const [at, name] of [...names, 'Nobody Yet'].entries()) {
    const crn = at === 5 ? HIDDEN : `X90200${at}`;
    app.gateway.people.set(crn, aPerson(crn, { name }));
    await app.submitted({ crn, accommodationRequiredFromDate: `2026-03-0${1 + (at % 4)}` });
  }
});
afterAll(() => app?.close());

const syllable = fc.constantFrom('a', 'da', 'by', 'ron', 'zo', 'ne', 'ill', 'young', ' ', '-');
const term = fc.array(syllable, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const question = fc
  .record({
    crnOrName: fc.option(fc.oneof(term, fc.constant(HIDDEN)), { nil: '' }),
    sortBy: fc.constantFrom(...SORTS),
    sortDirection: fc.constantFrom('asc', 'desc'),
    perPage: fc.integer({ min: 1, max: 4 }),
    page: fc.integer({ min: 1, max: 4 }),
  })
  .map((query) => new URLSearchParams({ ...query, perPage: String(query.perPage), page: String(query.page) }));

it('whoever is barred from a person gets the same 200 answers to the byte, whatever the person is called', async () => {
  const api = await app.as(staff.assessor);
  const questions = fc.sample(question, { numRuns: 200, seed: 30 }).map(String);
  const answers = async () => {
    const all: unknown[] = [];
    for (const query of questions) {
      const { status, headers, body } = await api.get(`/cas3/assessments?${query}`);
      const pages = ['CurrentPage', 'TotalPages', 'TotalResults'].map((name) => headers.get(`X-Pagination-${name}`));
      all.push(query, status, pages, body);
    }
    return JSON.stringify(all);
  };
  const seen = new Set<string>();
  for (const name of ['Ada Byron', 'Young Zone-Ill', 'Ron Young']) {
    app.gateway.people.set(HIDDEN, aPerson(HIDDEN, { name, isRestricted: true }));
    for (const query of ['sortBy=name', `crnOrName=${encodeURIComponent(name)}`])
      expect(JSON.stringify((await api.get(`/cas3/assessments?${query}`)).body)).toContain(name); // who may see them
    app.gateway.people.set(HIDDEN, { type: 'RestrictedPerson', crn: HIDDEN });
    seen.add(await answers());
  }
  expect(seen.size).toBe(1);
  expect([...seen][0]).toContain(HIDDEN);
}, 180_000);

it('shows nothing while limited access cannot be asked about', async () => {
  const api = await app.as(staff.assessor);
  app.gateway.failWith = 503;
  const statuses = ['', '?sortBy=name&page=1', '?crnOrName=ada&page=1'].map(async (query) => {
    return (await api.get(`/cas3/assessments${query}`)).status;
  });
  expect(await Promise.all(statuses)).toEqual([503, 503, 503]);
  app.gateway.failWith = undefined;
});

it('keeps an entry as long as there is a row about the person', async () => {
  const keys = async () => {
    const rows = await app.test.db.query<{ key: string }[]>('select person_key as key from person_index order by 1');
    return rows.map(({ key }) => key);
  };
  expect(await keys()).toContain('X902000');
  await app.test.db.query(`update assessment set crn = 'X902099' where crn = 'X902000'`);
  expect(await keys()).toContain('X902099');
  expect(await keys()).not.toContain('X902000');
});
