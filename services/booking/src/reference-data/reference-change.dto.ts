import { ApiSchema, Exact, Flag, ListOf, Optional, Text, Uuid } from '@throughcare/platform/dto';

/** What is not sent stays as it is. */
export class ReferenceItemUpdate {
  @Optional() @Text({ max: 200 }) name?: string;
  @Optional() @Flag() isActive?: boolean;
  @Optional() @ListOf('text') deliusCodes?: string[];
  /** Null: there is no mailbox any more. */
  @Optional({ keepNull: true }) @Text({ max: 200 }) hptEmail?: string | null;
  @Optional() @Text({ max: 500 }) description?: string;
  @Optional() @Uuid() probationRegionId?: string;
}

/** Members that the list does not have are refused. */
@Exact()
export class NewReferenceItem {
  @Text({ max: 200 }) name!: string;
  @Optional() @ListOf('text') deliusCodes?: string[];
  @Optional() @Text({ max: 200 }) hptEmail?: string;
  @Optional() @Text({ max: 500 }) description?: string;
  @Optional() @Uuid() probationRegionId?: string;
  @Optional() @Text({ max: 20 }) identifier?: string;
  @Optional() @Uuid() parentReasonId?: string;
}

@Exact()
@ApiSchema({ name: 'SuccessorBody' })
export class Successor {
  /** A unit that there is; or else `name`. */
  @Optional() @Uuid() id?: string;
  /** Of a new unit. */
  @Optional() @Text({ max: 200 }) name?: string;
  /** Codes that lead to it from now on. One successor alone takes over every code. */
  @Optional() @ListOf('text') deliusCodes?: string[];
}

/** Units that are no longer in use, and what takes their place: several to one is a merge, one to several a split. */
@Exact()
@ApiSchema({ name: 'ReplacementBody' })
export class NewReplacement {
  @ListOf('uuid') from!: string[];
  @ListOf(() => Successor) to!: Successor[];
}
