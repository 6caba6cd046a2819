import { AnyObject, Day, Flag, Optional, Text, Uuid } from '@throughcare/platform/dto';

export class NewAllocation {
  @Optional()
  @Uuid({ description: 'an assessor who reaches the region of the assessment; absent: the caller' })
  userId?: string | null;
  @Optional()
  @Uuid({ description: 'who has it now, where that is neither nobody nor the caller' })
  fromUserId?: string | null;
}

export class AcceptAssessment {
  @Optional() @AnyObject({ description: 'not used; clients send {}' }) document?: Record<string, unknown> | null;
}

export class RejectAssessment {
  @Optional() @AnyObject({ description: 'not used; clients send {}' }) document?: Record<string, unknown> | null;
  @Optional() @Text({ blank: true, description: 'clients send "default"' }) rejectionRationale?: string | null;
  @Uuid({ description: 'an active one of /reference-data/referral-rejection-reasons' })
  referralRejectionReasonId!: string;
  @Optional() @Text({ blank: true }) referralRejectionReasonDetail?: string | null;
  @Flag({ description: 'the practitioner asked for it to be withdrawn' }) isWithdrawn!: boolean;
}

/** One of the two, or both. */
export class UpdateAssessment {
  @Optional() @Day() releaseDate?: string | null;
  @Optional() @Day() accommodationRequiredFromDate?: string | null;
}

export class NewNote {
  @Text() message!: string;
}
