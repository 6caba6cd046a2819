import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { TestClock, startOperatedApp, until } from '../testing';
import type { Operated, TestRequest } from '../testing';

describe('F-011: keeps who looked at whom', () => {
  type Entry = { actor: string; action: string; parameters: Record<string, unknown>; reason: string | null };
  const about = async (key: string) =>
    (await reader.post<Entry[]>('/ops/audit/search', { key: [key], action: 'read.*' })).body.filter(
      ({ action }) => action !== 'read.audit',
    );
  let operated: Operated;
  let reader: TestRequest;
  let writer: TestRequest;
  let plain: TestRequest;
  let id = '';
  beforeAll(async () => {
    operated = await startOperatedApp();
    const { app, publish, handled } = operated;
    reader = await app.as({ clientId: 'watcher', authorities: ['ROLE_THROUGHCARE__OPS'] });
    writer = await app.as({ username: 'ops_user', authorities: ['ROLE_THROUGHCARE__OPS_RW'] });
    plain = await app.as({ username: 'looker', authorities: ['ROLE_THROUGHCARE__OPS'] });
    await publish('X900004', 1);
    await publish('X900005', 1);
    await until(() => handled.includes('X900004 1') && handled.includes('X900005 1'));
    const found = await writer.post<{ id: string }[]>('/ops/events/search', { key: ['X900004'] });
    id = found.body[0]?.id ?? '';
  });
  afterAll(() => operated.app.close());

  it('of everybody whose events a list shows, and of nobody where it shows none', async () => {
    const before = (await about('X900005')).length;
    await plain.get('/ops/events?type=nothing.*');
    expect(await about('X900005')).toHaveLength(before);
    await plain.get('/ops/events');
    const [entry] = await about('X900005');
    expect(entry).toMatchObject({ actor: 'LOOKER', action: 'read.events', reason: null });
    expect(entry?.parameters['keys']).toEqual(expect.arrayContaining(['X900004', 'X900005']));
  });

  it('of a person asked for, with the reason that a limited person needs, and refusals too', async () => {
    // Nobody answers here who could say whether nDelius limits access: everybody counts as limited.
    for (const ask of [
      () => plain.post<{ code: string }>('/ops/events/search', { key: ['X900004'] }),
      () => plain.get<{ code: string }>('/ops/events?key=x900004'),
      () => plain.get<{ code: string }>(`/ops/events/${id}`),
      () => plain.post<{ code: string }>('/ops/dead-letters/search', { key: 'X900004' }),
    ]) {
      const refused = await ask();
      expect([refused.status, refused.body.code]).toEqual([403, 'REASON_NEEDED']);
      const [entry] = await about('X900004');
      expect(entry).toMatchObject({ actor: 'LOOKER', parameters: { refused: 'REASON_NEEDED', keys: ['X900004'] } });
    }
    const opened = await plain.post<{ data: object }>(`/ops/events/${id}`, { reason: 'INC-7' });
    expect(opened.body.data).toMatchObject({ crn: 'X900004' });
    expect((await about('X900004'))[0]).toMatchObject({
      actor: 'LOOKER',
      action: 'read.event',
      reason: 'INC-7',
      parameters: { keys: ['X900004'], id, type: BookingConfirmed.type },
    });
    expect((await plain.post('/ops/events/search', { key: ['X900004'], reason: 'INC-7' })).status).toBe(200);
  });

  it('each time, also when the same request comes again with its Idempotency-Key', async () => {
    const again = plain.with({ 'idempotency-key': 'once' });
    const before = (await about('X900005')).length;
    for (const ask of [
      () => again.post('/ops/events/search', { key: ['X900005'], reason: 'INC-8' }),
      () => again.post('/ops/dead-letters/search', { key: 'X900005', reason: 'INC-8' }),
    ])
      expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    expect(await about('X900005')).toHaveLength(before + 4);
  });

  it('once for whoever follows a person’s events, and again after some minutes', async () => {
    const clock = TestClock.at(new Date());
    const wanted = { key: ['X900005'], reason: 'INC-9' };
    const [first] = (await plain.post<{ id: string }[]>('/ops/events/search', wanted)).body;
    const before = (await about('X900005')).length;
    const follow = () => plain.post('/ops/events/search', { ...wanted, after: first?.id });
    for (let second = 0; second < 3; second += 1) expect((await follow()).status).toBe(200);
    expect(await about('X900005')).toHaveLength(before);
    clock.move({ minutes: 5 });
    for (let second = 0; second < 3; second += 1) await follow();
    expect(await about('X900005')).toHaveLength(before + 1);
    // Another reason, or another person, is another look.
    await plain.post('/ops/events/search', { ...wanted, after: first?.id, reason: 'INC-10' });
    expect(await about('X900005')).toHaveLength(before + 2);
    clock.release();
  });

  it('of who may change things as well, without asking for a reason', async () => {
    expect((await writer.get(`/ops/events/${id}`)).status).toBe(200);
    expect((await about('X900004'))[0]).toMatchObject({ actor: 'OPS_USER', action: 'read.event', reason: null });
  });

  it('and finds entries by person, user, action and time', async () => {
    const find = async (body: object) => (await reader.post<Entry[]>('/ops/audit/search', body)).body;
    expect(await find({ key: ['X999999'] })).toEqual([]);
    const lookers = await find({ actor: 'looker', limit: 1000 });
    expect(new Set(lookers.map(({ actor }) => actor))).toEqual(new Set(['LOOKER']));
    expect(await find({ actor: 'looker', to: '2026-01-01T00:00:00Z' })).toEqual([]);
    expect((await find({ action: 'read.event' })).every(({ action }) => action === 'read.event')).toBe(true);
  });
});
