import type { Delivery } from '../bus';
import { Fenced } from '../bus';

/** What a lane asks of its consumer. */
export interface LaneWork {
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

/** A short batch begins at least this long after the one before: events that come meanwhile share its transaction. */
const PACE_MS = 20;

const placeOf = ({ record }: Delivery) => `${record.source}/${record.partition}`;

/** Events of some keys, one batch after the other, in order. A failed batch is run again one by one. */
export class Lane {
  private queue: Delivery[] = [];
  private current: readonly Delivery[] = [];
  /** Partitions of the current batch that are not ours any more. */
  private readonly void = new Set<string>();
  private running: Promise<void> | undefined;
  /** What is being worked on this very moment, and its end. */
  private inFlight: readonly Delivery[] = [];
  private landing: Promise<unknown> = Promise.resolve();
  private endRest: (() => void) | undefined;
  private begunAt = 0;
  private pacing = false;
  private stopped = false;

  constructor(private readonly work: LaneWork) {}

  get isIdle(): boolean {
    return this.running === undefined && this.queue.length === 0;
  }

  push(deliveries: readonly Delivery[]): void {
    if (this.stopped) return;
    for (const delivery of deliveries) this.queue.push(delivery);
    if (this.pacing && this.queue.length >= this.work.batchSize) this.endRest?.();
    this.running ??= this.run();
  }

  /** Forgets what waits of these partitions; resolves when nothing of them is in flight. */
  async drop(isDropped: (delivery: Delivery) => boolean): Promise<void> {
    this.queue = this.queue.filter((delivery) => !isDropped(delivery));
    for (const delivery of this.current.filter(isDropped)) this.void.add(placeOf(delivery));
    this.endRest?.();
    if (this.inFlight.some(isDropped)) await this.landing;
  }

  /** Finishes the batch in flight and begins no other. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.queue = [];
    this.endRest?.();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0 && !this.stopped) {
      await this.pace();
      this.current = this.take();
      await this.process(this.current);
      this.current = [];
      this.void.clear();
    }
    this.running = undefined;
  }

  private async pace(): Promise<void> {
    const early = this.begunAt + PACE_MS - performance.now();
    this.pacing = true;
    if (early > 0 && this.queue.length < this.work.batchSize) await this.rest(early);
    else await Promise.resolve(); // what arrives in the same moment becomes one batch
    this.pacing = false;
    this.begunAt = performance.now();
  }

  /** The longest run from the head that may share a transaction; what nobody wants does not count. */
  private take(): readonly Delivery[] {
    let size = 0;
    let wanted = 0;
    for (const delivery of this.queue) {
      if (this.work.isAlone(delivery)) break;
      if (delivery.wanted && wanted === this.work.batchSize) break;
      wanted += delivery.wanted ? 1 : 0;
      size += 1;
    }
    return this.queue.splice(0, Math.max(1, size));
  }

  private async process(batch: readonly Delivery[]): Promise<void> {
    if (batch.length > 1) {
      try {
        await this.fly(batch, () => this.work.together(batch));
        return;
      } catch (error) {
        if (error instanceof Fenced) this.fenced(error);
      }
    }
    for (const delivery of batch) await this.alone(delivery);
  }

  private async alone(delivery: Delivery): Promise<void> {
    while (!this.stopped && !this.void.has(placeOf(delivery))) {
      const wait = await this.fly([delivery], () => this.attempt(delivery));
      if (wait === undefined) return;
      await this.rest(wait);
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

  private async fly<T>(deliveries: readonly Delivery[], work: () => Promise<T>): Promise<T> {
    const flight = work();
    this.inFlight = deliveries;
    this.landing = flight.catch(() => undefined);
    try {
      return await flight;
    } finally {
      this.inFlight = [];
    }
  }

  private fenced({ source, partition }: Fenced): void {
    const place = `${source}/${partition}`;
    this.void.add(place);
    this.queue = this.queue.filter((delivery) => placeOf(delivery) !== place);
    this.work.rewind(source, partition);
  }

  private async rest(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endRest = undefined;
  }
}
