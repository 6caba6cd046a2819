import { ReferralRiskChanged } from '@throughcare/events/referral-risk-changed.v1';
import { TestClock, anEvent } from '@throughcare/platform/testing';
import { RiskEvents } from '../risk/risk.events';
import { RiskLevelsTask } from '../risk/risk-levels.task';
import { AssessmentApp, aPerson, staff } from '../testing/assessment-app';

interface Listed {
  readonly person: { readonly crn: string; readonly type: string };
  readonly riskLevels: object | null;
}

let app: AssessmentApp;
let clock: TestClock;
const ids: string[] = [];

/** 0: of everything something; 1: nothing is known; 2: somebody with limits, of whom everything is. */
const LEVELS = [
  { rosh: 'high', mappa: '2', arson: 'no' },
  { rosh: 'unknown', mappa: 'unknown', arson: 'unknown' },
  { rosh: 'high', mappa: '2', arson: 'yes' },
  { rosh: 'low', mappa: 'none', arson: 'no' },
];

beforeAll(async () => {
  app = await AssessmentApp.start();
  clock = TestClock.at('2027-04-07T12:00:00Z');
  for (const [n, over] of [
    { sex: 'Male' },
    { sex: 'Not Known' },
    { sex: 'Male', isRestricted: true },
    { sex: 'Female' },
  ].entries()) {
    const crn = `X90320${n}`;
    app.gateway.people.set(crn, aPerson(crn, { name: `Name ${n}`, ...over }));
    ids[n] = await app.submitted({ crn, accommodationRequiredFromDate: `2027-05-0${n + 1}` });
    const { rosh, mappa, arson } = LEVELS[n] ?? {};
    await app.test.db.query(
      'update risk_level set rosh = $2, mappa = $3, arson = $4, due_at = null where assessment_id = $1',
      [ids[n], rosh, mappa, arson],
    );
  }
});
afterAll(async () => {
  clock?.release();
  await app?.close();
});

const ask = async (query: string) => {
  const reply = await (await app.as(staff.assessor)).get<Listed[]>(`/cas3/assessments?${query}`);
  const rows = reply.status === 200 ? reply.body : [];
  const numbers = rows.map(({ person }) => person.crn.slice(-1)).join('');
  return { ...reply, rows, numbers, leftOut: reply.headers.get('X-Left-Out-As-Unknown') };
};

describe('filters of what may be unknown', () => {
  it.each([
    ['sexes=male', '0', 'sex=2'],
    ['sexes=female', '3', 'sex=2'],
    ['sexes=unknown', '12', 'sex=0'],
    ['sexes=male&sexes=unknown', '012', 'sex=0'],
    ['roshLevels=high', '0', 'rosh=2'],
    ['roshLevels=low&roshLevels=unknown', '123', 'rosh=0'],
    ['mappaLevels=none', '3', 'mappa=2'],
    ['arsonRisks=no', '03', 'arson=2'],
    ['sexes=male&roshLevels=high', '0', 'sex=0, rosh=0'],
    ['sexes=female&roshLevels=high', '', 'sex=0, rosh=0'],
    ['sexes=female&roshLevels=high&roshLevels=unknown', '', 'sex=2, rosh=0'],
    ['sexes=male&crnOrName=name', '0', 'sex=2'],
  ])('%s shows %s, and says whom it leaves out', async (query, numbers, leftOut) => {
    expect(await ask(query)).toMatchObject({ status: 200, numbers, leftOut });
    const paged = await ask(`${query}&page=1&perPage=1`);
    expect(paged).toMatchObject({ numbers: numbers.slice(0, 1), leftOut });
    expect(paged.headers.get('X-Pagination-TotalResults')).toBe(String(numbers.length));
  });

  it('say nothing where none was asked for', async () => {
    expect((await ask('page=1')).leftOut).toBeNull();
  });

  it('say no level of whoever the caller may not see, in the row neither', async () => {
    app.gateway.people.set('X903202', { type: 'RestrictedPerson', crn: 'X903202' });
    expect((await ask('arsonRisks=yes')).numbers).toBe('');
    expect((await ask('arsonRisks=unknown')).rows).toMatchObject([
      { riskLevels: LEVELS[1] },
      { person: { type: 'RestrictedPerson' }, riskLevels: null },
    ]);
    app.gateway.people.set('X903202', aPerson('X903202', { isRestricted: true }));
  });

  it('follow the sex that nDelius shows', async () => {
    app.gateway.people.set('X903203', aPerson('X903203', { name: 'Name 3', sex: 'Male' }));
    await ask('');
    expect((await ask('sexes=male')).numbers).toBe('03');
    app.gateway.people.set('X903203', aPerson('X903203', { name: 'Name 3', sex: 'Female' }));
    await ask('');
  });

  it.each(['sexes=other', 'roshLevels=severe', 'mappaLevels=4', 'arsonRisks=maybe'])('refuse %s', async (query) => {
    expect((await ask(query)).status).toBe(400);
  });
});

describe('risk levels of assessments', () => {
  const dueAt = async (n: number) =>
    (
      await app.test.db.query<{ due: Date | null }[]>('select due_at as due from risk_level where assessment_id = $1', [
        ids[n],
      ])
    )[0]?.due;
  const applicationOf = async (n: number) =>
    (
      await app.test.db.query<{ id: string }[]>('select application_id as id from assessment where id = $1', [ids[n]])
    )[0]?.id;
  const levelsOf = async (n: number) =>
    (
      await app.test.db.query<object[]>('select rosh, mappa, arson from risk_level where assessment_id = $1', [ids[n]])
    )[0];

  it('are asked for again when they change, and every hour while something is unknown', async () => {
    const task = app.test.app.get(RiskLevelsTask);
    const applicationId = (await applicationOf(3)) ?? '';
    const events = app.test.app.get(RiskEvents);
    await app.deliver(events.changed.bind(events), anEvent(ReferralRiskChanged, { applicationId }, 2));
    expect(await dueAt(3)).toEqual(clock.now());
    app.referral.levels = [{ applicationId, rosh: 'very-high', mappa: '1', arson: 'no' }];
    expect(await task.round()).toBe('done');
    expect(await levelsOf(3)).toEqual({ rosh: 'very-high', mappa: '1', arson: 'no' });
    expect(await dueAt(3)).toBeNull();
    await app.deliver(events.changed.bind(events), anEvent(ReferralRiskChanged, { applicationId }, 3));
    app.referral.levels = [];
    await task.round();
    expect(await levelsOf(3)).toEqual(LEVELS[1]);
    expect(await dueAt(3)).toEqual(new Date(clock.now().getTime() + 3_600_000));
  });
});
