import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Load } from '../writers';
import type { Cost, Order, Setting, Taken } from './setting';

const compiled = join(__dirname, 'member-process.js');
const isCompiled = existsSync(compiled);
const register = join(__dirname, '../../../local/register-typescript.cjs');
/** The raw client of the twin and of Nest arms timers in the past, which Node would tell once per process. */
const FLAGS = ['--disable-warning=TimeoutNegativeWarning', ...(isCompiled ? [] : ['--require', register])];

interface Reply {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** A producing or consuming process, from here. */
export class MemberProcess {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ id, answer, error }: Reply) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(error));
    });
    child.once('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('A process of the benchmark ended by itself'));
    });
  }

  /** Resolves when it is connected. */
  static async start(setting: Setting): Promise<MemberProcess> {
    const program = isCompiled ? compiled : join(__dirname, 'member-process.ts');
    const child = fork(program, [JSON.stringify(setting)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: process.env,
      execArgv: FLAGS,
    });
    const member = new MemberProcess(child);
    await member.reply(0);
    return member;
  }

  run(load: Load): Promise<number> {
    return this.ask<number>({ run: load });
  }

  taken(): Promise<Taken> {
    return this.ask<Taken>({ taken: true });
  }

  hold(held: boolean): Promise<void> {
    return this.ask<void>({ hold: held });
  }

  /** What it has used since it started. */
  cost(): Promise<Cost> {
    return this.ask<Cost>({ cost: true });
  }

  stop(): Promise<void> {
    return this.ask<void>({ stop: true });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private async ask<T>(order: Order): Promise<T> {
    const id = (this.last += 1);
    const reply = this.reply(id);
    this.child.send({ id, order });
    return (await reply) as T;
  }

  private reply(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }
}
