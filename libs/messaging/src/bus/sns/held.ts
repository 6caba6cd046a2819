import { classify } from '@throughcare/base/retry.rules';
import type { EventRecord } from '../../publish/event-record';
import type { QueueMessage } from './queue';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Answers that a payload is not there before its event goes on without it: 14 minutes of them. */
const MOST_ANSWERS = 20;

/** A message and how to make a record of it; undefined where its payload is not to be found. */
export interface Held {
  readonly message: QueueMessage;
  readonly partition: number;
  readonly source: string;
  read(): Promise<EventRecord | undefined>;
  /** What there is of it: a dead letter in the end. */
  readonly without: EventRecord;
}

interface Group {
  readonly waiting: Held[];
  waitMs: number;
  /** How often the payload of the first was not there. */
  answers: number;
  timer?: NodeJS.Timeout;
}

/**
 * Messages whose payload cannot be had yet, and those of their groups behind them, in order. They are kept here and tried again, not
 * given back: each delivery by SQS counts towards the dead-letter queue, and what is behind would overtake. Their visibility is
 * extended like that of everything in flight. An outage is waited for; what is not there for long is handed over without its payload.
 */
export class HeldMessages {
  private readonly groups = new Map<string, Group>();
  private readonly taken: (held: Held, record: EventRecord) => void;

  constructor(
    take: (held: Held, record: EventRecord) => void,
    /** Told once per group that begins to wait. */
    private readonly onWait: () => void,
  ) {
    this.taken = take;
  }

  get size(): number {
    let size = 0;
    for (const { waiting } of this.groups.values()) size += waiting.length;
    return size;
  }

  /** Reads it now, unless others of its group wait before it. */
  async add(held: Held): Promise<void> {
    const group = this.groups.get(held.message.group);
    if (group) return void group.waiting.push(held);
    const opened: Group = { waiting: [held], waitMs: FIRST_WAIT_MS, answers: 0 };
    this.groups.set(held.message.group, opened);
    await this.goOn(held.message.group, opened);
  }

  receipts(): string[] {
    return [...this.groups.values()].flatMap(({ waiting }) => waiting.map(({ message }) => message.receipt));
  }

  /** Forgets everything of one source and partition, or everything; returns the receipts, oldest of each group first. */
  take(isTaken: (held: Held) => boolean = () => true): string[] {
    return [...this.groups].flatMap(([name, group]) => {
      const taken = group.waiting.filter(isTaken);
      group.waiting.splice(0, group.waiting.length, ...group.waiting.filter((held) => !isTaken(held)));
      if (group.waiting.length === 0) this.end(name, group);
      return taken.map(({ message }) => message.receipt);
    });
  }

  private async goOn(name: string, group: Group): Promise<void> {
    for (let head = group.waiting[0]; head; head = group.waiting[0]) {
      const record = await this.read(head, group);
      if (group.waiting[0] !== head) continue; // given back meanwhile
      if (!record) return this.again(name, group);
      group.waiting.shift();
      Object.assign(group, { waitMs: FIRST_WAIT_MS, answers: 0 });
      this.taken(head, record);
    }
    this.end(name, group);
  }

  private async read(head: Held, group: Group): Promise<EventRecord | undefined> {
    try {
      const record = await head.read();
      if (record) return record;
    } catch (error) {
      if (classify(error).errorClass === 'transient') return undefined;
    }
    group.answers += 1;
    return group.answers < MOST_ANSWERS ? undefined : head.without;
  }

  private again(name: string, group: Group): void {
    if (group.waitMs === FIRST_WAIT_MS) this.onWait();
    group.timer = setTimeout(() => void this.goOn(name, group), group.waitMs);
    group.waitMs = Math.min(group.waitMs * 2, LONGEST_WAIT_MS);
  }

  private end(name: string, group: Group): void {
    clearTimeout(group.timer);
    if (this.groups.get(name) === group) this.groups.delete(name);
  }
}
