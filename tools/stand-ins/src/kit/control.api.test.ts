import { startStandIns, type Control, type Started } from '../testing';
import type { JournalEntry } from './journal';

describe('the control API', () => {
  let started: Started;
  let control: Control;
  beforeAll(async () => {
    started = await startStandIns(['auth', 'ndelius']);
    control = started.control('ndelius');
  });
  afterAll(() => started.close());
  beforeEach(() => control.post('/reset'));

  const read = async (headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${started.url('ndelius')}/probation-cases/summaries?x=1`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await started.clientToken()}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: '["X900001"]',
    });

  it('wants its token', async () => {
    const url = `http://127.0.0.1:${Number(new URL(started.url('ndelius')).port) + 100}/__control/state`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { 'x-control-token': 'local-contro1' } })).status).toBe(401);
    expect((await fetch(url, { headers: { 'x-control-token': 'local-control' } })).status).toBe(200);
  });

  it('journals who asked what, without the body', async () => {
    await read({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    const [entry] = await control.get<JournalEntry[]>('/journal');
    expect(entry).toMatchObject({
      seq: 1,
      method: 'POST',
      path: '/probation-cases/summaries',
      query: 'x=1',
      caller: 'throughcare-gateway',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      status: 200,
      fault: null,
    });
    expect(entry!.bodyHash).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(entry)).not.toContain('X900001');
  });

  it('lists the journal since a number or an instant', async () => {
    await read();
    const [first] = await control.get<JournalEntry[]>('/journal');
    await read();
    expect(await control.get(`/journal?since=${first!.seq}`)).toMatchObject([{ seq: first!.seq + 1 }]);
    expect(await control.get(`/journal?since=${first!.at}`)).toHaveLength(2);
  });

  it('sets, freezes and releases the one clock of the process', async () => {
    await control.put('/clock', { now: '2024-06-10T23:30:00Z', frozen: true });
    expect(await started.control('auth').get('/clock')).toEqual({ now: '2024-06-10T23:30:00.000Z' });
    await control.put('/clock', { now: null });
    const { now } = await control.get<{ now: string }>('/clock');
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5000);
  });

  it('refuses a fault that does not exist', async () => {
    await expect(control.post('/faults', { fault: { kind: 'explode' } })).rejects.toThrow('400');
  });

  it('resets state, faults and journal', async () => {
    await control.put('/people/X900001', { surname: 'Changed' });
    await control.post('/faults', { fault: { kind: 'hang' } });
    await control.post('/reset');
    const state = await control.get<{ people: Record<string, { surname: string }> }>('/state');
    expect(state.people['X900001']!.surname).toBe('Member-01');
    expect(await control.get('/faults')).toEqual([]);
    expect(await control.get('/journal')).toEqual([]);
  });

  it('seeds the same region in every stand-in, in under 200 ms', async () => {
    const region = { number: 7, people: 50, staff: 6, today: '2026-03-02' };
    await started.control('auth').put('/seed/region', region);
    const times: number[] = [];
    for (let n = 0; n < 3; n++) {
      const before = performance.now();
      await control.put('/seed/region', region);
      times.push(performance.now() - before);
    }
    expect(Math.min(...times)).toBeLessThan(200);
    const delius = await control.get<{ users: { username: string }[]; people: object }>('/state');
    const users = await started.control('auth').get<{ username: string; authSource: string }[]>('/users');
    expect(delius.users).toEqual(users.filter(({ authSource }) => authSource === 'delius'));
    expect(Object.keys(delius.people)).toHaveLength(43 + 50);
    await expect(control.put('/seed/nowhere', {})).rejects.toThrow('404');
  });
});
