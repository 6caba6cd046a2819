import type { Delivery } from '../bus/bus';
import { Pace } from '../database/pace';
import type { LaneWork } from './lane';
import { Lane } from './lane';

/**
 * A transaction of a busy consumer that is not full begins at least this long after the one before: what comes meanwhile, from
 * other sources and partitions, shares its commit. Shorter than the relay's gap, so with one source only the relay sets the pace.
 */
const PACE_MS = 10;

/** Where a partition's events go, and how often some came. */
interface LaneAssignment {
  readonly lane: Lane;
  pushes: number;
}

/**
 * The lanes of one consumer, a key always in the same one. Lanes that are free share a transaction as long as there is room, so
 * that few events cost one commit and many cost few; a lane that waits or fails holds up no other.
 */
export class LaneScheduler {
  private readonly lanes: readonly Lane[];
  private readonly assignments = new Map<number, LaneAssignment>();
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;
  private readonly pace = new Pace();
  private pickedAt = 0;
  private firstLane = 0;
  private stopped = false;

  constructor(
    private readonly work: LaneWork,
    lanes: number,
  ) {
    this.lanes = Array.from({ length: lanes }, () => new Lane(work));
  }

  get isIdle(): boolean {
    return this.lanes.every((lane) => lane.isIdle);
  }

  /** Deliveries of one partition, in order. */
  push(deliveries: readonly Delivery[]): void {
    const [first] = deliveries;
    if (!first) return;
    const assignment = this.assignmentOf(first.record.partition);
    assignment.pushes += 1;
    this.pace.note(deliveries.length);
    assignment.lane.push(deliveries);
    this.soon();
  }

  /** Forgets what waits of these partitions; resolves when nothing of them is in flight. */
  async drop(partitions: readonly number[]): Promise<void> {
    const before = partitions.map((partition) => [partition, this.assignments.get(partition)?.pushes] as const);
    await Promise.all(this.lanes.map((lane) => lane.drop(({ record }) => partitions.includes(record.partition))));
    // Came back meanwhile: then it stays where its events are.
    for (const [partition, pushes] of before) {
      if (this.assignments.get(partition)?.pushes === pushes) this.assignments.delete(partition);
    }
  }

  /** Finishes what is in flight and begins nothing else. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
    await Promise.all(this.lanes.map((lane) => lane.stop()));
  }

  /**
   * The lane with the fewest partitions, from the first event of a partition until it goes to somebody else. A lane by number
   * would leave lanes empty whenever a member is given every n-th partition.
   */
  private assignmentOf(partition: number): LaneAssignment {
    const known = this.assignments.get(partition);
    if (known) return known;
    const taken = [...this.assignments.values()].map(({ lane }) => lane);
    const load = (lane: Lane) => taken.filter((each) => each === lane).length;
    const lane = this.lanes.reduce((least, each) => (load(each) < load(least) ? each : least));
    const assignment = { lane, pushes: 0 };
    this.assignments.set(partition, assignment);
    return assignment;
  }

  private soon(): void {
    if (this.stopped || this.immediate) return;
    const ready = this.lanes.reduce((sum, lane) => sum + lane.ready, 0);
    if (ready === 0) return;
    const early = this.pickedAt + PACE_MS * this.pace.load - performance.now();
    if (ready >= this.work.batchSize || early <= 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.immediate = setImmediate(() => this.pick());
    } else {
      this.timer ??= setTimeout(() => this.pick(), early);
    }
  }

  private pick(): void {
    clearTimeout(this.timer);
    this.timer = this.immediate = undefined;
    if (this.stopped) return;
    this.pickedAt = performance.now();
    let room = this.work.batchSize;
    const parts: { lane: Lane; part: readonly Delivery[] }[] = [];
    for (const lane of this.inFairOrder()) {
      if (lane.ready === 0 || room === 0) continue;
      const part = lane.take(room);
      room -= part.filter(({ wanted }) => wanted).length;
      if (part.length > 0) parts.push({ lane, part });
      else void lane.takeOne().finally(() => this.soon());
    }
    this.share(parts);
    this.soon();
  }

  private share(parts: readonly { lane: Lane; part: readonly Delivery[] }[]): void {
    if (parts.length === 0) return;
    const flight = this.work.together(parts.flatMap(({ part }) => part));
    for (const { lane, part } of parts) void lane.share(part, flight).finally(() => this.soon());
  }

  private inFairOrder(): readonly Lane[] {
    this.firstLane = (this.firstLane + 1) % this.lanes.length;
    return [...this.lanes.slice(this.firstLane), ...this.lanes.slice(0, this.firstLane)];
  }
}
