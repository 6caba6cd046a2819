import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { registry } from '@throughcare/base/metric-registry';
import { DataSource } from 'typeorm';
import { sqlMigration } from '../database';
import { DoctorChecks } from '../health';
import { configureLogging } from '../logging';
import { MetricSources } from '../metrics';
import { TestClock, testDatabase, until, type TestDatabase } from '../testing';
import { Background } from './background';
import type { Limits, Task } from './task';
import { backgroundTable } from './task-table';

jest.setTimeout(60_000);

const SHORT: Limits = { leaseMs: 300, longestMs: 60_000 };
const register = resolve(__dirname, '../../../../tools/local/register-typescript.cjs');
const holder = join(__dirname, 'holder.fixture.ts');

describe('background tasks of several instances', () => {
  let database: TestDatabase;
  let db: DataSource;
  const running: Background[] = [];
  let time: TestClock | undefined;
  beforeAll(async () => {
    configureLogging({ name: 'test', level: 'silent' });
    database = await testDatabase({
      schema: 'tasks',
      migrations: [sqlMigration('Tasks1767020000000', backgroundTable)],
    });
    const extra = { options: '-c search_path=tasks' };
    db = await new DataSource({ type: 'postgres', url: database.url, extra }).initialize();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
    time?.release();
  });
  afterAll(async () => {
    await db?.destroy();
    await database?.drop();
  });

  const anInstance = (task: Task, limits = SHORT, own = db) => {
    const background = new Background({ BACKGROUND: 'on' }, new MetricSources(), new DoctorChecks(), own, limits);
    const { wake } = background.add(task);
    running.push(background);
    background.onApplicationBootstrap();
    const state = async () => (await background.report())[0];
    return { background, wake, state };
  };
  const counted = (task: string, outcome: string) => {
    const lines = registry.text().split('\n');
    return Number(lines.find((line) => line.includes(`task="${task}",outcome="${outcome}"`))?.split(' ')[1]);
  };

  it('do a daily task once a day, and one that was missed at the next start', async () => {
    time = TestClock.at('2026-03-10 02:59');
    const days: string[] = [];
    const daily = (): Task => ({
      name: 'nightly',
      every: { dailyAt: '03:00' },
      once: 'cluster',
      round: async () => {
        days.push(time?.now().toISOString().slice(0, 10) ?? '');
        await sleep(20);
        return 'done';
      },
    });
    const both = [anInstance(daily()), anInstance(daily())];
    const look = async () => {
      for (const { wake } of both) wake();
      await sleep(400);
    };
    await look();
    expect(days).toEqual(['2026-03-10']); // that of the 9th, which nobody has done
    await look();
    expect(days).toHaveLength(1);
    time.set('2026-03-10 03:00');
    await look();
    await look();
    expect(days).toHaveLength(2);
    expect(await both[1]?.state()).toMatchObject({ lastDay: '2026-03-10', lateSeconds: 0, running: false });
    await Promise.all(both.map(({ background }) => background.stop()));
    time.set('2026-03-14 12:00');
    await look();
    expect(days).toHaveLength(2);
    anInstance(daily());
    await until(() => days.length === 3);
    await sleep(400);
    expect(days).toHaveLength(3);
  });

  it('take over a task whose holder was killed within its round', async () => {
    const child = fork(holder, [database.url], { execArgv: ['--require', register], stdio: 'ignore' });
    await once(child, 'message');
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      return 'done' as const;
    };
    const other = anInstance({ name: 'killed', every: { ms: 50 }, once: 'cluster', round });
    await sleep(1_000);
    expect([rounds, (await other.state())?.running]).toEqual([0, true]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await until(() => rounds > 0);
  });

  it('lose the lease of a round that hangs, which is aborted, and another instance goes on', async () => {
    const aborted: boolean[] = [];
    const stuck: Task = {
      name: 'stuck',
      every: { ms: 50 },
      once: 'cluster',
      round: async (signal) => {
        await sleep(60_000, undefined, { signal }).catch(() => undefined);
        aborted.push(signal.aborted);
        return 'done';
      },
    };
    const first = anInstance(stuck, { leaseMs: 150, longestMs: 200 });
    await until(async () => (await first.state())?.running === true);
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      return 'done' as const;
    };
    anInstance({ ...stuck, round });
    await until(() => rounds > 0);
    await until(() => aborted.length > 0);
    expect([aborted[0], counted('stuck', 'lost') > 0]).toEqual([true, true]);
  });

  it('abort a round whose lease cannot be prolonged, and do not write down that it ended', async () => {
    const own = await new DataSource({
      type: 'postgres',
      url: database.url,
      extra: { options: '-c search_path=tasks' },
    }).initialize();
    let signal: AbortSignal | undefined;
    const cut: Task = {
      name: 'cut-off',
      every: { ms: 60_000 },
      once: 'cluster',
      round: async (given) => {
        signal = given;
        await sleep(60_000, undefined, { signal: given }).catch(() => undefined);
        return 'done';
      },
    };
    anInstance(cut, SHORT, own);
    await until(() => signal !== undefined);
    await own.destroy();
    await until(() => signal?.aborted === true);
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      return 'done' as const;
    };
    anInstance({ ...cut, round });
    await until(() => rounds === 1);
  });

  it('try a failed round again, say why it failed, and forget that once one ends well', async () => {
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      if (rounds <= 2) throw Object.assign(new Error('A1234BC'), { code: 'NOT_NOW' });
      return 'done' as const;
    };
    const { state } = anInstance({ name: 'failing', every: { ms: 60_000 }, once: 'cluster', round });
    await until(() => rounds === 1);
    await until(async () => (await state())?.failures === 1);
    expect(await state()).toMatchObject({ code: 'NOT_NOW', lastEnd: null });
    await until(() => rounds === 3);
    await until(async () => (await state())?.lastEnd !== null);
    expect(await state()).toMatchObject({ failures: 0, code: null });
    expect([counted('failing', 'failed'), counted('failing', 'done')]).toEqual([2, 1]);
  });

  it('each do what is for each instance, and begin at once when woken', async () => {
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      return rounds < 5 ? 'more' : 'done';
    };
    const task: Task = { name: 'own', every: { ms: 60_000 }, once: 'instance', round };
    const one = anInstance(task);
    await until(() => rounds === 5);
    await sleep(50);
    expect(rounds).toBe(5);
    one.wake();
    await until(() => rounds === 6);
    anInstance(task);
    await until(() => rounds === 7);
  });

  it('stop only after the round that runs, which is told to hurry, and leave the task free', async () => {
    let ended = 0;
    const round = async (signal: AbortSignal) => {
      await sleep(10_000, undefined, { signal });
      return 'done' as const;
    };
    const { background, state } = anInstance({
      name: 'stopped',
      every: { ms: 1 },
      once: 'cluster',
      round: (signal) => round(signal).finally(() => (ended += 1)),
    });
    await until(async () => (await state())?.running === true);
    await background.stop();
    expect([ended, (await state())?.running, (await state())?.failures]).toEqual([1, false, 0]);
  });

  it('refuse a name that is taken, and a task of the cluster without a database', () => {
    const background = new Background({ BACKGROUND: 'off' }, new MetricSources(), new DoctorChecks());
    const task: Task = { name: 'one', every: { ms: 1 }, once: 'instance', round: async () => 'done' };
    background.add(task);
    expect(() => background.add(task)).toThrow('There is a background task one already');
    expect(() => background.add({ ...task, name: 'two', once: 'cluster' })).toThrow('needs a database');
  });
});
