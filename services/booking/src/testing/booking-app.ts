import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { newId } from '@throughcare/events/ids';
import type { EventContext } from '@throughcare/messaging/on-event';
import type { Person } from '@throughcare/platform/people';
import type { StaffMember, StaffRole } from '@throughcare/platform/staff';
import {
  StandInGateway,
  deliver,
  publishedBy,
  startTestApp,
  type TestApp,
  type TestRequest,
} from '@throughcare/platform/testing';
import { AppModule } from '../app.module';
import { AssessmentStandIn } from './assessment-stand-in';
import { CROYDON, LONDON } from './builders';

interface Published {
  readonly type: string;
  readonly key: string;
  readonly version: number;
  readonly data: Record<string, unknown>;
}

export interface Place {
  readonly premisesId: string;
  readonly bedspaceId: string;
}

/** Every timer stays real; only the date is the test's own. */
const REAL_TIMERS = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

/** The whole service on a database of its own, beside stand-ins of the gateway and of the assessment service. */
export class BookingApp {
  private constructor(
    readonly test: TestApp,
    readonly gateway: StandInGateway,
    readonly assessments: AssessmentStandIn,
  ) {}

  /** `now` is today for everything in this process; event handlers are called by the tests themselves. */
  static async start(now = '2026-03-02T12:00:00Z'): Promise<BookingApp> {
    jest.useFakeTimers({ now: new Date(now), doNotFake: REAL_TIMERS });
    return BookingApp.startAsItRuns({ events: false });
  }

  /** On the real clock, with relay and consumers. */
  static async startAsItRuns(options: { events: boolean } = { events: true }): Promise<BookingApp> {
    const [gateway, assessments] = await Promise.all([StandInGateway.start(), AssessmentStandIn.start()]);
    const env = { GATEWAY_URL: gateway.url, ASSESSMENT_URL: assessments.url };
    return new BookingApp(await startTestApp(AppModule, env, options), gateway, assessments);
  }

  /** Requests of a member of staff with these roles, of London unless said otherwise. */
  async staff(over: Partial<StaffMember> & { roles?: StaffRole[] } = {}): Promise<TestRequest> {
    const username = over.username ?? `STAFF_${this.gateway.staff.size + 1}`;
    this.gateway.addStaff({
      userId: newId(),
      username,
      name: 'Cast One',
      staffCode: 'N07S001',
      regionCode: 'N07',
      regionId: LONDON,
      roles: ['CAS3_ASSESSOR'],
      ...over,
    });
    // tests move the clock by months
    return this.test.as({ username, authorities: ['ROLE_PROBATION'], expiresIn: 366 * 86_400 });
  }

  aPerson(crn: string, over: Partial<Extract<Person, { type: 'FullPerson' }>> = {}): string {
    this.gateway.people.set(crn, {
      type: 'FullPerson',
      crn,
      name: 'Ada Byron',
      dateOfBirth: '1990-01-01',
      sex: 'Female',
      status: 'InCustody',
      nomsNumber: 'A9001AA',
      ...over,
    });
    return crn;
  }

  /** Somebody else at each call: a bedspace is contended for by people, never by one with themselves. */
  someone(over: Partial<Extract<Person, { type: 'FullPerson' }>> = {}): string {
    strangers += 1;
    const number = String(strangers).padStart(4, '0');
    return this.aPerson(`X95${number}`, { nomsNumber: `E${number}EE`, ...over });
  }

  aHiddenPerson(crn: string): string {
    this.gateway.people.set(crn, { type: 'RestrictedPerson', crn });
    return crn;
  }

  /** A property with one bedspace, through the API. Times move on so that it has been open for a while. */
  async aPlace(staff: TestRequest, premises: object = {}, bedspace: object = {}): Promise<Place> {
    const created = await staff.post<{ id: string }>('/cas3/v2/premises', aPremisesBody(premises));
    const room = await staff.post<{ id: string }>(
      `/cas3/v2/premises/${created.body.id}/bedspaces`,
      aBedspaceBody(bedspace),
    );
    if (created.status !== 201 || room.status !== 201) throw new Error(JSON.stringify([created.body, room.body]));
    const place = { premisesId: created.body.id, bedspaceId: room.body.id };
    await this.open(place, '2026-01-05');
    return place;
  }

  /** As if the property and its rooms had been there since that day. */
  async open({ premisesId }: Pick<Place, 'premisesId'>, since: string): Promise<void> {
    await this.query('update premises set start_date = $2 where id = $1', [premisesId, since]);
    await this.query('update bedspace set start_date = $2, created_date = $2 where premises_id = $1', [
      premisesId,
      since,
    ]);
  }

  /** As if every booking so far had been cancelled: the next test may book the same people again. */
  async nobodyIsBooked(): Promise<void> {
    await this.query('delete from occupancy');
    await this.query(`update booking set status = 'cancelled'`);
  }

  query<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.test.db.query<T[]>(sql, values);
  }

  /** Everything told about one booking, oldest first. */
  async told(bookingId: string): Promise<Published[]> {
    const rows = await publishedBy(this.test, bookingId);
    return rows.map(({ payload, ...row }) => ({ ...row, data: dataOf(payload) }));
  }

  deliver<E>(handle: (event: E, ctx: EventContext) => Promise<void>, event: E): Promise<void> {
    return deliver(this.test, handle, event);
  }

  async close(): Promise<void> {
    await this.test.close();
    await Promise.all([this.gateway.close(), this.assessments.close()]);
    jest.useRealTimers();
  }
}

const dataOf = (payload: string): Record<string, unknown> => {
  const parsed = JSON.parse(payload) as { data?: Record<string, unknown> };
  return parsed.data ?? parsed;
};

let strangers = 0;
let named = 0;
export const aPremisesBody = (over: object = {}) => ({
  reference: `CRO-${(named += 1)}`,
  addressLine1: '12 Church Street',
  town: 'Croydon',
  postcode: 'CR0 1AA',
  probationRegionId: LONDON,
  probationDeliveryUnitId: CROYDON,
  characteristicIds: [],
  turnaroundWorkingDays: 2,
  ...over,
});

export const aBedspaceBody = (over: object = {}) => ({
  reference: `Room ${(named += 1)}`,
  startDate: londonDate(clock.now()),
  characteristicIds: [],
  ...over,
});

/** Two weeks from today, unless said otherwise. */
export const aBookingBody = (place: Place, over: object = {}) => ({
  serviceName: 'temporary-accommodation',
  crn: 'X900001',
  bedspaceId: place.bedspaceId,
  arrivalDate: '2026-03-02',
  departureDate: '2026-03-16',
  enableTurnarounds: true,
  ...over,
});
