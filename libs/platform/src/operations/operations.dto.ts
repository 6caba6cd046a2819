import { ApiSchema } from '@nestjs/swagger';
import { MODES, type ReplayMode } from '@throughcare/messaging/replay';
import { Exact, Flag, Instant, Int, ListOf, Nested, OneOf, Optional, Text, Uuid } from '../dto';

/** A reason is kept for good; it must not name a person. */
const Reason = () => Text({ max: 500 });

@ApiSchema({ name: 'ReasonBody' })
export class NewReason {
  @Reason() reason!: string;
}

@Exact()
export class EventQuery {
  @Optional() @ListOf('text') type?: string[];
  @Optional() @ListOf('text') key?: string[];
  @Optional() @ListOf('text') aggregate?: string[];
  @Optional() @ListOf('uuid') id?: string[];
  @Optional() @Instant() from?: string;
  @Optional() @Instant({ notBefore: 'from' }) to?: string;
  /** Types that are left out. */
  @Optional() @ListOf('text') without?: string[];
  @Optional() @Uuid() before?: string;
  @Optional() @Uuid() after?: string;
  @Optional() @Int({ min: 1, max: 1000 }) limit?: number;
}

/** Why somebody looks: kept, and it must not name a person. */
@Exact()
@ApiSchema({ name: 'LookBody' })
export class NewLook {
  @Optional() @Reason() reason?: string;
}

@Exact()
@ApiSchema({ name: 'EventSearchBody' })
export class EventSearchQuery extends EventQuery {
  @Optional() @Reason() reason?: string;
}

export class JourneyQuery {
  @Optional() @Text({ max: 200 }) key?: string;
}

@ApiSchema({ name: 'JourneyBody' })
export class JourneySearchQuery {
  @Optional() @Text({ max: 200 }) key?: string;
  @Optional() @Text({ max: 200 }) type?: string;
  @Optional() @Text({ max: 100 }) source?: string;
  @Optional() @Int({ min: 0, max: 63 }) partition?: number;
  @Optional() @Int({ min: 0, max: Number.MAX_SAFE_INTEGER }) offset?: number;
}

export class SinceQuery {
  @Optional() @Instant() from?: string;
}

export class StuckQuery {
  @Optional() @Int({ min: 0, max: 86_400 }) olderThan?: number;
}

@Exact()
@ApiSchema({ name: 'ResetBody' })
export class NewReset {
  /** `earliest`, `latest` or an instant. */
  @Text({ max: 40 }) to!: string;
  @Optional() @Flag() dryRun?: boolean;
  @Reason() reason!: string;
}

@Exact()
export class DeadLetterQuery {
  @Optional() @Text({ max: 100 }) consumer?: string;
  @Optional() @Text({ max: 100 }) key?: string;
  @Optional() @Text({ max: 200 }) type?: string;
  @Optional() @Text({ max: 100 }) code?: string;
  @Optional() @OneOf(['transient', 'hopeful', 'permanent']) errorClass?: string;
  @Optional() @OneOf(['failed', 'waiting', 'discarded']) state?: 'failed' | 'waiting' | 'discarded';
  @Optional() @Instant() before?: string;
  @Optional() @Int({ min: 1, max: 1000 }) limit?: number;
}

@Exact()
@ApiSchema({ name: 'LetterSearchBody' })
export class DeadLetterSearchQuery extends DeadLetterQuery {
  @Optional() @Reason() reason?: string;
}

@Exact()
@ApiSchema({ name: 'RedriveBody' })
export class NewRedrive {
  @Text({ max: 100 }) consumer!: string;
  @Optional() @Text({ max: 20 }) id?: string;
  @Optional() @Text({ max: 100 }) key?: string;
  @Optional() @Text({ max: 200 }) type?: string;
  @Optional() @Text({ max: 100 }) code?: string;
  @Optional() @Instant() before?: string;
  /** Everything of the consumer: must be said when nothing else is. */
  @Optional() @Flag() all?: boolean;
  @Optional() @Flag() dryRun?: boolean;
  @Optional() @Int({ min: 1, max: 100_000 }) rate?: number;
  @Optional() @Int({ min: 100, max: 20_000 }) budgetMs?: number;
  @Reason() reason!: string;
}

@Exact()
@ApiSchema({ name: 'ReplayFilterBody' })
export class ReplayFilterGiven {
  @Optional() @Instant() from?: string;
  @Optional() @Instant({ notBefore: 'from' }) to?: string;
  @Optional() @ListOf('text') types?: string[];
  @Optional() @ListOf('text') keys?: string[];
  @Optional() @ListOf('text') aggregateIds?: string[];
  @Optional() @ListOf('uuid') eventIds?: string[];
  @Optional() @ListOf('text') sources?: string[];
  /** Only what had no effect. */
  @Optional() @Flag() missed?: boolean;
}

@Exact()
@ApiSchema({ name: 'ReplayBody' })
export class NewReplay {
  @Text({ max: 100 }) consumer!: string;
  @OneOf(MODES) mode!: ReplayMode;
  @Optional() @Nested(() => ReplayFilterGiven) filter?: ReplayFilterGiven;
  @Optional() @Int({ min: 1, max: 1_000_000 }) rate?: number;
  /** Effects happen again, outgoing events leave again, other systems are called again. */
  @Optional() @Flag() withEffects?: boolean;
  /** Rebuild: swap without asking. */
  @Optional() @Flag() swap?: boolean;
  @Reason() reason!: string;
}

@Exact()
@ApiSchema({ name: 'ReplayPlanBody' })
export class NewReplayPlan {
  @Text({ max: 100 }) consumer!: string;
  @OneOf(MODES) mode!: ReplayMode;
  @Optional() @Nested(() => ReplayFilterGiven) filter?: ReplayFilterGiven;
}

@ApiSchema({ name: 'SteerBody' })
export class ReplayUpdate {
  @Reason() reason!: string;
}

@Exact()
export class AuditQuery {
  @Optional() @ListOf('text') key?: string[];
  @Optional() @Text({ max: 100 }) actor?: string;
  @Optional() @Text({ max: 100 }) action?: string;
  @Optional() @Instant() from?: string;
  @Optional() @Instant({ notBefore: 'from' }) to?: string;
  @Optional() @Text({ max: 20 }) before?: string;
  @Optional() @Int({ min: 1, max: 1000 }) limit?: number;
}

export class LimitQuery {
  @Optional() @Int({ min: 1, max: 1000 }) limit?: number;
}

@Exact()
@ApiSchema({ name: 'EndBody' })
export class NewEnd extends NewReason {
  @Int({ min: 1 }) pid!: number;
}

@Exact()
@ApiSchema({ name: 'StrikeBody' })
export class NewStrike extends NewReason {
  @Text({ max: 200 }) aggregate!: string;
}
