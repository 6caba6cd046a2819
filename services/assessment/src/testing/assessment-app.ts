import type { DataOf } from '@throughcare/events/define-event';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import type { EventContext } from '@throughcare/messaging/on-event';
import type { FullPerson } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import {
  StandInGateway,
  anEvent,
  deliver,
  publishedBy,
  startTestApp,
  type TestApp,
  type TestRequest,
} from '@throughcare/platform/testing';
import { AppModule } from '../app.module';
import { ReferralEvents } from '../intake/referral.events';
import { ReferralStandIn } from './referral-stand-in';
import { anApplication } from './an-application';

/** Whole requests against a database; the machine may be busy. */
jest.setTimeout(60_000);

export const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
export const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';
export const REASON = 'f47ac10b-58cc-4372-a567-0e02b2c3d480';

export const aMember = (username: string, over: Partial<StaffMember> = {}): StaffMember => ({
  userId: newId(),
  username,
  name: `Name of ${username}`,
  staffCode: 'N07S001',
  regionId: LONDON,
  regionCode: 'N07',
  roles: ['CAS3_ASSESSOR'],
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
  assessor: aMember('ASSESSOR_1'),
  colleague: aMember('ASSESSOR_2'),
  faraway: aMember('ASSESSOR_3', { regionId: WALES }),
  roaming: aMember('ASSESSOR_4', { regionId: WALES, roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'] }),
  referrer: aMember('REFERRER_1', { roles: ['CAS3_REFERRER'] }),
  otherReferrer: aMember('REFERRER_2', { roles: ['CAS3_REFERRER'] }),
  farawayReferrer: aMember('REFERRER_3', { roles: ['CAS3_REFERRER'], regionId: WALES }),
  reporter: aMember('REPORTER_1', { roles: ['CAS3_REPORTER'] }),
  admin: aMember('ADMIN_1', { roles: ['CAS3_ADMIN'] }),
};

export type Status = 'unallocated' | 'in_review' | 'ready_to_place' | 'closed' | 'rejected';

export interface Row {
  readonly status: string;
  readonly version: number;
  readonly [column: string]: unknown;
}

/** The whole service on a database of its own, beside stand-ins of the gateway and of referral. */
export class AssessmentApp {
  private constructor(
    readonly test: TestApp,
    readonly gateway: StandInGateway,
    readonly referral: ReferralStandIn,
  ) {}

  static async start({ events = false } = {}): Promise<AssessmentApp> {
    const [gateway, referral] = await Promise.all([StandInGateway.start(), ReferralStandIn.start()]);
    for (const member of Object.values(staff)) gateway.addStaff(member);
    gateway.people.set('X900001', aPerson('X900001'));
    gateway.people.set('X900002', { type: 'RestrictedPerson', crn: 'X900002' });
    const env = { GATEWAY_URL: gateway.url, REFERRAL_URL: referral.url };
    const test = await startTestApp(AppModule, env, { name: 'assessment', events });
    return new AssessmentApp(test, gateway, referral);
  }

  async as(member: StaffMember, authorities: readonly string[] = ['ROLE_PROBATION']): Promise<TestRequest> {
    return this.test.request.as(await this.test.issuer.token({ username: member.username, authorities }));
  }

  /** Makes the service know a member of staff, as the gateway's events do. */
  async knows(member: StaffMember): Promise<void> {
    await (await this.as(member)).get(`/cas3/timeline/${newId()}`);
  }

  /** An assessment of a referral that was just submitted; its id. */
  async submitted(over: Partial<DataOf<typeof ReferralSubmitted>> = {}): Promise<string> {
    const applicationId = over.applicationId ?? newId();
    const data = { applicationId, createdByUserId: staff.referrer.userId, ...over };
    const handlers = this.test.app.get(ReferralEvents);
    await this.deliver(handlers.submitted.bind(handlers), anEvent(ReferralSubmitted, data, 1));
    this.referral.applications.set(applicationId, JSON.stringify(anApplication(applicationId)));
    return assessmentIdOf(applicationId);
  }

  /** The same, brought to a state by an assessor's own steps. */
  async inState(status: Status, over: Partial<DataOf<typeof ReferralSubmitted>> = {}, by = staff.assessor) {
    const id = await this.submitted(over);
    const api = await this.as(by);
    const steps: Record<Status, string[]> = {
      unallocated: [],
      in_review: ['reallocateToMe'],
      ready_to_place: ['reallocateToMe', 'acceptance'],
      closed: ['reallocateToMe', 'acceptance', 'closure'],
      rejected: ['rejection'],
    };
    for (const step of steps[status]) await api.post(`/cas3/assessments/${id}/${step}`, aRejection());
    return id;
  }

  deliver<E>(handle: (event: E, ctx: EventContext) => Promise<void>, event: E): Promise<void> {
    return deliver(this.test, handle, event);
  }

  async row(id: string): Promise<Row> {
    const [row] = await this.test.db.query<Row[]>('select * from assessment where id = $1', [id]);
    if (!row) throw new Error('no such assessment');
    return row;
  }

  /** Everything published about an assessment so far, oldest first. */
  published(id: string) {
    return publishedBy(this.test, id);
  }

  async close(): Promise<void> {
    await this.test.close();
    await Promise.all([this.gateway.close(), this.referral.close()]);
  }
}

export const aRejection = (over: object = {}) => ({
  document: {},
  rejectionRationale: 'default',
  referralRejectionReasonId: REASON,
  referralRejectionReasonDetail: 'Held again',
  isWithdrawn: false,
  _csrf: 'secret',
  ...over,
});
