import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { newId } from '@throughcare/events/ids';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { deliver } from '@throughcare/platform/testing';
import { StaffRecord } from '../staff/staff-member.entity';
import { anEvent } from '../testing/events';
import { TestGateway } from '../testing/gateway';
import { NotificationEvents } from './notifications.events';
import { NotificationsService } from './notifications.service';

interface Sent {
  readonly email_address: string;
  readonly template_id: string;
  readonly personalisation: unknown;
  readonly reference: string;
}
/** GOV.UK Notify, as a test steers it. */
const notify = {
  sent: [] as Sent[],
  tokens: [] as string[],
  /** `down` refuses, `lost` takes the email and breaks off before it answers. */
  state: 'up' as 'up' | 'down' | 'lost',
};
const ids = Object.fromEntries(
  ['referral-accepted', 'referral-rejected', 'place-offered', 'person-arrived'].map((name) => [
    name,
    crypto.randomUUID(),
  ]),
);

let server: Server;
let gateway: TestGateway;
let events: NotificationEvents;
let notifications: NotificationsService;
beforeAll(async () => {
  server = createServer((request, response) => {
    notify.tokens.push(request.headers.authorization ?? '');
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const answer = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      if (notify.state === 'down') return answer(503, { errors: [] });
      const reference = new URL(request.url ?? '', 'http://x').searchParams.get('reference');
      if (request.method === 'GET')
        return answer(200, {
          notifications: notify.sent.filter((one) => one.reference === reference).map(() => ({ id: newId() })),
        });
      notify.sent.push(JSON.parse(text) as Sent);
      if (notify.state === 'lost') return void response.destroy();
      return answer(201, { id: newId() });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway = await TestGateway.start({
    NOTIFY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    NOTIFY_API_KEY: `test-${crypto.randomUUID()}-${crypto.randomUUID()}`,
    NOTIFY_TEMPLATES: JSON.stringify(ids),
  });
  events = gateway.app.app.get(NotificationEvents);
  notifications = gateway.app.app.get(NotificationsService);
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  server?.closeAllConnections();
  server?.close();
});
beforeEach(() => {
  notify.sent.length = 0;
  notify.state = 'up';
});

const aMember = async (over: Partial<StaffRecord> = {}) => {
  const userId = newId();
  await gateway.app.db.manager.insert(StaffRecord, {
    userId,
    username: `REFERRER_${userId.slice(-6).toUpperCase()}`,
    staffCode: null,
    name: 'Cast One',
    telephoneNumber: null,
    email: 'cast.one@justice.gov.uk',
    regionId: null,
    regionCode: null,
    pduId: null,
    isActive: true,
    roles: [],
    version: 1,
    refreshedAt: new Date('2026-03-02T12:00:00Z'),
    ...over,
  });
  return userId;
};
const hear = <E>(handle: (event: E, ctx: never) => Promise<void>, event: E) =>
  deliver(gateway.app, handle.bind(events) as Parameters<typeof deliver<E>>[1], event);
const aReferral = async (createdByUserId: string) => {
  const applicationId = newId();
  await hear(events.referred, anEvent(ReferralSubmitted, { applicationId, createdByUserId }));
  return applicationId;
};
const states = async (applicationId: string) =>
  (
    await gateway.app.db.query<{ state: string }[]>(
      'select state from notification where application_id = $1 order by created_at, event_id',
      [applicationId],
    )
  ).map(({ state }) => state);
/** What was sent of them: each once, and nothing about the person or the practitioner. */
const outcomes = async (applicationId: string) => {
  const told = (await gateway.published()).filter(
    ({ data }) => data['applicationId'] === applicationId && 'outcome' in data,
  );
  expect(JSON.stringify(told)).not.toMatch(/X900001|A9001AA|justice/);
  return told.map(({ data }) => [data['outcome'], data['code']]);
};
const again = () => gateway.app.db.query(`update notification set next_at = clock_timestamp() where state = 'waiting'`);

it('writes to the practitioner on decision, offer and arrival, once each, with a link and nothing about the person', async () => {
  const applicationId = await aReferral(await aMember());
  const accepted = anEvent(AssessmentReadyToPlace, { applicationId });
  await hear(events.decided, accepted);
  await hear(events.decided, accepted);
  await hear(events.happened, anEvent(AssessmentRejected, { applicationId }));
  await hear(events.happened, anEvent(BookingProvisionallyMade, { applicationId }));
  await hear(events.happened, anEvent(PersonArrived, { applicationId }));
  await notifications.round();
  await notifications.round();
  expect(notify.sent.map(({ template_id: id }) => id).toSorted()).toEqual(Object.values(ids).toSorted());
  for (const email of notify.sent) {
    expect(email).toMatchObject({ email_address: 'cast.one@justice.gov.uk' });
    expect(email.personalisation).toEqual({
      link: expect.stringMatching(new RegExp(`/referrals/${applicationId}/full$`)),
    });
  }
  expect(JSON.stringify(notify.sent)).not.toMatch(/X900001|A9001AA/);
  expect(notify.tokens.at(-1)).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  expect(await states(applicationId)).toEqual(['sent', 'sent', 'sent', 'sent']);
  expect(await outcomes(applicationId)).toEqual(Array.from({ length: 4 }, () => ['sent', undefined]));
  const { body } = await gateway.app.request.get<string>('/metrics');
  expect(body).toMatch(/throughcare_notifications\{[^}]*state="sent"[^}]*\} [1-9]/);
});

it('says nothing of a referral that a cancelled booking has opened again, nor of a booking without a referral', async () => {
  const applicationId = await aReferral(await aMember());
  await hear(events.decided, anEvent(AssessmentReadyToPlace, { applicationId, cause: 'booking-cancelled' }));
  await hear(events.happened, anEvent(PersonArrived, { applicationId: undefined }));
  await notifications.round();
  expect(notify.sent).toEqual([]);
});

it('waits for the referral’s own event, which may come later', async () => {
  const applicationId = newId();
  await hear(events.decided, anEvent(AssessmentReadyToPlace, { applicationId }));
  await notifications.round();
  expect(await states(applicationId)).toEqual(['waiting']);
  const createdByUserId = await aMember();
  await hear(events.referred, anEvent(ReferralSubmitted, { applicationId, createdByUserId }));
  await notifications.round();
  expect(await states(applicationId)).toEqual(['sent']);
});

it('goes on until Notify is there again, shows that it fails, and gives up in the end', async () => {
  const applicationId = await aReferral(await aMember());
  await hear(events.decided, anEvent(AssessmentReadyToPlace, { applicationId }));
  notify.state = 'down';
  await expect(notifications.round()).rejects.toMatchObject({ code: 'NOTIFICATIONS_FAILING' });
  expect(await states(applicationId)).toEqual(['waiting']);
  notify.state = 'up';
  await notifications.round(); // too early
  expect(notify.sent).toEqual([]);
  await again();
  await notifications.round();
  expect(await states(applicationId)).toEqual(['sent']);

  await hear(events.happened, anEvent(AssessmentRejected, { applicationId }));
  notify.state = 'down';
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    await again();
    await notifications.round().catch(() => undefined);
  }
  expect(await states(applicationId)).toEqual(['sent', 'failed']);
});

it('does not send again what had arrived when its answer was lost', async () => {
  const applicationId = await aReferral(await aMember());
  await hear(events.decided, anEvent(AssessmentReadyToPlace, { applicationId }));
  notify.state = 'lost';
  await expect(notifications.round()).rejects.toMatchObject({ code: 'NOTIFICATIONS_FAILING' });
  notify.state = 'up';
  await again();
  await notifications.round();
  expect(notify.sent).toHaveLength(1);
  expect(await states(applicationId)).toEqual(['sent']);
});

it('two instances send each message once', async () => {
  const applicationId = await aReferral(await aMember());
  for (let n = 0; n < 8; n += 1) await hear(events.happened, anEvent(AssessmentRejected, { applicationId }));
  await Promise.all([notifications.round(), notifications.round(), notifications.round()]);
  expect(new Set(notify.sent.map(({ reference }) => reference)).size).toBe(8);
  expect(notify.sent).toHaveLength(8);
});

it('is for who wants it, works here still and has an address of government', async () => {
  const userId = await aMember();
  const row = await gateway.app.db.manager.findOneByOrFail(StaffRecord, { userId });
  const api = await gateway.app.as({ username: row.username, authorities: ['ROLE_PROBATION'] });
  expect((await api.get('/profile/notifications')).body).toEqual({ email: true });
  expect((await api.put('/profile/notifications', { email: false })).body).toEqual({ email: false });
  expect((await api.get('/profile/notifications')).body).toEqual({ email: false });
  for (const referrer of [
    userId,
    await aMember({ email: 'cast.one@example.com' }),
    await aMember({ isActive: false }),
  ]) {
    const applicationId = await aReferral(referrer);
    await hear(events.decided, anEvent(AssessmentReadyToPlace, { applicationId }));
    await notifications.round();
    expect(await states(applicationId)).toEqual(['skipped']);
  }
  expect(notify.sent).toEqual([]);
});
