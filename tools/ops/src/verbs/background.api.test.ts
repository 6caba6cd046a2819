import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../cli';

const aTask = (task: string, over: object = {}) => ({
  task,
  once: 'cluster',
  every: { ms: 60_000 },
  running: false,
  lastEnd: null,
  lastDay: null,
  ageSeconds: 30,
  lateSeconds: 0,
  failures: 0,
  code: null,
  ...over,
});

describe('throughcare background', () => {
  let tasks = [aTask('well')];
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(tasks));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => server.close());

  const cli = async (...args: string[]) => {
    let stdout = '';
    const service = `passport=http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const code = await run(['background', ...args], {
      env: { THROUGHCARE_SERVICES: service, THROUGHCARE_TOKEN: 't', DATA_DIR: '/nowhere' },
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: () => undefined },
    });
    return { code, stdout };
  };

  it('shows the pace, age and state of each task, and ends with 0 while none is late', async () => {
    tasks = [aTask('well'), aTask('nightly', { every: { dailyAt: '03:10' }, once: 'instance', running: true })];
    const { code, stdout } = await cli();
    expect(code).toBe(0);
    expect(stdout).toMatch(/passport +well +every 60 s +one instance +waiting +30 s ago +0 +-/);
    expect(stdout).toMatch(/passport +nightly +daily at 03:10 +each instance +running/);
  });

  it('names the late ones first, and ends with 7', async () => {
    const late = { ageSeconds: 1_260, lateSeconds: 1_200, failures: 4, code: 'NOT_NOW' };
    tasks = [aTask('well'), aTask('failing', { failures: 1 }), aTask('late', late)];
    const { code, stdout } = await cli();
    expect(code).toBe(7);
    expect(stdout.split('\n')[1]).toMatch(/late +every 60 s +one instance +20 min late +21 min ago +4 +NOT_NOW/);
    expect(stdout.split('\n')[2]).toMatch(/failing +every 60 s +one instance +failing/);
    expect(JSON.parse((await cli('--json')).stdout)).toMatchObject([
      { service: 'passport', task: 'well' },
      { task: 'failing' },
      { task: 'late', code: 'NOT_NOW' },
    ]);
  });
});
