import type { Consumer } from 'kafkajs';
import { monotonic } from '@throughcare/base/monotonic';
import type { Subscription } from '../bus';
import type { Assignment, GroupAdmin } from './group-admin';
import type { Positions } from './positions';

/** What an operator asked of a consumer group, and since when this process knows of it. */
export interface Asked {
  readonly to: string;
  readonly at: number;
}

/** The member of a group that does it. */
export interface GroupMember {
  readonly subscription: Pick<Subscription, 'revoke'>;
  readonly consumer: Pick<Consumer, 'seek' | 'commitOffsets'>;
  readonly admin: Pick<GroupAdmin, 'positionsAt'>;
  readonly positions: Pick<Positions, 'forget'>;
  readonly assignment: () => Assignment;
}

/** Members act within some seconds of each other; a join may take most of a minute. */
const REMEMBERED_MS = 60_000;

const keyOf = (topic: string, partition: number) => `${topic}/${partition}`;

/**
 * The last reset of a group, as one member does it. Each member moves the partitions it has when its turn comes; one that changes hands
 * between two turns would be moved by nobody, so for a minute a member moves what it gains as well. A partition that is moved twice
 * is read again from the same place, and the inbox knows what had its effect.
 */
export class GroupReset {
  /** Partitions that this member has moved and kept since. */
  private readonly moved = new Set<string>();

  constructor(
    private readonly member: GroupMember,
    private asked?: Asked,
  ) {}

  /** Everything is to be moved, also what was moved before. */
  ask(to: string): void {
    this.asked = { to, at: monotonic() };
    this.moved.clear();
  }

  /** What this member did not keep through a join may have been read on from by others. */
  joined(isKept: (topic: string, partition: number) => boolean): void {
    for (const key of this.moved) {
      const slash = key.lastIndexOf('/');
      if (!isKept(key.slice(0, slash), Number(key.slice(slash + 1)))) this.moved.delete(key);
    }
  }

  get isOwed(): boolean {
    return this.owed() !== undefined;
  }

  /** Moves what is owed, and what the group has committed of it. Commits nothing of a partition that others have got meanwhile. */
  async carryOut(): Promise<void> {
    const owed = this.owed();
    if (!owed) return;
    const { subscription, consumer, admin, positions } = this.member;
    const found = await admin.positionsAt(owed.places, owed.to);
    await subscription.revoke(found.map(({ partition }) => partition));
    const mine = this.member.assignment();
    const places = found
      .filter(({ topic, partition }) => mine[topic]?.includes(partition))
      .map((place) => ({ ...place, offset: String(place.offset) }));
    for (const place of places) {
      positions.forget(place.topic, place.partition);
      consumer.seek(place);
    }
    if (places.length > 0) await consumer.commitOffsets(places);
    for (const [topic, all] of Object.entries(owed.places))
      for (const partition of all) if (mine[topic]?.includes(partition)) this.moved.add(keyOf(topic, partition));
  }

  private owed(): { readonly to: string; readonly places: Assignment } | undefined {
    if (!this.asked || monotonic() - this.asked.at >= REMEMBERED_MS) return undefined;
    const open = Object.entries(this.member.assignment())
      .map(([topic, all]) => [topic, all.filter((partition) => !this.moved.has(keyOf(topic, partition)))] as const)
      .filter(([, partitions]) => partitions.length > 0);
    return open.length === 0 ? undefined : { to: this.asked.to, places: Object.fromEntries(open) };
  }
}
