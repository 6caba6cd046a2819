import { ApiSchema, AnyObject, Exact, Optional, Text, Uuid } from '@throughcare/platform/dto';

@Exact()
@ApiSchema({ name: 'WithdrawReferral' })
export class NewWithdrawal {
  @Uuid({ description: 'of the list of reasons for rejection' }) reasonId!: string;
  @Optional() @Text({ max: 4000, blank: true }) detail?: string | null;
}

@Exact()
@ApiSchema({ name: 'AmendReferral' })
export class NewAmendment {
  @Text({ max: 4000, description: 'why it is corrected; kept with the history' }) reason!: string;
  @AnyObject({ description: 'the whole form: task, page, field' }) data!: Record<string, unknown>;
}
