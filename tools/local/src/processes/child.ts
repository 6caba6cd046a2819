// One supervised process: started, waited for until it is ready, restarted with growing pauses when it crashes.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../settings';

export type State = 'starting' | 'up' | 'crashed' | 'stopped';

export interface ChildOptions {
  readonly name: string;
  /** Compiled entry, from the top of the repository. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  /** Resolves to true once the process can do its work. */
  readonly isReady: () => Promise<boolean>;
  readonly tell?: (sentence: string) => void;
}

/** Seconds as a rule; minutes on a machine that is busy with everything else. */
const READY_MS = 180_000;
const STOP_MS = 20_000;
const CALM_MS = 30_000;
const PAUSES_MS = [250, 500, 1_000, 2_000, 5_000, 10_000];

/** Bytes of a log so far, to show only what came later. */
const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const lastWords = (file: string, from: number) =>
  readFileSync(file).subarray(from).toString().trimEnd().split('\n').slice(-12).join('\n    ');

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

export class Child {
  state: State = 'stopped';
  restarts = 0;
  private process: ChildProcess | undefined;
  private wanted = false;
  private failures = 0;
  private startedAt = 0;

  constructor(private readonly options: ChildOptions) {}

  get name() {
    return this.options.name;
  }

  get pid() {
    return this.process?.pid;
  }

  get log() {
    return this.options.log;
  }

  /** Resolves when the process is ready; throws with its last words when it ends before that. */
  async start(): Promise<void> {
    this.wanted = true;
    try {
      await this.launch();
    } catch (error) {
      this.wanted = false;
      throw error;
    }
  }

  /** Asks it to finish what it is doing; insists after 20 s. */
  async stop(): Promise<void> {
    this.wanted = false;
    await this.end('SIGTERM');
    this.state = 'stopped';
  }

  /** As a crash would, and it stays down until `start`. */
  async kill(): Promise<void> {
    this.wanted = false;
    await this.end('SIGKILL');
    this.state = 'stopped';
  }

  private async launch() {
    const out = openSync(this.log, 'a');
    const from = sizeOf(this.log);
    const lifeline = join(root, 'tools/local/lifeline.cjs');
    // A group of its own: Ctrl-C in the terminal reaches us, and we stop everything in order.
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', '--require', lifeline, join(root, this.options.entry)],
      {
        cwd: root,
        env: this.options.env,
        detached: true,
        stdio: ['ignore', out, out, 'ipc'],
      },
    );
    closeSync(out);
    this.process = child;
    this.state = 'starting';
    this.startedAt = Date.now();
    const crashed = () => {
      if (this.process === child && this.wanted && this.state === 'up') void this.recover(child);
    };
    child.once('exit', crashed);
    await this.becomesReady(child, from);
    this.state = 'up';
    if (ended(child)) crashed();
  }

  private async becomesReady(child: ChildProcess, from: number) {
    for (const limit = Date.now() + READY_MS; Date.now() < limit && !ended(child); await sleep(50)) {
      if (await this.options.isReady().catch(() => false)) return;
    }
    await this.end('SIGKILL');
    throw new Error(`${this.name} did not start. It said:\n    ${lastWords(this.log, from)}`);
  }

  private async recover(child: ChildProcess) {
    this.failures = Date.now() - this.startedAt > CALM_MS ? 0 : this.failures + 1;
    let how = `ended (${child.signalCode ?? child.exitCode})`;
    while (this.wanted) {
      this.state = 'crashed';
      const pause = PAUSES_MS[Math.min(this.failures++, PAUSES_MS.length - 1)] ?? 0;
      this.options.tell?.(`${this.name} ${how}; it is started again in ${pause} ms. Its log: ${this.log}`);
      await sleep(pause);
      if (!this.wanted) return;
      this.restarts += 1;
      try {
        await this.launch();
        return this.options.tell?.(`${this.name} is up again`);
      } catch {
        how = 'did not start';
      }
    }
  }

  private async end(signal: NodeJS.Signals) {
    const { process: child } = this;
    if (!child || ended(child)) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(timer);
  }
}
