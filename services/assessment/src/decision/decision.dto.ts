import { ApiSchema, AnyObject, Day, Flag, Optional, Text, Uuid } from '@throughcare/platform/dto';

export class NewAllocation {
  @Optional()
  @Uuid({ description: 'an assessor who reaches the region of the assessment; absent: the caller' })
  userId?: string | null;
  @Optional()
  @Uuid({ description: 'who has it now, where that is neither nobody nor the caller' })
  fromUserId?: string | null;
}

@ApiSchema({ name: 'AcceptAssessment' })
export class NewAcceptance {
  @Optional() @AnyObject({ description: 'not used; clients send {}' }) document?: Record<string, unknown> | null;
}

@ApiSchema({ name: 'RejectAssessment' })
export class NewRejection {
  @Optional() @AnyObject({ description: 'not used; clients send {}' }) document?: Record<string, unknown> | null;
  @Optional() @Text({ blank: true, description: 'clients send "default"' }) rejectionRationale?: string | null;
  @Uuid({ description: 'an active one of /reference-data/referral-rejection-reasons' })
  referralRejectionReasonId!: string;
  @Optional() @Text({ blank: true }) referralRejectionReasonDetail?: string | null;
  @Flag({ description: 'the practitioner asked for it to be withdrawn' }) isWithdrawn!: boolean;
}

/** One of the two, or both. */
@ApiSchema({ name: 'UpdateAssessment' })
export class AssessmentUpdate {
  @Optional() @Day() releaseDate?: string | null;
  @Optional() @Day() accommodationRequiredFromDate?: string | null;
}

export class NewNote {
  @Text() message!: string;
}
