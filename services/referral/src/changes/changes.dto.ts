import { AnyObject, Exact, Optional, Text, Uuid } from '@throughcare/platform/dto';

@Exact()
export class WithdrawReferral {
  @Uuid({ description: 'of the list of reasons for rejection' }) reasonId!: string;
  @Optional() @Text({ max: 4000, blank: true }) detail?: string | null;
}

@Exact()
export class AmendReferral {
  @Text({ max: 4000, description: 'why it is corrected; kept with the history' }) reason!: string;
  @AnyObject({ description: 'the whole form: task, page, field' }) data!: Record<string, unknown>;
}
