import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** State of one stand-in: in memory, and in a JSON file when a folder was given, so that it survives a restart. */
export class Store<S> {
  state: S;
  private writing: Promise<void> | undefined;
  private queued: Promise<void> | undefined;

  /** @param version of the state's shape; a file of another version is left aside and the seed used. */
  constructor(
    private readonly version: string,
    private readonly seed: () => S,
    private readonly file?: string,
  ) {
    if (file) mkdirSync(dirname(file), { recursive: true });
    this.state = this.load() ?? seed();
  }

  private load(): S | undefined {
    if (!this.file || !existsSync(this.file)) return undefined;
    const held = JSON.parse(readFileSync(this.file, 'utf8')) as { version?: string; state: S };
    return held.version === this.version ? held.state : undefined;
  }

  /** Back to the seed it was started with, or to another one. */
  reset(seed: () => S = this.seed): void {
    this.state = seed();
  }

  /** Resolves when everything changed before the call is on disk. Calls made meanwhile share one write. */
  save(): Promise<void> {
    if (!this.file) return Promise.resolve();
    if (!this.writing) {
      this.writing = this.write().finally(() => (this.writing = undefined));
      return this.writing;
    }
    this.queued ??= this.writing.then(() => {
      this.queued = undefined;
      return this.save();
    });
    return this.queued;
  }

  private async write(): Promise<void> {
    const file = this.file!;
    await writeFile(`${file}.new`, JSON.stringify({ version: this.version, state: this.state }));
    await rename(`${file}.new`, file);
  }
}
