import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child';
import { root } from '../settings';

const folder = mkdtempSync(join(tmpdir(), 'throughcare-child-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (name: string, text: string) => {
  const file = join(folder, `${name}.js`);
  writeFileSync(file, text);
  return relative(root, file);
};

const child = (name: string, text: string, told: string[] = []) => {
  const log = join(folder, `${name}.log`);
  const isReady = () => Promise.resolve(readFileSync(log, 'utf8').includes('ready'));
  return new Child({ name, entry: script(name, text), env: {}, log, isReady, tell: (line) => told.push(line) });
};

const until = async (holds: () => boolean) => {
  for (let waited = 0; !holds() && waited < 10_000; waited += 20) await sleep(20);
  expect(holds()).toBe(true);
};

const STAYS = `console.log('ready'); setInterval(() => 1, 1000);`;

describe('a supervised process', () => {
  it('is up when it says so and gone after stop', async () => {
    const one = child('stays', STAYS);
    await one.start();
    expect(one.state).toBe('up');
    const { pid = 0 } = one;
    await one.stop();
    expect(one.state).toBe('stopped');
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('is reported and started again when it crashes', async () => {
    const told: string[] = [];
    const one = child('crashes', STAYS, told);
    await one.start();
    const { pid = 0 } = one;
    process.kill(pid, 'SIGKILL');
    await until(() => one.state === 'up' && one.pid !== pid);
    expect(one.restarts).toBe(1);
    expect(told).toEqual([expect.stringMatching(/crashes ended \(SIGKILL\)/), 'crashes is up again']);
    await one.stop();
  });

  it('stays down after kill, and comes back with start', async () => {
    const one = child('killed', STAYS);
    await one.start();
    await one.kill();
    await sleep(400);
    expect(one.state).toBe('stopped');
    await one.start();
    expect(one.state).toBe('up');
    await one.stop();
  });

  it('passes on the last words of one that does not start', async () => {
    const one = child('fails', `console.error('DATABASE_URL: missing'); process.exit(1);`);
    await expect(one.start()).rejects.toThrow(/fails did not start[^]*DATABASE_URL: missing/);
  });
});
