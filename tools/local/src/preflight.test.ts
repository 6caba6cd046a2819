import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bornAt } from './processes/born';
import { stopEarlier } from './processes/earlier';
import { freePorts, preflight } from './preflight';
import { type Settings, readSettings } from './settings';

let folder: string;
let settings: Settings;
let server: Server | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughcare-preflight-'));
  settings = { ...readSettings({ DATA_DIR: folder }), ports: await freePorts() };
});
afterEach(() => {
  server?.close();
  server = undefined;
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

const idlers: ChildProcess[] = [];
/** A process that does nothing, called like one of ours. */
const idle = (name: string): ChildProcess => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', `/x/${name}`], {
    stdio: 'ignore',
  });
  idlers.push(child);
  return child;
};
afterEach(() => idlers.splice(0).forEach((child) => child.kill('SIGKILL')));

const take = (port: number) =>
  new Promise<void>((resolve) => (server = createServer().listen(port, '127.0.0.1', resolve)));

describe('before anything is started', () => {
  it('finds nothing wrong with an empty folder and free ports, also the second time', async () => {
    await preflight(settings);
    await expect(preflight(settings)).resolves.toBeUndefined();
  });

  it.each([
    ['booking', 0, 'BOOKING_PORT'],
    ['ndelius', 0, 'NDELIUS_PORT'],
    ['ndelius', 100, 'NDELIUS_PORT + 100'],
  ] as const)('names a taken port of %s (+%d) and its variable %s', async (part, offset, variable) => {
    const port = settings.ports[part] + offset;
    await take(port);
    const problem = expect.stringMatching(new RegExp(`${port} .*${part}; ${variable.replace('+', '\\+')}`)) as unknown;
    await expect(preflight(settings)).rejects.toMatchObject({ name: 'Trouble', message: problem });
  });

  it('does not ask for the port of a stand-in that is left out', async () => {
    await take(settings.ports.ndelius);
    await expect(preflight({ ...settings, standIns: ['auth'] })).resolves.toBeUndefined();
  });

  it('refuses data of another version and says how to start afresh', async () => {
    writeFileSync(join(folder, 'format.json'), '{"format":0}');
    await expect(preflight(settings)).rejects.toMatchObject({
      message: expect.stringContaining('another version') as unknown,
      remedy: expect.stringContaining('mv ') as unknown,
    });
  });

  it('notices that the system runs already', async () => {
    const { pid } = idle('tools/local/dist/start.js');
    writeFileSync(join(folder, 'status.json'), JSON.stringify({ pid, edge: 'http://127.0.0.1:8080' }));
    await expect(preflight(settings)).rejects.toThrow(new RegExp(`already runs .*process ${pid}`));
  });

  it('F-095: says which processes an earlier start left, and stops them by their ids when asked', async () => {
    const left = idle('services/booking/dist/main.js');
    const other = idle('somebody/elses.js');
    const processes = [
      { name: 'booking', pid: left.pid },
      { name: 'passport', pid: other.pid },
    ];
    writeFileSync(join(folder, 'status.json'), JSON.stringify({ pid: 2 ** 22 + 1, processes }));
    await expect(preflight(settings)).rejects.toMatchObject({
      message: expect.stringContaining(`booking (${left.pid}).`) as unknown,
      remedy: expect.stringContaining('npm start -- --replace') as unknown,
    });
    const told: string[] = [];
    await stopEarlier(folder, (sentence) => told.push(sentence));
    expect(told).toEqual([expect.stringContaining(`booking (process ${left.pid})`)]);
    await expect(preflight(settings)).resolves.toBeUndefined();
    expect(other.exitCode).toBeNull();
  });

  it('F-095: leaves a process alone that has the number of an earlier one, and its name, and began later', async () => {
    const [left, reused] = [idle('services/booking/dist/main.js'), idle('services/passport/dist/main.js')];
    const starter = idle('tools/local/dist/start.js');
    const processes = [
      { name: 'booking', pid: left.pid, born: bornAt(left.pid ?? 0) },
      { name: 'passport', pid: reused.pid, born: 'another boot 1' },
    ];
    writeFileSync(join(folder, 'status.json'), JSON.stringify({ pid: starter.pid, born: 'another boot 2', processes }));
    await expect(preflight(settings)).rejects.toMatchObject({
      message: `An earlier start left processes running: booking (${left.pid}).`,
    });
    const gone = once(left, 'exit');
    await stopEarlier(folder, () => undefined);
    await gone;
    expect([left.signalCode, reused.signalCode, starter.signalCode]).toEqual(['SIGTERM', null, null]);
    await expect(preflight(settings)).resolves.toBeUndefined();
  });

  it('says so when the mark of the version is damaged', async () => {
    writeFileSync(join(folder, 'format.json'), '{"for');
    await expect(preflight(settings)).rejects.toMatchObject({
      message: expect.stringContaining('format.json cannot be read') as unknown,
      remedy: expect.stringContaining('mv ') as unknown,
    });
  });

  it('goes on after a crash that left half a status behind', async () => {
    writeFileSync(join(folder, 'status.json'), '{"pid":');
    await expect(preflight(settings)).resolves.toBeUndefined();
  });

  it('goes on after a system that was killed', async () => {
    writeFileSync(join(folder, 'status.json'), JSON.stringify({ pid: 2 ** 22 + 1 }));
    await expect(preflight(settings)).resolves.toBeUndefined();
  });
});

describe('ports for a system beside others', () => {
  it('are never given twice, and lie below those that the system gives to connections', async () => {
    const given: Awaited<ReturnType<typeof freePorts>>[] = [];
    for (let count = 0; count < 60; count += 1) given.push(await freePorts());
    const ports = given.flatMap((each) => Object.values(each));
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.max(...ports) + 100).toBeLessThan(32_768);
  });
});
