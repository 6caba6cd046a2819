import { ApiSchema, Exact, Flag, Int, ListOf, OneOf, Optional, Text, Uuid } from '@throughcare/platform/dto';
import { OPERATIONS } from '../public-events/topic.rules';
import { STATES } from '../ledger/ledger.rules';

/** Operations that one list shows, or one call sends again. */
export const MOST = 1_000;

export class SyncQuery {
  @Optional() @OneOf([...STATES, 'held', 'untaken']) state?: string;
  @Optional() @OneOf(OPERATIONS) operation?: string;
  @Optional() @Uuid() bookingId?: string;
  @Optional() @Flag() open?: boolean;
  @Optional() @Int({ min: 1, max: MOST }) limit?: number;
}

/** In the body only: it is an identifier of a person. */
@Exact()
@ApiSchema({ name: 'SyncSearch' })
export class SyncSearchQuery extends SyncQuery {
  @Optional() @Text({ max: 20 }) person?: string;
  /** Why somebody looks at a person whom nDelius lets only some see: kept. */
  @Optional() @Text({ max: 500 }) reason?: string;
}

@Exact()
@ApiSchema({ name: 'ResendBody' })
export class NewResend {
  @Optional() @ListOf('uuid') ids?: string[];
  @Optional() @OneOf(['unconfirmed', 'parked', 'read-again', 'no-address', 'untaken']) state?: string;
  @Optional() @OneOf(OPERATIONS) operation?: string;
  @Optional() @Uuid() bookingId?: string;
  @Optional() @Flag() dryRun?: boolean;
  @Text({ max: 500 }) reason!: string;
}

@ApiSchema({ name: 'MessageBody' })
export class NewMessage {
  @Text({ max: 200_000 }) body!: string;
  @Text({ max: 500 }) reason!: string;
}

export class UsageQuery {
  @Optional() @Int({ min: 1, max: 400 }) days?: number;
}

export class QuarantineQuery {
  @Optional() @Text({ max: 300 }) problem?: string;
  @Optional() @Int({ min: 1, max: 1_000 }) limit?: number;
}

@Exact()
@ApiSchema({ name: 'RetakeBody' })
export class NewRetake {
  @Optional() @Uuid() id?: string;
  @Optional() @Text({ max: 300 }) problem?: string;
  @Optional() @Flag() dryRun?: boolean;
  @Text({ max: 500 }) reason!: string;
}

export class MessagesQuery {
  @Optional() @Int({ min: 1, max: 1_000 }) maxMessages?: number;
}

@Exact()
@ApiSchema({ name: 'NumbersBody' })
export class NumbersQuery {
  @ListOf('text') numbers!: string[];
}
