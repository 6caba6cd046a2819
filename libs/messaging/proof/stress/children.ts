import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repository } from '../harness/repository';

const compiled = join(__dirname, 'service-process.js');
const fromSource = join(__dirname, 'service-process.ts');
const register = join(repository, 'tools/local/register-typescript.cjs');
const LATEST_EXIT_MS = 15_000;

const program = (): string[] => (existsSync(compiled) ? [compiled] : ['--require', register, fromSource]);

/** One service process that can be started, asked to leave, and killed. */
export class ServiceChild {
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private said = '';

  constructor(
    private readonly source: string,
    private readonly url: string,
  ) {}

  /** Resolves when it works. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...program(), this.source, this.url], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', () => resolve()));
    child.stderr.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    await Promise.race([ready, this.ended]);
    this.check();
  }

  /** Asks it to finish and leave; throws when it does not within the deadline, or did not leave cleanly. */
  async stop(): Promise<void> {
    this.check();
    this.child?.kill('SIGTERM');
    await Promise.race([this.ended, sleep(LATEST_EXIT_MS, undefined, { ref: false })]);
    if (this.child?.exitCode !== 0) throw new Error(`${this.source} did not leave cleanly: ${this.said.slice(-2000)}`);
    this.child = undefined;
  }

  async kill(): Promise<void> {
    this.check();
    this.child?.kill('SIGKILL');
    await this.ended;
    this.child = undefined;
  }

  /** Nobody but us may end it. */
  private check(): void {
    if (this.child && this.child.exitCode !== null) {
      throw new Error(`${this.source} ended by itself: ${this.said.slice(-2000)}`);
    }
  }
}

/** Kills or stops one of each service at a time at random moments and starts it again, until told to end; then all are up. */
export const harass = async (
  services: readonly (readonly ServiceChild[])[],
  until: Promise<unknown>,
): Promise<number> => {
  const kills = await Promise.all(services.map((children) => harassOne(children, until)));
  return kills.reduce((sum, each) => sum + each, 0);
};

const harassOne = async (children: readonly ServiceChild[], until: Promise<unknown>): Promise<number> => {
  let over = false;
  let kills = 0;
  void until.finally(() => (over = true));
  while (!over) {
    await Promise.race([sleep(300 + Math.random() * 900), until]);
    const child = children[Math.floor(Math.random() * children.length)];
    if (!child) break;
    const hard = Math.random() < 0.7;
    await (hard ? child.kill() : child.stop());
    if (hard) kills += 1;
    await sleep(Math.random() * 300);
    await child.start();
  }
  return kills;
};
