import type { Taken } from './setting';

/** Notes when events were taken. */
export class Recorder {
  private at: number[] = [];
  private latencyMs: number[] = [];

  note(occurredAt: readonly (string | Date)[]): void {
    const now = Date.now();
    for (const moment of occurredAt) {
      this.at.push(now);
      this.latencyMs.push(now - new Date(moment).getTime());
    }
  }

  taken(): Taken {
    const taken = { at: this.at, latencyMs: this.latencyMs };
    this.at = [];
    this.latencyMs = [];
    return taken;
  }
}
