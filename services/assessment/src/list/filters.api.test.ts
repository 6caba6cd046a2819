import { TestClock } from '@throughcare/platform/testing';
import { AssessmentApp, aMember, aPerson, staff } from '../testing/assessment-app';

const CROYDON = '2e3df9de-5875-44b6-8df7-88e4308e5c58';
const BRENT = '69eb45a3-b3ce-4a2b-9d57-e727039c3b7d';

let app: AssessmentApp;
let clock: TestClock;
const ids: Record<string, string> = {};
interface Listed {
  readonly person: { readonly crn: string };
  readonly [member: string]: unknown;
}
const crns = async (query: string, member = staff.assessor) =>
  (await (await app.as(member)).get<Listed[]>(`/cas3/assessments?${query}`)).body.map(({ person }) =>
    person.crn.slice(-1),
  );

/** Submitted on Mondays, a week apart; needed from the first of a month each. */
const add = async (n: number, over: object) => {
  const crn = `X90310${n}`;
  app.gateway.people.set(crn, aPerson(crn, { name: `Name ${n}` }));
  ids[n] = await app.submitted({
    crn,
    submittedAt: `2027-0${n}-0${1}T10:00:00.000Z`,
    accommodationRequiredFromDate: `2027-0${n + 2}-01`,
    ...over,
  });
};

beforeAll(async () => {
  app = await AssessmentApp.start();
  clock = TestClock.at('2027-04-07T12:00:00Z');
  await add(1, {
    probationDeliveryUnitId: CROYDON,
    sexualRisk: true,
    eligibilityReason: 'homelessFromApprovedPremises',
  });
  await add(2, { eligibilityReason: undefined, probationDeliveryUnitId: BRENT, sexualRisk: false });
  await add(3, { eligibilityReason: 'homelessFromCustody', probationDeliveryUnitId: CROYDON, sexualRisk: false });
  await add(4, { eligibilityReason: 'homelessFromCustody', probationDeliveryUnitId: BRENT, sexualRisk: true });
  await app.test.db.query('update assessment set sexual_risk = null where id = $1', [ids[2]]);
  for (const member of [staff.assessor, staff.colleague]) await app.knows(member);
  await (await app.as(staff.assessor)).post(`/tasks/assessment/${ids[1]}/allocations`);
  await (await app.as(staff.colleague)).post(`/tasks/assessment/${ids[3]}/allocations`);
  await (await app.as(staff.assessor)).post(`/cas3/assessments/${ids[1]}/acceptance`, {});
});
afterAll(async () => {
  clock?.release();
  await app?.close();
});

it.each([
  ['a delivery unit', `probationDeliveryUnitIds=${CROYDON}`, ['1', '3']],
  ['several', `probationDeliveryUnitIds=${CROYDON}&probationDeliveryUnitIds=${BRENT}`, ['1', '2', '3', '4']],
  ['what I have', 'mine=true', ['1']],
  ['what others have, or nobody', 'mine=false', ['2', '3', '4']],
  ['what a colleague has', `allocatedToUserId=${staff.colleague.userId}`, ['3']],
  ['the first day needed', 'requiredFrom=2027-04-01', ['2', '3', '4']],
  ['the last day needed, which counts', 'requiredTo=2027-04-01', ['1', '2']],
  ['the first day received, which counts', 'receivedFrom=2027-03-01', ['3', '4']],
  ['the last day received, which counts', 'receivedTo=2027-03-01', ['1', '2', '3']],
  ['what is overdue: not what is decided, nor what came on Thursday before Easter', 'overdue=true', ['2', '3']],
  ['what is not overdue', 'overdue=false', ['1', '4']],
  ['a sexual risk, or not known whether', 'sexualRisk=true', ['1', '2', '4']],
  ['no sexual risk', 'sexualRisk=false', ['3']],
  ['where the person comes from', 'sources=homelessFromApprovedPremises', ['1']],
  ['several filters at once', `probationDeliveryUnitIds=${BRENT}&overdue=true&statuses=unallocated`, ['2']],
  ['a filter beside a name', 'crnOrName=name&mine=true', ['1']],
])('the queue is narrowed by %s', async (_, query, expected) => {
  expect(await crns(query)).toEqual(expected);
});

it.each(['probationDeliveryUnitIds=Croydon', 'mine=perhaps', 'requiredFrom=2027-02-30', 'sources=prison'])(
  'a value that cannot be is refused: %s',
  async (query) => {
    expect((await (await app.as(staff.assessor)).get(`/cas3/assessments?${query}`)).status).toBe(400);
  },
);

it.each([
  ['allocatedTo', ['1', '3', '2', '4']],
  ['dueAt', ['1', '2', '3', '4']],
  ['releaseDate', ['1', '2', '3', '4']],
])('the queue is sorted by %s', async (sortBy, expected) => {
  const sorted = await crns(`sortBy=${sortBy}`);
  expect(sorted.toSorted()).toEqual(expected.toSorted());
  if (sortBy !== 'releaseDate') expect(sorted.filter((one) => '13'.includes(one))).toEqual(['1', '3']);
});

it('a row says who has it, until when an answer is promised, and how long it has waited', async () => {
  const { body } = await (await app.as(staff.assessor)).get<Listed[]>('/cas3/assessments?mine=false');
  expect(body.find(({ person }) => person.crn.endsWith('3'))).toMatchObject({
    allocatedTo: { id: staff.colleague.userId, name: 'Name of ASSESSOR_2' },
    dueOn: '2027-03-08',
    workingDaysWaited: 25,
    isOverdue: true,
  });
});

describe('the assessors of the region', () => {
  it('are listed with what each has in review, whoever may assess and no others', async () => {
    const gone = aMember('ASSESSOR_8');
    app.gateway.addStaff(gone);
    await app.knows(gone);
    await app.test.db.query('update staff set is_active = false where user_id = $1', [gone.userId]);
    await app.knows(staff.referrer);
    await app.knows(staff.faraway);
    const { status, body } = await (await app.as(staff.assessor)).get('/cas3/assessments/assessors');
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: staff.assessor.userId, name: 'Name of ASSESSOR_1', inReview: 0 },
      { id: staff.colleague.userId, name: 'Name of ASSESSOR_2', inReview: 1 },
    ]);
  });
});
