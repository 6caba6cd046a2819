import type { Taken } from './setting';

/** Notes when events were taken. */
export class Recorder {
  private at: number[] = [];
  private latencyMs: number[] = [];
  private since: number | undefined;

  /** Work begins on events that will be noted. */
  begins(): void {
    this.since ??= Date.now();
  }

  note(occurredAt: readonly (string | Date)[]): void {
    const now = Date.now();
    for (const moment of occurredAt) {
      this.at.push(now);
      this.latencyMs.push(now - new Date(moment).getTime());
    }
  }

  taken(): Taken {
    const { at, latencyMs, since } = this;
    this.since = undefined;
    this.at = [];
    this.latencyMs = [];
    return { at, latencyMs, ...(since !== undefined && { since }) };
  }
}
