import type { Delivery } from '../bus/bus';
import { Fenced } from '../bus/bus';

/** What a lane asks of its consumer. */
export interface LaneWork {
  /** Wanted events in one transaction at most. */
  readonly batchSize: number;
  /** True when the event must run by itself. */
  isAlone(delivery: Delivery): boolean;
  /** Effects of all of them, or of none. */
  together(deliveries: readonly Delivery[]): Promise<void>;
  /** Decides about a failed event: milliseconds to wait before the next try, or undefined when it was put away. */
  failed(delivery: Delivery, error: unknown): Promise<number | undefined>;
  /** Another instance moved on: deliver the partition anew. */
  rewind(source: string, partition: number): void;
}

const placeOf = ({ record }: Delivery) => `${record.source}/${record.partition}`;

/** Events of some keys in order, one part in flight. While one lane waits for something, the others go on. */
export class Lane {
  private queue: Delivery[] = [];
  private part: readonly Delivery[] = [];
  /** Partitions of the part that are not ours any more. */
  private readonly revoked = new Set<string>();
  /** What is being worked on this very moment, and its end. */
  private inFlight: readonly Delivery[] = [];
  private currentAttempt: Promise<unknown> = Promise.resolve();
  private busy: Promise<void> | undefined;
  private endPause: (() => void) | undefined;
  private stopped = false;

  constructor(private readonly work: LaneWork) {}

  get isIdle(): boolean {
    return this.busy === undefined && this.queue.length === 0;
  }

  /** Events that could start now. */
  get ready(): number {
    return this.busy || this.stopped ? 0 : this.queue.length;
  }

  push(deliveries: readonly Delivery[]): void {
    if (!this.stopped) for (const delivery of deliveries) this.queue.push(delivery);
  }

  /** The longest run from the head that may share a transaction with others; what nobody wants takes no room. */
  take(room: number): readonly Delivery[] {
    let size = 0;
    let wanted = 0;
    for (const delivery of this.queue) {
      if (this.work.isAlone(delivery) || (delivery.wanted && wanted === room)) break;
      wanted += delivery.wanted ? 1 : 0;
      size += 1;
    }
    return this.queue.splice(0, size);
  }

  /** Handles the head by itself. */
  takeOne(): Promise<void> {
    return this.occupy(this.queue.splice(0, 1), (part) => this.oneByOne(part));
  }

  /** Takes part in a transaction of several lanes. When that fails, each lane runs its own part again, one by one. */
  share(part: readonly Delivery[], flight: Promise<void>): Promise<void> {
    return this.occupy(part, async () => {
      try {
        await this.runAttempt(part, flight);
      } catch (error) {
        if (error instanceof Fenced) this.fenced(error);
        await this.oneByOne(part);
      }
    });
  }

  /** Forgets what waits of these partitions; resolves when nothing of them is in flight. */
  async drop(isDropped: (delivery: Delivery) => boolean): Promise<void> {
    this.queue = this.queue.filter((delivery) => !isDropped(delivery));
    for (const delivery of this.part.filter(isDropped)) this.revoked.add(placeOf(delivery));
    this.endPause?.();
    if (this.inFlight.some(isDropped)) await this.currentAttempt;
  }

  /** Finishes what is in flight and begins nothing else. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.queue = [];
    this.endPause?.();
    await this.busy;
  }

  private occupy(part: readonly Delivery[], work: (part: readonly Delivery[]) => Promise<void>): Promise<void> {
    this.part = part;
    this.busy = work(part).finally(() => {
      this.part = [];
      this.revoked.clear();
      this.busy = undefined;
    });
    return this.busy;
  }

  private async oneByOne(part: readonly Delivery[]): Promise<void> {
    for (const delivery of part) {
      const isMine = () => !this.stopped && !this.revoked.has(placeOf(delivery));
      while (isMine()) {
        const wait = await this.runAttempt([delivery], this.attempt(delivery));
        if (wait === undefined) break;
        if (isMine()) await this.pause(wait);
      }
    }
  }

  /** Milliseconds to wait before the next try, or undefined when the event is dealt with. */
  private async attempt(delivery: Delivery): Promise<number | undefined> {
    try {
      await this.work.together([delivery]);
      return undefined;
    } catch (error) {
      if (!(error instanceof Fenced)) return this.work.failed(delivery, error);
      this.fenced(error);
      return undefined;
    }
  }

  private async runAttempt<T>(deliveries: readonly Delivery[], flight: Promise<T>): Promise<T> {
    this.inFlight = deliveries;
    this.currentAttempt = flight.catch(() => undefined);
    try {
      return await flight;
    } finally {
      this.inFlight = [];
    }
  }

  private fenced({ source, partition }: Fenced): void {
    const place = `${source}/${partition}`;
    if (!this.part.some((delivery) => placeOf(delivery) === place)) return;
    this.revoked.add(place);
    this.queue = this.queue.filter((delivery) => placeOf(delivery) !== place);
    this.work.rewind(source, partition);
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = undefined;
  }
}
