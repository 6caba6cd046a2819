import type { RosterEntry, OtherMember } from './roster-table';
import { type Gained, handledElsewhere, holdsUp, mustKnow, standsAside, typeOf } from './standing.rules';

/** How one consumer of this instance stands among the others. Times are the roster's, in milliseconds. */
export class Standing {
  others: readonly OtherMember[] = [];
  gained: Gained = new Map();
  aside = false;
  /** Ids that were there when it last acted. */
  knows: readonly string[] = [];
  acting = false;
  behind: number | undefined;
  passed = 0;
  readonly unhandled = new Map<string, number>();
  /** Of everything it has ever wanted. */
  private types: ReadonlySet<string> = new Set();
  /** Since when it is subscribed. */
  private worksSince = Infinity;
  /** Since when it has tried to subscribe in vain. */
  private failsSince = Infinity;

  constructor(
    readonly consumer: string,
    private readonly wants: readonly string[],
  ) {}

  /** Takes in one look at the tables; true when it is to change sides. */
  looked(others: readonly OtherMember[], gained: Gained): boolean {
    this.others = others.filter(({ consumer }) => consumer === this.consumer);
    this.gained = gained;
    this.types = new Set([...gained.keys()].map(typeOf));
    const aside = standsAside(this.wants, this.others, gained);
    const isChange = aside !== this.aside;
    this.aside = aside;
    if (aside) this.worksSince = Infinity;
    return isChange;
  }

  subscribed(now: number): void {
    this.worksSince = now;
    this.failsSince = Infinity;
  }

  notSubscribed(now: number): void {
    this.worksSince = Infinity;
    this.failsSince = Math.min(this.failsSince, now);
  }

  /** True when others wait for an instance that has not been able to work for so long. */
  isWithdrawn(now: number, patienceMs: number): boolean {
    return now - this.failsSince > patienceMs && holdsUp(this.wants, this.others, this.gained);
  }

  entry(isWithdrawn: boolean): RosterEntry {
    const { consumer, knows, behind, passed } = this;
    return { consumer, knows, behind, passed, wants: isWithdrawn ? [] : this.wants };
  }

  hasWanted(type: string): boolean {
    return this.types.has(type);
  }

  isHandledElsewhere(type: string): boolean {
    return this.aside && handledElsewhere(this.wants, this.others).has(type);
  }

  /** True while one that has withdrawn may be about to find its bus again, as this one just did: what it handles may not pass yet. */
  mayReturn(types: readonly string[], now: number, patienceMs: number): boolean {
    const isNew = !(now - this.worksSince > patienceMs);
    return isNew && this.others.some(({ wants }) => wants.length === 0) && types.some((type) => this.hasWanted(type));
  }

  /** True when some other instance does not know this one and could pass what it wants. */
  isUnheard(instanceId: string): boolean {
    return mustKnow(this.wants, this.others).some(({ knows }) => !knows.includes(instanceId));
  }
}
