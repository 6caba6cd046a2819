import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peers/sides';
import type { Order } from './role-process';
import type { Load } from './writers';

const compiled = join(__dirname, 'role-process.js');
const program = existsSync(compiled) ? compiled : join(__dirname, 'role-process.ts');

interface Reply {
  readonly answer?: unknown;
  readonly error?: string;
}

export interface Cost {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

export type Side = 'ours' | 'twin' | Peer;
export type Part = 'producer' | 'consumer';

/** A process that answers one order at a time. */
export class RoleProcess {
  private constructor(private readonly child: ChildProcess) {}

  static async start(side: Side, part: Part, url: string): Promise<RoleProcess> {
    const started = new RoleProcess(
      fork(program, [side, part, url], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    );
    await started.reply();
    return started;
  }

  /** Returns how many transactions were written. */
  run(load: Load): Promise<number> {
    return this.ask<number>({ run: load });
  }

  latencies(): Promise<number[]> {
    return this.ask<number[]>({ latencies: true });
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
    const reply = this.reply();
    this.child.send(order);
    return (await reply) as T;
  }

  private reply(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('A process of the benchmark ended by itself'));
      this.child.once('exit', ended);
      this.child.once('message', ({ answer, error }: Reply) => {
        this.child.off('exit', ended);
        if (error === undefined) resolve(answer);
        else reject(new Error(error));
      });
    });
  }
}
