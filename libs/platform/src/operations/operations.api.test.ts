import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { startOperatedApp, until } from '../testing';
import type { Operated, TestApp, TestRequest } from '../testing';
import { BackgroundController } from './background.controller';
import { ConsumersController } from './consumers.controller';
import { DatabaseController } from './database.controller';
import { DeadLettersController } from './dead-letters.controller';
import { EventsController } from './events.controller';
import { ReplaysController } from './replays.controller';
import { ServiceController } from './service.controller';

const routesOf = (controller: { prototype: object }) =>
  Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).filter(
    ({ value }) => typeof value === 'function' && Reflect.hasMetadata('method', value as object),
  ).length;

const ID = '0197a000-0000-7000-8000-000000000001';
const READS = [
  'GET /ops',
  'GET /ops/outbox',
  'GET /ops/outbox/stuck',
  'GET /ops/doctor',
  'GET /ops/audit',
  'GET /ops/events',
  'GET /ops/events/stats',
  `GET /ops/events/${ID}`,
  `GET /ops/events/${ID}/journey`,
  'GET /ops/consumers',
  'GET /ops/dead-letters',
  'GET /ops/dead-letters/depth',
  'GET /ops/dead-letters/1',
  'POST /ops/events/search',
  `POST /ops/events/${ID}/journey`,
  'POST /ops/dead-letters/search',
  `POST /ops/events/${ID}`,
  'POST /ops/dead-letters/1',
  'POST /ops/audit/search',
  'GET /ops/database/writers',
  'GET /ops/database/silent-changes',
  'GET /ops/background',
  'POST /ops/replays/plan',
  'GET /ops/replays',
  `GET /ops/replays/${ID}`,
  `GET /ops/replays/${ID}/exceptions`,
];
const WRITES = [
  'POST /ops/consumers/tables/pause',
  'POST /ops/consumers/tables/resume',
  'POST /ops/consumers/tables/reset',
  'POST /ops/dead-letters/redrive',
  'POST /ops/dead-letters/1/discard',
  'POST /ops/replays',
  `POST /ops/replays/${ID}/pause`,
  `POST /ops/replays/${ID}/resume`,
  `POST /ops/replays/${ID}/cancel`,
  'POST /ops/database/writers/end',
  'POST /ops/database/silent-changes/strike-off',
];

describe('the operations API', () => {
  let app: TestApp;
  let operated: Operated;
  let handled: string[];
  const publish = (key: string, version: number) => operated.publish(key, version);
  let reader: TestRequest;
  let writer: TestRequest;
  beforeAll(async () => {
    operated = await startOperatedApp();
    ({ app, handled } = operated);
    reader = await app.as({ clientId: 'watcher', authorities: ['ROLE_THROUGHCARE__OPS'] });
    writer = await app.as({ username: 'ops_user', authorities: ['ROLE_THROUGHCARE__OPS_RW'] });
  });
  afterAll(() => app?.close());

  it.each(READS.filter((route) => route.startsWith('GET')))(
    'F-059: %s refuses a filter that it does not know',
    async (route) => {
      const { status, body } = await reader.get(`${route.split(' ')[1]}?cosumer=tables`);
      expect({ status, body }).toMatchObject({ status: 400, body: { code: 'UNKNOWN_PARAMETER' } });
    },
  );

  it.each([
    'POST /ops/events/search',
    'POST /ops/dead-letters/search',
    'POST /ops/dead-letters/redrive',
    'POST /ops/replays',
  ])('F-059: %s refuses a member that it does not know', async (route) => {
    const body = { consumer: 'tables', reason: 'a test', mode: 'deliver', kye: 'X900001' };
    const reply = await writer.post(route.split(' ')[1] ?? '', body);
    expect(reply).toMatchObject({ status: 400 });
    expect(JSON.stringify(reply.body)).toContain('"unknown"');
  });

  it('lets nobody in without a role, readers only read, and has no route that is not listed here', async () => {
    const controllers = [
      ServiceController,
      EventsController,
      ConsumersController,
      DeadLettersController,
      ReplaysController,
      DatabaseController,
      BackgroundController,
    ];
    expect(controllers.map(routesOf).reduce((a, b) => a + b)).toBe(READS.length + WRITES.length);
    const other = await app.as({ authorities: ['ROLE_PROBATION'] });
    const status = async (who: TestRequest, route: string) => {
      const [method = '', path = ''] = route.split(' ');
      return (await who.send(method, path, method === 'POST' ? {} : undefined)).status;
    };
    for (const route of [...READS, ...WRITES]) {
      expect([route, await status(app.request, route)]).toEqual([route, 401]);
      expect([route, await status(other, route)]).toEqual([route, 403]);
    }
    for (const route of WRITES) expect([route, await status(reader, route)]).toEqual([route, 403]);
    for (const route of READS) expect([200, 400, 404]).toContain(await status(reader, route));
  });

  it('finds events, shows one with its way, and counts them', async () => {
    await publish('X1', 1);
    await publish('X1', 2);
    await until(() => handled.includes('X1 2'));
    const found = await reader.get<{ id: string; type: string }[]>('/ops/events?type=accommodation.*&key=X1');
    expect(found.body).toHaveLength(2);
    const id = found.body[0]?.id ?? '';
    const shown = await reader.get<{ data: unknown; version: number }>(`/ops/events/${id}`);
    expect(shown.body).toMatchObject({ version: 2, source: 'booking', data: { crn: 'X1' } });
    const journey = await reader.get<{ consumed: unknown[] }>(`/ops/events/${id}/journey?key=X1`);
    expect(journey.body.consumed).toMatchObject([{ consumer: 'tables', runId: null }]);
    const [, second] = found.body;
    const facts = { key: 'X1', type: BookingConfirmed.type, source: 'booking' };
    const followed = await reader.post(`/ops/events/${second?.id}/journey`, { ...facts, partition: 0, offset: 1 });
    expect(followed.body).toMatchObject({ consumed: [{ consumer: 'tables' }], open: [] });
    const unknown = `/ops/events/${ID}/journey`;
    expect((await reader.post(unknown, facts)).body).toMatchObject({
      open: [{ consumer: 'tables', state: 'pending' }],
    });
    const { partition } = shown.body as unknown as { partition: number };
    const open = async (offset: number) =>
      (await reader.post<{ open: object[] }>(unknown, { ...facts, partition, offset })).body.open;
    expect(await open(1)).toEqual([{ consumer: 'tables', state: 'passed' }]);
    expect(await open(3)).toEqual([{ consumer: 'tables', state: 'pending' }]);
    const posted = await reader.post('/ops/events/search', { type: ['accommodation.*'], key: ['X1'], limit: 1 });
    expect(posted.body).toMatchObject([{ id }]);
    const after = await reader.get<{ id: string }[]>(`/ops/events?after=${found.body[1]?.id}&key=X1`);
    expect(after.body.map((event) => event.id)).toEqual([id]);
    const stats = await reader.get('/ops/events/stats');
    expect(stats.body).toMatchObject([{ type: BookingConfirmed.type, events: 2, lastHour: 2 }]);
    expect((await reader.get('/ops/events?key=none')).body).toEqual([]);
    expect((await reader.get('/ops/outbox')).body).toMatchObject({ waiting: 0, relays: 1, published: 2 });
    expect((await reader.get('/ops/consumers')).body).toMatchObject([
      { consumer: 'tables', passed: 2, circuit: 'closed', stalled: false },
    ]);
  });

  it('pauses a consumer for good, keeps who did it and why, and lets it go on', async () => {
    expect((await writer.post('/ops/consumers/nobody/pause', { reason: 'x' })).status).toBe(404);
    expect((await writer.post('/ops/consumers/tables/pause', { reason: ' ' })).status).toBe(400);
    expect((await writer.post('/ops/consumers/tables/pause', { reason: 'a look' })).status).toBe(204);
    await publish('X2', 1);
    await until(async () => {
      const { body } = await reader.get<{ lag: number }[]>('/ops/consumers');
      return body[0]?.lag === 1;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(handled).not.toContain('X2 1');
    const { body } = await reader.get('/ops/consumers');
    expect(body).toMatchObject([{ consumer: 'tables', paused: true, changedBy: 'OPS_USER', reason: 'a look', lag: 1 }]);
    await writer.post('/ops/consumers/tables/resume', { reason: 'seen' });
    await until(() => handled.includes('X2 1'));
    const trail = await reader.get<{ action: string; actor: string }[]>('/ops/audit');
    expect(trail.body.map(({ action, actor }) => `${actor} ${action}`).slice(0, 2)).toEqual([
      'OPS_USER consumer.resume',
      'OPS_USER consumer.pause',
    ]);
    for (const action of ['nonsense', 'nonsense.*'])
      expect(await reader.get(`/ops/audit?action=${action}`)).toMatchObject({
        status: 400,
        body: { code: 'NO_SUCH_ACTION', detail: expect.stringContaining('consumer.pause') },
      });
    for (const action of ['replay.cancel', 'read.*'])
      expect((await reader.get(`/ops/audit?action=${action}`)).status).toBe(200);
  });

  it.each(['\u001b[31m red', 'bell \u0007', 'c1 \u009b31m', 'turned \u202e', 'isolated \u2066'])(
    'F-015: takes no reason that a terminal would obey (%j)',
    async (reason) => {
      const refused = await writer.post('/ops/consumers/tables/pause', { reason });
      expect([refused.status, refused.body]).toEqual([400, expect.objectContaining({ code: 'INVALID_FIELD' })]);
    },
  );

  it('moves a consumer: back is harmless, forward leaves out, and both say how much first', async () => {
    const before = handled.length;
    const plan = await writer.post('/ops/consumers/tables/reset', { to: 'earliest', dryRun: true, reason: 'x' });
    expect(plan.body).toEqual({ back: 3, forward: 0 });
    expect((await writer.post('/ops/consumers/tables/reset', { to: 'never', reason: 'x' })).status).toBe(400);
    await writer.post('/ops/consumers/tables/reset', { to: 'earliest', reason: 'again' });
    await until(async () => (await reader.get<{ lag: number }[]>('/ops/consumers')).body[0]?.lag === 0);
    expect(handled).toHaveLength(before);
  });

  it('shows dead letters without touching them, redrives from the head, and discards with a reason', async () => {
    operated.refused.add('X3').add('X4');
    for (const version of [1, 2]) for (const key of ['X3', 'X4']) await publish(key, version);
    type Letter = { id: string; key: string; state: string };
    const letters = async (query = '') => (await reader.get<Letter[]>(`/ops/dead-letters${query}`)).body;
    await until(async () => (await letters()).length === 4);
    expect(await letters('?key=X3&state=failed')).toHaveLength(1);
    expect(await letters('?code=OTHER')).toEqual([]);
    const posted = await reader.post<Letter[]>('/ops/dead-letters/search', { key: 'X3', state: 'failed' });
    expect(posted.body).toMatchObject([{ key: 'X3' }]);
    const [head, behind] = await letters('?key=X3');
    const shown = await reader.get(`/ops/dead-letters/${head?.id}`);
    expect(shown.body).toMatchObject({ code: 'NOT_NOW', before: 0, event: { key: 'X3', version: 1 } });
    expect((await reader.get('/ops/dead-letters/depth')).body).toMatchObject([
      { consumer: 'tables', failed: 2, waiting: 2 },
    ]);

    const redrive = (body: object) =>
      writer.post('/ops/dead-letters/redrive', { consumer: 'tables', reason: 'mended', ...body });
    expect((await redrive({})).body).toMatchObject({ code: 'SAY_WHICH_OR_ALL' });
    expect((await redrive({ id: behind?.id })).body).toMatchObject({ code: 'NOT_FIRST_OF_ITS_KEY' });
    expect((await redrive({ all: true, dryRun: true })).body).toMatchObject({ letters: 4 });
    expect(await letters()).toHaveLength(4);
    expect((await redrive({ key: 'X3' })).body).toEqual({ handled: 0, stillParked: ['X3'], remaining: 0 });
    operated.refused.clear();
    expect((await redrive({ id: head?.id, rate: 100 })).body).toEqual({ handled: 2, stillParked: [], remaining: 0 });
    expect(handled.slice(-2)).toEqual(['X3 1', 'X3 2']);

    const [poison] = await letters('?key=X4&state=failed');
    expect((await writer.post(`/ops/dead-letters/${poison?.id}/discard`, {})).status).toBe(400);
    expect((await writer.post(`/ops/dead-letters/${poison?.id}/discard`, { reason: 'void' })).status).toBe(204);
    expect((await writer.post(`/ops/dead-letters/${poison?.id}/discard`, { reason: 'void' })).status).toBe(409);
    expect((await redrive({ all: true })).body).toMatchObject({ handled: 1, stillParked: [] });
    expect(handled.at(-1)).toBe('X4 2');
  });

  it('plans, runs and reports a replay', async () => {
    const filter = { keys: ['X1'], types: ['accommodation.cas3.booking.*'] };
    const plan = await reader.post('/ops/replays/plan', { consumer: 'tables', mode: 'redeliver', filter });
    expect(plan.body).toMatchObject({ total: 2, byType: { [BookingConfirmed.type]: 2 } });
    const begun = await writer.post<{ id: string }>('/ops/replays', {
      consumer: 'tables',
      mode: 'redeliver',
      filter,
      reason: 'missed',
    });
    expect(begun.status).toBe(201);
    const path = `/ops/replays/${begun.body.id}`;
    await until(async () => (await reader.get<{ state: string }>(path)).body.state === 'completed');
    expect((await reader.get(path)).body).toMatchObject({
      delivered: 2,
      requestedBy: 'OPS_USER',
      progress: { processed: 2, total: 2 },
    });
    expect(handled.filter((line) => line.endsWith('replayed'))).toEqual(['X1 1 replayed', 'X1 2 replayed']);
    expect((await reader.get(`${path}/exceptions`)).body).toEqual([]);
    expect((await reader.get<unknown[]>('/ops/replays')).body).toHaveLength(1);
    expect((await writer.post(`${path}/cancel`)).status).toBe(400);
    expect((await writer.post(`${path}/cancel`, { reason: 'late' })).body).toMatchObject({ code: 'RUN_IS_COMPLETED' });
    const nonsense = await writer.post('/ops/replays', { consumer: 'tables', mode: 'rebuild', reason: 'x' });
    expect(nonsense.body).toMatchObject({ status: 400, code: 'CONSUMER_CANNOT_REBUILD' });
  });

  it('says in one table what is wrong', async () => {
    const { body } = await reader.get<{ name: string; status: string; detail: string }[]>('/ops/doctor');
    expect(body.filter(({ status }) => status !== 'ok')).toEqual([]);
    await app.db.query(`insert into parked_key (consumer, key) values ('tables', 'X9')`);
    await app.db.query(`insert into consumer_cursor values ('gone', 'booking', 0, 0)`);
    const again = await reader.get<{ name: string; status: string }[]>('/ops/doctor');
    const wrong = again.body.filter(({ status }) => status !== 'ok').map(({ name, status }) => `${name} ${status}`);
    expect(wrong).toEqual(['orphan-inbox warn', 'parked-keys fail']);
  });

  it('shows an event that still waits in the outbox', async () => {
    await app.app.get(Messaging).relay.stop();
    await publish('X0', 1);
    const [row] = await app.db.query<{ id: string }[]>('select event_id as id from outbox');
    const reply = await reader.get(`/ops/events/${row?.id}`);
    expect(reply.body).toMatchObject({ key: 'X0', version: 1, offset: null, publishedAt: null, data: { crn: 'X0' } });
  });
});
