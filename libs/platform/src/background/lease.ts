import { monotonic } from '@throughcare/base/monotonic';
import { logger } from '../logging';
import { codeOf } from '@throughcare/base/error-facts';
import type { TaskTable, Holding } from './task-table';
import { LEASE_LOST, ROUND_TOO_LONG, type Limits } from './task';

const log = logger('background');

/** Keeps a task of ours until told to let it go, until another instance has it, or until it takes too long. */
export class Lease {
  private readonly beat: NodeJS.Timeout;
  private readonly begun = monotonic();
  private heldUntil: number;
  private isOver = false;

  constructor(
    private readonly table: TaskTable,
    private readonly holding: Holding,
    private readonly limits: Limits,
    /** Called once, with a code, when it ends by itself. */
    private readonly lost: (code: string) => void,
  ) {
    this.heldUntil = this.begun + limits.leaseMs;
    this.beat = setInterval(() => void this.prolong(), limits.leaseMs / 3);
  }

  /** False when it had ended before. */
  end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    clearInterval(this.beat);
    return true;
  }

  private async prolong(): Promise<void> {
    const asked = monotonic();
    // What could not be prolonged in time is another's, whether or not the database says so.
    if (asked >= this.heldUntil) return this.lose(LEASE_LOST);
    if (asked - this.begun >= this.limits.longestMs) return this.lose(ROUND_TOO_LONG);
    try {
      if (!(await this.table.prolong(this.holding, this.limits.leaseMs))) return this.lose(LEASE_LOST);
      this.heldUntil = asked + this.limits.leaseMs;
    } catch (error) {
      if (!this.isOver) log.warn({ task: this.holding.name, code: codeOf(error) }, 'lease not prolonged; trying again');
    }
  }

  private lose(code: string): void {
    if (this.end()) this.lost(code);
  }
}
