import { newId } from '@throughcare/events/ids';
import type { EventContext } from '@throughcare/messaging/on-event';
import { addDays, londonDate } from '@throughcare/base/calendar';
import type { Environment } from '@throughcare/platform/config';
import type { FullPerson } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import {
  StandInGateway,
  deliver,
  publishedBy,
  startTestApp,
  type TestApp,
  type TestRequest,
} from '@throughcare/platform/testing';
import {
  completeAnswers,
  completeSubmission,
  type ReferralFacts,
} from '@throughcare/platform/testing/complete-referral';
import { AppModule } from '../app.module';
import { ReferralConfig } from '../config';

/** Whole requests against a database; the machine may be busy. */
jest.setTimeout(60_000);

export const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
export const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';
export const PDU = '2e3df9de-5875-44b6-8df7-88e4308e5c58';
export const OTHER_PDU = '69eb45a3-b3ce-4a2b-9d57-e727039c3b7d';
export const WELSH_PDU = 'c38b9a56-bc95-42ef-abbe-6d9018dac4d4';

export const aMember = (username: string, over: Partial<StaffMember> = {}): StaffMember => ({
  userId: newId(),
  username,
  name: `Name of ${username}`,
  staffCode: 'N07S001',
  regionId: LONDON,
  regionCode: 'N07',
  pduId: PDU,
  roles: ['CAS3_REFERRER'],
  ...over,
});

export const aPerson = (crn: string, over: Partial<FullPerson> = {}): FullPerson => ({
  type: 'FullPerson',
  crn,
  name: 'Robin Example',
  dateOfBirth: '1990-02-01',
  sex: 'Male',
  status: 'InCustody',
  nomsNumber: 'A9001AA',
  isRestricted: false,
  ...over,
});

/** Who is in the stand-in of the gateway from the start. */
export const staff = {
  referrer: aMember('REFERRER_1'),
  colleague: aMember('REFERRER_2'),
  faraway: aMember('REFERRER_3', { regionId: WALES, regionCode: 'N03' }),
  assessor: aMember('ASSESSOR_1', { roles: ['CAS3_ASSESSOR'] }),
  assessorFaraway: aMember('ASSESSOR_2', { roles: ['CAS3_ASSESSOR'], regionId: WALES }),
  roamingAssessor: aMember('ASSESSOR_3', { roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'], regionId: WALES }),
  reporter: aMember('REPORTER_1', { roles: ['CAS3_REPORTER'] }),
  admin: aMember('ADMIN_1', { roles: ['CAS3_ADMIN'] }),
};

export interface ApplicationJson {
  readonly id: string;
  readonly status: string;
  readonly data: unknown;
  readonly assessmentId: string | null;
  readonly person: { readonly type: string; readonly crn: string; readonly name?: string };
  readonly [member: string]: unknown;
}

/** The whole service on a database of its own, beside a stand-in of the gateway. */
export class ReferralApp {
  private constructor(
    readonly test: TestApp,
    readonly gateway: StandInGateway,
    private readonly env: Environment,
  ) {}

  static async start({
    events = false,
    env: more = {},
  }: { events?: boolean; env?: Environment } = {}): Promise<ReferralApp> {
    const gateway = await StandInGateway.start();
    for (const member of Object.values(staff)) gateway.addStaff(member);
    gateway.people.set('X900001', aPerson('X900001'));
    gateway.people.set('X900002', { type: 'RestrictedPerson', crn: 'X900002' });
    const client = { AUTH_CLIENT_ID: 'throughcare-referral', AUTH_CLIENT_SECRET: 'secret' };
    const env = { GATEWAY_URL: gateway.url, AUTH_TOKEN_URL: `${gateway.url}/auth/oauth/token`, ...client, ...more };
    const test = await startTestApp(AppModule, env, { name: 'referral', config: ReferralConfig, events });
    return new ReferralApp(test, gateway, env);
  }

  /** One more instance on the same database; the test closes it. */
  beside(env: Environment): Promise<TestApp> {
    const options = { name: 'referral', config: ReferralConfig, events: false, on: this.test };
    return startTestApp(AppModule, { ...this.env, ...env }, options);
  }

  async as(member: StaffMember, authorities: readonly string[] = ['ROLE_PROBATION']): Promise<TestRequest> {
    return this.test.request.as(await this.test.issuer.token({ username: member.username, authorities }));
  }

  /** A draft that could be submitted, unless other answers are given. */
  async draft(member = staff.referrer, crn = 'X900001', data?: object): Promise<string> {
    const api = await this.as(member);
    const created = await api.post<ApplicationJson>('/cas3/applications', aNewApplication({ crn }));
    await api.put(`/cas3/applications/${created.body.id}`, { data: data ?? theAnswers({}, factsFrom(member)) });
    return created.body.id;
  }

  async submitted(member = staff.referrer, over: object = {}, crn = 'X900001'): Promise<string> {
    const id = await this.draft(member, crn);
    const reply = await (
      await this.as(member)
    ).post(`/cas3/applications/${id}/submission`, aSubmission(over, factsFrom(member)));
    if (reply.status !== 200) throw new Error(`not submitted: ${reply.status}`);
    return id;
  }

  deliver<E>(handle: (event: E, ctx: EventContext) => Promise<void>, event: E): Promise<void> {
    return deliver(this.test, handle, event);
  }

  /** Everything published about an application so far, oldest first. */
  published(id: string) {
    return publishedBy(this.test, id);
  }

  async close(): Promise<void> {
    await this.test.close();
    await this.gateway.close();
  }
}

export const aNewApplication = (over: object = {}) => ({
  crn: 'X900001',
  convictionId: 2500295345,
  deliusEventNumber: '1',
  offenceId: 'M2500295343',
  _csrf: 'secret',
  ...over,
});

const today = londonDate(new Date());

/** What the answers of a whole referral say; from London, into its own unit. */
export const facts: ReferralFacts = {
  unit: { id: PDU, name: 'Croydon' },
  releaseDate: addDays(today, 20),
  requiredFrom: addDays(today, 21),
};
/** The same referral, to be placed in Wales. */
export const factsAway: ReferralFacts = { ...facts, away: { regionId: WALES, pduId: WELSH_PDU } };

/** The same, by someone of Wales into Wales. */
const factsFrom = ({ regionId }: StaffMember): ReferralFacts =>
  regionId === WALES ? { ...facts, unit: { id: WELSH_PDU, name: 'Cardiff and the Vale of Glamorgan' } } : facts;

export const theAnswers = (pages: Readonly<Record<string, unknown>> = {}, of = facts) => completeAnswers(of, pages);

export const aSubmission = (over: object = {}, of = facts) => ({ ...completeSubmission(of), ...over });
