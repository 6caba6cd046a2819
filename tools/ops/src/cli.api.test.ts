import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { startOperatedApp, until } from '@throughcare/platform/testing';
import type { Operated, TestApp } from '@throughcare/platform/testing';
import { run } from './cli';
import { EXIT } from './exit';

describe('throughcare', () => {
  let app: TestApp;
  let operated: Operated;
  let handled: string[];
  const publish = (key: string, version: number) => operated.publish(key, version);
  let env: Record<string, string> = {};

  const cli = async (line: string, changes: Record<string, string> = {}) => {
    let stdout = '';
    let stderr = '';
    const code = await run(line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [], {
      env: { ...env, ...changes },
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    });
    return { code, stdout, stderr };
  };
  const json = async <T>(line: string): Promise<{ code: number; value: T }> => {
    const { code, stdout, stderr } = await cli(`${line} --json`);
    if (stdout === '') throw new Error(stderr);
    return { code, value: JSON.parse(stdout) as T };
  };
  beforeAll(async () => {
    operated = await startOperatedApp();
    ({ app, handled } = operated);
    const token = await app.issuer.token({ clientId: 'throughcare-ops', authorities: ['ROLE_THROUGHCARE__OPS_RW'] });
    env = { THROUGHCARE_SERVICES: `booking=${app.url}`, THROUGHCARE_TOKEN: token, DATA_DIR: '/nowhere' };
    for (const version of [1, 2]) await publish('X1', version);
    await until(() => handled.length === 2);
  });
  afterAll(() => app?.close());

  it('F-009: sends the printed secret to no one but the system of this machine', async () => {
    const elsewhere = { THROUGHCARE_TOKEN: '', THROUGHCARE_TOKEN_URL: 'https://auth.example/oauth/token' };
    const { code, stderr } = await cli('doctor', elsewhere);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain('Set THROUGHCARE_CLIENT_ID and THROUGHCARE_CLIENT_SECRET');
  });

  it('shows events: the latest, those that match, one with its way, how many', async () => {
    expect((await cli('events tail --no-follow')).stdout).toMatch(
      /booking {2}accommodation\.cas3\.booking\.confirmed {2}X1 {2}v1/,
    );
    const found = await json<{ id: string; version: number }[]>('events search --type accommodation.* --key X1');
    expect(found.value.map(({ version }) => version)).toEqual([1, 2]);
    const shown = await json('events show ' + found.value[0]?.id);
    expect(shown.value).toMatchObject({
      event: { key: 'X1' },
      journey: [{ service: 'booking', what: 'handled', who: 'tables' }],
    });
    const stats = await json('events stats');
    expect(stats.value).toMatchObject([{ source: 'booking', type: BookingConfirmed.type, events: 2 }]);
    const none = await cli('events show 0197a000-0000-7000-8000-000000000001');
    expect(none).toMatchObject({ code: EXIT.refused, stdout: '' });
  });

  it('shows outbox, consumers and their lag, and examines', async () => {
    expect((await json('outbox status')).value).toMatchObject([{ service: 'booking', waiting: 0, relays: 1 }]);
    expect(await json('outbox stuck')).toEqual({ code: EXIT.ok, value: [] });
    expect((await json('consumers list')).value).toMatchObject([{ consumer: 'tables', paused: false, lag: 0 }]);
    expect((await json('consumers lag')).value).toMatchObject([{ consumer: 'tables', lag: 0 }]);
    const examined = await json<{ status: string }[]>('doctor');
    expect(examined.code).toBe(EXIT.ok);
    expect(examined.value.every(({ status }) => status === 'ok')).toBe(true);
    expect((await cli('consumers list')).stdout).toContain('tables');
  });

  it('prints the plan of a change and does it only with --yes', async () => {
    const planned = await cli('consumers pause tables --reason look');
    expect(planned.code).toBe(EXIT.notConfirmed);
    expect(planned.stdout).toContain('Nothing was done');
    expect((await json('consumers list')).value).toMatchObject([{ paused: false }]);
    expect((await cli('consumers pause tables --reason look --yes')).code).toBe(EXIT.ok);
    expect((await json('consumers list')).value).toMatchObject([{ paused: true, reason: 'look' }]);
    expect((await json('consumers reset tables --to latest --reason x')).value).toMatchObject({
      confirmed: false,
      plan: { back: 0, forward: 0, to: 'latest' },
    });
    expect((await cli('consumers resume tables --reason seen --yes')).code).toBe(EXIT.ok);
    expect((await cli('consumers pause nobody --reason x --yes')).code).toBe(EXIT.refused);
  });

  it('lists, shows, redrives and discards dead letters', async () => {
    operated.refused.add('X2').add('X3');
    for (const version of [1, 2]) for (const key of ['X2', 'X3']) await publish(key, version);
    type Letter = { id: string; key: string; state: string };
    await until(async () => (await json<Letter[]>('dlq list')).value.length === 4);
    const [head] = (await json<Letter[]>('dlq list --key X2 --state failed')).value;
    expect(head?.id).toMatch(/^booking\/\d+$/);
    expect((await json(`dlq show ${head?.id}`)).value).toMatchObject({
      code: 'NOT_NOW',
      handlerVersion: expect.any(String) as unknown,
      event: { key: 'X2', data: { bookingId: BookingConfirmed.example.bookingId } },
    });
    const failure = (await json<{ failure?: { type: string; at: string[] } }>(`dlq show ${head?.id}`)).value.failure;
    expect(failure?.at[0]).toMatch(/^at .+:\d+:\d+\)?$/); // F-069
    expect((await cli('dlq redrive --consumer tables --reason x')).code).toBe(EXIT.usage);
    expect((await json('dlq redrive --consumer tables --all --reason x --dry-run')).value).toMatchObject({
      letters: 4,
    });
    expect((await cli(`dlq redrive --id ${head?.id} --reason x`)).code).toBe(EXIT.notConfirmed);
    const again = await json('dlq redrive --consumer tables --key X2 --reason x --yes');
    expect(again).toEqual({ code: EXIT.findings, value: { service: 'booking', handled: 0, stillParked: ['X2'] } });
    const said = (await cli('dlq redrive --consumer tables --key X2 --reason x --yes')).stdout;
    expect(said).toMatch(
      /0 events handled; 1 keys still parked\.\nStill parked: X2\.\nThe first event of such a key failed again/,
    );
    operated.refused.clear();
    const mended = await json(`dlq redrive --id ${head?.id} --rate 500 --reason mended --yes`);
    expect(mended).toEqual({ code: EXIT.ok, value: { service: 'booking', handled: 2, stillParked: [] } });
    expect(handled.slice(-2)).toEqual(['X2 1', 'X2 2']);
    const [poison] = (await json<Letter[]>('dlq list --key X3 --state failed')).value;
    expect((await cli(`dlq discard ${poison?.id} --reason void`)).code).toBe(EXIT.notConfirmed);
    expect((await json(`dlq discard ${poison?.id} --reason void --yes`)).value).toMatchObject({ discarded: true });
    expect((await json('dlq redrive --consumer tables --all --reason rest --yes')).value).toMatchObject({ handled: 1 });
  });

  it('plans, runs, lists, pauses, resumes and cancels replays', async () => {
    const plan = await json('replay plan --consumer tables --key X1 --type *.confirmed');
    expect(plan.value).toMatchObject({ service: 'booking', total: 2, byType: { [BookingConfirmed.type]: 2 } });
    expect((await cli('replay run --consumer tables --key X1 --reason missed')).code).toBe(EXIT.notConfirmed);
    const done = await json<{ id: string }>('replay run --consumer tables --key X1 --reason missed --yes');
    expect(done).toMatchObject({ code: EXIT.ok, value: { state: 'completed', delivered: 2, failed: 0 } });
    expect((await json(`replay status ${done.value.id}`)).value).toMatchObject({
      progress: { processed: 2, total: 2 },
    });
    const slow = await json<{ id: string }>('replay run --consumer tables --rate 1 --no-wait --reason slow --yes');
    expect((await json(`replay pause ${slow.value.id} --reason x --yes`)).value).toMatchObject({ state: 'paused' });
    expect((await json(`replay resume ${slow.value.id} --reason x --yes`)).value).toMatchObject({ state: 'running' });
    expect((await json(`replay cancel ${slow.value.id} --reason enough --yes`)).value).toMatchObject({
      state: 'cancelled',
    });
    expect((await json<unknown[]>('replay list')).value).toHaveLength(2);
    expect((await cli(`replay cancel ${slow.value.id} --reason x --yes`)).code).toBe(EXIT.refused);
    expect((await cli('replay run --consumer tables --mode rebuild --reason x --yes')).code).toBe(EXIT.usage);
  });

  it('explains a message with nothing running', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughcare-cli-'));
    const body = {
      eventType: 'prison-offender-events.prisoner.released',
      occurredAt: '2026-03-02T10:00:00Z',
      additionalInformation: {
        nomsNumber: 'A1234BC',
        reason: 'TEMPORARY_ABSENCE_RELEASE',
        nomisMovementReasonCode: 'RO',
      },
      personReference: { identifiers: [{ type: 'NOMS', value: 'A1234BC' }] },
    };
    writeFileSync(join(folder, 'message.json'), JSON.stringify(body));
    const nothing = { THROUGHCARE_SERVICES: '', INIT_CWD: folder };
    const { code, stdout } = await cli('hmpps explain message.json', nothing);
    expect(code).toBe(EXIT.ok);
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'ignore', hmppsType: body.eventType, person: 'A1234BC' });
    expect(await cli('hmpps explain absent.json', nothing)).toMatchObject({ code: EXIT.usage, stdout: '' });
  });

  it.each([
    ['an instant that is none', 'events search --from yesterday', 'from'],
    [
      'a place to read from that is none',
      'consumers reset tables --to soon --reason x',
      'That is not a time: write 2026-03-01T09:00:00Z, -1h',
    ],
    ['a mode that is none', 'replay run --consumer tables --mode twice --reason x --yes', 'reset-keys'],
    ['a state that is none', 'dlq list --state lost', 'waiting'],
    ['a change without its reason', 'replay cancel 0197a000-0000-7000-8000-000000000001 --yes', '--reason'],
  ])('calls %s a wrong command line, and says what is wrong with it', async (_name, line, words) => {
    const people = await cli(line);
    expect(people).toMatchObject({ code: EXIT.usage, stdout: '' });
    expect(people.stderr).toContain(words);
    const machines = await cli(`${line} --json`);
    expect(machines).toMatchObject({ code: EXIT.usage, stdout: '' });
    expect(JSON.parse(machines.stderr)).toMatchObject({ error: expect.stringContaining(words) as unknown });
  });

  it('shows what others say while a service is away, and acts on one that is named', async () => {
    const away = { THROUGHCARE_SERVICES: `booking=${app.url},passport=http://127.0.0.1:2` };
    const listed = await cli('consumers list', away);
    expect(listed).toMatchObject({ code: EXIT.unreachable, stderr: 'passport does not answer\n' });
    expect(listed.stdout).toContain('tables');
    expect((await cli('consumers pause booking/tables --reason x', away)).code).toBe(EXIT.notConfirmed);
    const unnamed = await cli('consumers pause tables --reason x', away);
    expect(unnamed.code).toBe(EXIT.unreachable);
    expect(unnamed.stderr).toContain('service/tables');
    const unknown = await cli('replay status 0197a000-0000-7000-8000-000000000001', away);
    expect(unknown.code).toBe(EXIT.unreachable);
    const client = { THROUGHCARE_CLIENT_ID: 'ops', THROUGHCARE_CLIENT_SECRET: 'own' };
    const tokenless = { ...client, THROUGHCARE_TOKEN: '', THROUGHCARE_TOKEN_URL: 'http://127.0.0.1:2/token' };
    expect((await cli('doctor', tokenless)).code).toBe(EXIT.unreachable);
    expect((await cli('doctor', away)).code).toBe(EXIT.findings);
  });

  it('F-072: ends with 7 when a check finds something, and says in one line what needs attention', async () => {
    const fine = await cli('doctor');
    expect(fine.code).toBe(EXIT.ok);
    expect(fine.stdout.trim().split('\n').at(-1)).toMatch(/^All clear: \d+ checks of 1 service\.$/);
    await publish('X900006', 1);
    operated.refused.add('X900006');
    await publish('X900006', 2);
    await until(async () => (await json<unknown[]>('dlq list --key X900006 --state failed')).value.length === 1);
    const found = await cli('doctor');
    expect(found.code).toBe(EXIT.findings);
    expect(found.stdout.trim().split('\n').at(-1)).toMatch(
      /^Needs attention: 1 of \d+ checks of 1 service: booking parked-keys \(1 key waits behind dead letters\)\.$/,
    );
    expect(await json<{ status: string }[]>('doctor')).toMatchObject({ code: EXIT.findings });
    operated.refused.clear();
    expect((await cli('dlq redrive --consumer tables --key X900006 --reason mended --yes')).code).toBe(EXIT.ok);
  });

  it('F-072: refuses a consumer, a type and a key that cannot be, instead of finding nothing', async () => {
    const refusals: Record<string, string> = {
      'dlq list --consumer nonsense': 'No service has a consumer nonsense',
      'dlq list --type accommodation.nonsense': 'No event has this type.',
      'dlq list --key nonsense': 'nonsense is not a CRN (X123456), a prison number (A1234BC) or an id',
      'events search --type accommodation.cas3.booking.confirmd': 'Did you mean accommodation.cas3.booking.confirmed?',
      'events search --key X12345': 'X12345 is not a CRN',
      'events tail --no-follow --type nonsense': 'No event has this type.',
      'dlq redrive --consumer tables --key X12345 --reason x': 'X12345 is not a CRN',
      'dlq redrive --consumer tables --type nonsense --reason x': 'No event has this type.',
      'replay plan --consumer tables --type nonsense': 'No event has this type.',
      'replay plan --consumer tables --key X12345': 'X12345 is not a CRN',
      'dlq redrive --consumer nonsense --all --reason x': 'No service has a consumer nonsense',
      'replay plan --consumer nonsense': 'No service has a consumer nonsense',
    };
    for (const [line, words] of Object.entries(refusals)) {
      const { code, stderr, stdout } = await cli(line);
      expect([line, code, stdout, stderr]).toEqual([line, EXIT.refused, '', expect.stringContaining(words)]);
    }
    for (const line of ['replay plan --consumer tables --type custody.*', 'events search --from -1h --to -2h'])
      expect([line, await cli(line)]).toMatchObject([line, { code: EXIT.usage, stdout: '' }]);
    // What can be and is not there is no mistake.
    expect(await cli('events search --key X999999')).toMatchObject({ code: EXIT.ok, stdout: 'Nothing found.\n' });
    expect(await cli('dlq list --consumer tables --state failed')).toMatchObject({
      code: EXIT.ok,
      stdout: 'No dead letters.\n',
    });
  });

  it('F-072: finds a key however it is typed', async () => {
    await publish('X900001', 1);
    await until(() => handled.includes('X900001 1'));
    for (const option of ['--key x900001', '--person x900001', '--person X900001'])
      expect((await json<unknown[]>(`events search ${option}`)).value).toHaveLength(1);
  });

  it('F-015: prints nothing that a terminal would obey, whoever wrote it', async () => {
    expect((await cli('consumers pause tables --reason look --yes')).code).toBe(EXIT.ok);
    const faked = 'x\u001b[31m\u001b]0;pwned\u0007\r\nbooking  faked  running';
    await app.db.query('update consumer_control set reason = $1', [faked]);
    await app.db.query('update ops_audit set reason = $1', [faked]);
    for (const line of ['consumers list', 'consumers list --json', 'audit', 'audit --json']) {
      const { stdout } = await cli(line);
      expect([line, stdout]).toEqual([line, expect.stringContaining('pwned')]);
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      if (!line.includes('--json')) expect(stdout).not.toMatch(/^booking {2}faked/m);
    }
    expect((await cli('consumers resume tables --reason seen --yes')).code).toBe(EXIT.ok);
  });

  it('F-011: shows who did and looked at what', async () => {
    await cli('events search --person X900001 --reason INC-7');
    const { value } = await json<object[]>('audit --person x900001 --action read.*');
    expect(value[0]).toMatchObject({ service: 'booking', action: 'read.events', reason: 'INC-7' });
    expect((await cli('audit --actor nobody')).stdout).toBe('Nothing was done or looked at.\n');
    expect((await cli('audit --person nonsense')).code).toBe(EXIT.refused);
  });

  it('ends with a code that says what is wrong', async () => {
    expect((await cli('nonsense')).code).toBe(EXIT.usage);
    expect((await cli('--help')).code).toBe(EXIT.ok);
    expect((await cli('consumers list', { THROUGHCARE_SERVICES: '' })).code).toBe(EXIT.usage);
    expect((await cli('consumers list', { THROUGHCARE_SERVICES: 'booking=http://127.0.0.1:2' })).code).toBe(
      EXIT.unreachable,
    );
    expect((await cli('consumers list', { THROUGHCARE_TOKEN: 'wrong' })).code).toBe(EXIT.unauthorised);
    const reader = await app.issuer.token({ clientId: 'r', authorities: ['ROLE_THROUGHCARE__OPS'] });
    expect((await cli('consumers list', { THROUGHCARE_TOKEN: reader })).code).toBe(EXIT.ok);
    const tried = await cli('consumers pause tables --reason x --yes --json', { THROUGHCARE_TOKEN: reader });
    expect(tried.code).toBe(EXIT.unauthorised);
    expect(JSON.parse(tried.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ code: 'AUTHORITY_REQUIRED' });
    const two = { THROUGHCARE_SERVICES: `booking=${app.url},passport=${app.url}` };
    expect((await cli('consumers pause tables --reason x', two)).code).toBe(EXIT.usage);
    expect((await cli('consumers pause passport/tables --reason x', two)).code).toBe(EXIT.notConfirmed);
    const down = await json('doctor');
    expect(down.code).toBe(EXIT.ok);
  });
});
