import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** State of one stand-in: in memory, and in a JSON file when a folder was given, so that it survives a restart. */
export class Store<S> {
  state: S;
  private writing: Promise<void> | undefined;
  private queued: Promise<void> | undefined;

  constructor(
    private readonly seed: () => S,
    private readonly file?: string,
  ) {
    this.state = file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as S) : seed();
    if (file) mkdirSync(dirname(file), { recursive: true });
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
    await writeFile(`${file}.new`, JSON.stringify(this.state));
    await rename(`${file}.new`, file);
  }
}
