import { Controller, Get, Inject, Module } from '@nestjs/common';
import { StaffUpdated } from '@throughcare/events/staff-updated.v1';
import type { EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { Caller, Reach } from '../access';
import { Authority } from '../auth';
import type { Principal } from '../auth';
import { DatabaseModule, sqlMigration } from '../database';
import { NotInApi } from '../replies';
import { StandInGateway, startTestApp } from '../testing';
import type { TestApp } from '../testing';
import type { StaffMember } from './member';
import { StaffDirectory } from './staff-directory';
import { StaffEvents } from './staff.events';
import { staffTable } from './table';

@NotInApi()
@Authority('ROLE_PROBATION')
@Controller('who')
class WhoController {
  constructor(@Inject(StaffDirectory) private readonly staff: StaffDirectory) {}
  @Reach('none') @Get() who(@Caller() user: Principal) {
    return this.staff.require(user);
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'staffed',
      entities: [],
      migrations: [sqlMigration('Staff1764000000000', staffTable)],
    }),
  ],
  controllers: [WhoController, StaffEvents],
  providers: [StaffDirectory, ReplayHooks],
})
class StaffedModule {}

const REGION = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const aMember = (over: Partial<StaffMember> = {}): StaffMember => ({
  userId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
  username: 'CAST_01',
  name: 'Cast One',
  staffCode: 'N07S001',
  regionId: REGION,
  regionCode: 'N07',
  roles: ['CAS3_REFERRER'],
  ...over,
});
const anUpdate = (aggregateversion: number, over: Partial<typeof StaffUpdated.example> = {}) =>
  ({ aggregateversion, data: { ...StaffUpdated.example, ...over } }) as Parameters<StaffEvents['staffUpdated']>[0];

describe('who the caller is to us', () => {
  let app: TestApp;
  let gateway: StandInGateway;
  beforeAll(async () => {
    gateway = await StandInGateway.start();
    app = await startTestApp(StaffedModule, { GATEWAY_URL: gateway.url });
  });
  afterAll(async () => {
    await app.close();
    await gateway.close();
  });
  beforeEach(async () => {
    await app.db.query('truncate staff');
    gateway.calls.length = 0;
    gateway.failWith = undefined;
    gateway.staff.clear();
  });

  const ask = async (username = 'cast_01') =>
    (await app.as({ username, authorities: ['ROLE_PROBATION'] })).get<Record<string, unknown>>('/who');
  const hear = (event: ReturnType<typeof anUpdate>) =>
    app.app.get(StaffEvents).staffUpdated(event, { tx: app.db.manager } as EventContext);

  it('asks the gateway once for a name never seen, also when many requests come at once', async () => {
    gateway.addStaff(aMember());
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await ask('CAST_01')).body).toEqual(aMember());
    expect(gateway.calls).toEqual(['GET /profile/v2']);
  });

  it('knows from an event without asking', async () => {
    await hear(anUpdate(1));
    expect((await ask()).body).toMatchObject({ username: 'CAST_01', roles: ['CAS3_REFERRER', 'CAS3_ASSESSOR'] });
    expect(gateway.calls).toEqual([]);
  });

  it('changes only for an event that is newer, and for any event after the gateway’s answer', async () => {
    gateway.addStaff(aMember());
    await ask();
    await hear(anUpdate(2, { roles: ['CAS3_REPORTER'] }));
    await hear(anUpdate(1, { roles: ['CAS3_ADMIN'] }));
    await hear(anUpdate(2, { roles: ['CAS3_ADMIN'] }));
    expect((await ask()).body).toMatchObject({ roles: ['CAS3_REPORTER'] });
    await hear(anUpdate(3, { roles: [] }));
    expect((await ask()).body).toMatchObject({ roles: [] });
  });

  it('keeps who did something under their id when their name passes to someone else', async () => {
    await hear(anUpdate(1));
    await hear(anUpdate(1, { userId: '6f2b9d0e-8a4c-4c1f-9a55-2f0e7d3c1b11', name: 'Cast Two' }));
    expect((await ask()).body).toMatchObject({ name: 'Cast Two' });
    const former = await app.app.get(StaffDirectory).find(StaffUpdated.example.userId);
    expect(former?.name).toBe('Cast One');
  });

  it.each([
    ['someone nDelius does not know', undefined, 'STAFF_NOT_FOUND'],
    ['someone who left', anUpdate(1, { isActive: false }), 'STAFF_INACTIVE'],
    ['someone without a region', anUpdate(1, { probationRegionId: undefined }), 'STAFF_WITHOUT_REGION'],
  ])('refuses %s', async (_, event, code) => {
    if (event) await hear(event);
    const { status, body } = await ask();
    expect({ status, body }).toMatchObject({ status: 403, body: { code } });
  });

  it('refuses a client’s own token', async () => {
    const client = await app.as({ authorities: ['ROLE_PROBATION'] });
    expect((await client.get('/who')).body).toMatchObject({ status: 403, code: 'STAFF_USER_NEEDED' });
  });

  it('answers 503 while the gateway is away, and asks again', async () => {
    gateway.failWith = 500;
    expect((await ask()).status).toBe(503);
    gateway.failWith = undefined;
    gateway.addStaff(aMember());
    expect((await ask()).status).toBe(200);
  });
});
