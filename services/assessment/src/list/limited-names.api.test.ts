import { keepsNames } from '@throughcare/platform/testing';
import { AssessmentApp, aPerson, staff } from '../testing/assessment-app';
import { LISTS_OF_PEOPLE } from '../testing/lists-of-people';

const HIDDEN = 'X902050';
const NAMES = [
  'Ada Byron',
  'Zoë O’Néill-Smith',
  'Mo Young',
  'Ron Adams',
  'Bea Byron',
  'Cai Young',
  'Dee Zone',
  'Nobody',
];

const start = async () => {
  const app = await AssessmentApp.start();
  for (const [at, name] of NAMES.entries()) {
    const crn = at === 5 ? HIDDEN : `X90200${at}`;
    app.gateway.people.set(crn, aPerson(crn, { name }));
    await app.submitted({ crn, accommodationRequiredFromDate: `2026-03-0${1 + (at % 4)}` });
  }
  return app;
};

keepsNames(start, {
  lists: LISTS_OF_PEOPLE,
  hidden: { crn: HIDDEN, named: (name) => aPerson(HIDDEN, { name, isRestricted: true }) },
  as: (kit) => kit.as(staff.assessor),
});

describe('a list of people', () => {
  let app: AssessmentApp;
  beforeAll(async () => {
    app = await start();
  });
  afterAll(() => app?.close());

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
});
