import { startStandIns, type Control, type Started, until } from '../testing';
import type { JournalEntry } from './journal';

describe('faults of a stand-in', () => {
  let started: Started;
  let control: Control;
  let token: string;
  beforeAll(async () => {
    started = await startStandIns(['auth', 'ndelius']);
    control = started.control('ndelius');
    token = await started.clientToken();
  });
  afterAll(() => started.close());
  beforeEach(async () => {
    await control.delete('/faults');
    await control.delete('/journal');
  });

  const get = (path: string, signal?: AbortSignal): Promise<Response> =>
    fetch(`${started.url('ndelius')}${path}`, {
      headers: { authorization: `Bearer ${token}` },
      ...(signal ? { signal } : {}),
    });
  const staff = (signal?: AbortSignal): Promise<Response> => get('/staff/CAST_01', signal);
  const fault = (kind: object, more: object = {}): Promise<unknown> =>
    control.post('/faults', { match: { path: '/staff/*' }, fault: kind, ...more });
  const journal = (): Promise<JournalEntry[]> => control.get('/journal');

  it('delay the answer and leave other requests alone', async () => {
    await fault({ kind: 'delay', ms: 150 });
    const before = performance.now();
    expect((await staff()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(145);
    expect((await journal())[0]).toMatchObject({ path: '/staff/CAST_01', status: 200, fault: 'delay' });
    expect((await get('/probation-cases/X900001/details')).status).toBe(200);
    expect((await journal()).at(-1)).toMatchObject({ fault: null });
  });

  it('answer 500 in the owner’s words and 502 to 504 as a page of the ingress', async () => {
    await fault({ kind: 'error', status: 500 }, { times: 1 });
    const own = await staff();
    expect([own.status, await own.json()]).toEqual([500, { status: 500, message: 'Internal Server Error' }]);
    for (const status of [502, 503, 504]) {
      await fault({ kind: 'error', status }, { times: 1 });
      const page = await staff();
      expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html']);
      expect(await page.text()).toContain(`<h1>${status}`);
    }
  });

  it.each([['7'], ['Wed, 21 Oct 2026 07:28:00 GMT'], [undefined]])(
    'answer 429 with Retry-After %s',
    async (retryAfter) => {
      await fault({ kind: 'rate-limit', ...(retryAfter ? { retryAfter } : {}) });
      const response = await staff();
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, retryAfter ?? null]);
    },
  );

  it('never answer, until the caller gives up', async () => {
    await fault({ kind: 'hang' });
    await expect(staff(AbortSignal.timeout(200))).rejects.toThrow('timeout');
    const [entry] = await until(journal, (entries) => entries.length > 0);
    expect(entry).toMatchObject({ status: null, fault: 'hang' });
  });

  it('reset the connection', async () => {
    await fault({ kind: 'reset' });
    await expect(staff()).rejects.toThrow('fetch failed');
    expect((await until(journal, (entries) => entries.length > 0))[0]).toMatchObject({ status: null, fault: 'reset' });
  });

  it('perform and lose the response, by reset or as a gateway error', async () => {
    await fault({ kind: 'lost-response' }, { times: 1 });
    await expect(staff()).rejects.toThrow('fetch failed');
    expect((await until(journal, (entries) => entries.length > 0))[0]).toMatchObject({
      status: 200,
      fault: 'lost-response',
    });
    await fault({ kind: 'lost-response', as: '504' }, { times: 1 });
    expect((await staff()).status).toBe(504);
  });

  it('answer 504 at once and perform later', async () => {
    await fault({ kind: 'late-effect', afterMs: 100 }, { times: 1 });
    expect((await staff()).status).toBe(504);
    const entries = await until(journal, (seen) => seen.length === 2);
    expect(entries.map((entry) => [entry.status, entry.fault])).toEqual([
      [504, 'late-effect'],
      [200, 'late-effect (performed)'],
    ]);
  });

  it('answer 404 a number of times, then find', async () => {
    await fault({ kind: 'not-found' }, { times: 2 });
    const statuses = [(await staff()).status, (await staff()).status, (await staff()).status];
    expect(statuses).toEqual([404, 404, 200]);
  });

  it('answer a 404 that is not the owner’s', async () => {
    await fault({ kind: 'not-found', body: 'html' }, { times: 1 });
    expect((await staff()).headers.get('content-type')).toBe('text/html');
    await fault({ kind: 'not-found', body: 'empty' }, { times: 1 });
    expect(await (await staff()).text()).toBe('');
  });

  it('refuse a good token in mid-flight', async () => {
    await fault({ kind: 'unauthorised' }, { times: 1 });
    await fault({ kind: 'forbidden' }, { times: 1 });
    expect([(await staff()).status, (await staff()).status, (await staff()).status]).toEqual([401, 403, 200]);
  });

  it('cut the body, answer a page, or add something after it', async () => {
    await fault({ kind: 'malformed', how: 'cut' }, { times: 1 });
    await expect((await staff()).json()).rejects.toThrow('JSON');
    await fault({ kind: 'malformed', how: 'html' }, { times: 1 });
    const page = await staff();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
    await fault({ kind: 'malformed', how: 'trailing' }, { times: 1 });
    expect(await (await staff()).text()).toMatch(/\} \{\}$/);
  });

  it('send the body slowly', async () => {
    await fault({ kind: 'slow-body', bytesPerSecond: 100 });
    const response = await staff(AbortSignal.timeout(300));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('timeout');
  });
});
