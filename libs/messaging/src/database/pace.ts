import { monotonic } from '@throughcare/base/monotonic';

/** Over this time the events are counted that say how busy it is. */
const MEMORY_MS = 100;
/** From so many events a millisecond on a turn waits its full gap: 1,600 a second. */
const FULL = 1.6;

/**
 * How busy a loop is, from 0 to 1. A turn costs a commit, whether it moves one event or a thousand. Where many events come it pays
 * to let them gather; where few do, an event would wait for company that does not come. So gaps shrink with the load.
 */
export class Pace {
  private level = 0;
  private notedAt = monotonic();

  /** So many events came just now. */
  note(events: number): void {
    this.level = this.decayed() + events;
    this.notedAt = monotonic();
  }

  get load(): number {
    return Math.min(1, this.decayed() / MEMORY_MS / FULL);
  }

  private decayed(): number {
    return this.level * Math.exp((this.notedAt - monotonic()) / MEMORY_MS);
  }
}
