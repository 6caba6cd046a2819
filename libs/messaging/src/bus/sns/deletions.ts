import type { Queue } from './queue';

/** Maximum age of what waits, never put off by what comes after it. */
const DELETE_AFTER_MS = 50;
const FULL = 10;
const MOST_TRIES = 5;

interface Waiting {
  readonly receipt: string;
  readonly tries: number;
}

/** Receipts of settled messages on their way to be deleted, in batches. What cannot be deleted comes again; the inbox drops the copy. */
export class Deletions {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  private running = new Set<Promise<void>>();
  private closed = false;

  constructor(private readonly queue: Pick<Queue, 'delete'>) {}

  add(receipts: readonly string[]): void {
    this.push(receipts.map((receipt) => ({ receipt, tries: 0 })));
  }

  /** Everything that waits, once more; then nothing is taken any more. */
  async close(): Promise<void> {
    this.closed = true;
    this.flush();
    await Promise.all(this.running);
  }

  private push(waiting: readonly Waiting[]): void {
    if (waiting.length === 0) return;
    this.waiting.push(...waiting);
    if (this.waiting.length >= FULL || this.closed) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), DELETE_AFTER_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = this.waiting.splice(0);
    if (batch.length === 0) return;
    const run = this.delete(batch).finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private async delete(batch: readonly Waiting[]): Promise<void> {
    const { again } = await this.queue.delete(batch.map(({ receipt }) => receipt));
    if (again.length === 0 || this.closed) return;
    const tries = new Map(batch.map((each) => [each.receipt, each.tries + 1]));
    const next = again.map((receipt) => ({ receipt, tries: tries.get(receipt) ?? MOST_TRIES }));
    this.waiting.push(...next.filter((each) => each.tries < MOST_TRIES));
    this.timer ??= setTimeout(() => this.flush(), DELETE_AFTER_MS);
  }
}
