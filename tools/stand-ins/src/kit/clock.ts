/** The one clock that stand-ins of a process share. It runs on from the moment it was set to. */
export class Clock {
  private offset = 0;
  private frozenAt: number | undefined;

  now(): Date {
    return new Date(this.frozenAt ?? Date.now() + this.offset);
  }

  /** Sets the clock; frozen clocks stay at `instant` until they are set again. */
  set(instant: Date, frozen = false): void {
    this.offset = instant.getTime() - Date.now();
    this.frozenAt = frozen ? instant.getTime() : undefined;
  }

  /** Back to the machine's time. */
  reset(): void {
    this.offset = 0;
    this.frozenAt = undefined;
  }
}
