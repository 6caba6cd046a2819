import { AnyObject, Day, Flag, Int, ListOf, Optional, Text, Uuid } from '@throughcare/platform/dto';

/** Unknown values count as absent, as existing clients expect; unknown names are refused. */
export class ListAssessments {
  @Optional() @ListOf('text', { description: 'repeated or with commas' }) statuses?: string[];
  @Optional() @Text({ max: 255, blank: true, description: 'whole CRN, or words of a name' }) crnOrName?: string;
  @Optional() @Text({ max: 100, blank: true, description: 'unknown values count as arrivalDate' }) sortBy?: string;
  @Optional() @Text({ max: 100, blank: true, description: 'asc or desc' }) sortDirection?: string;
  @Optional() @Int({ min: 1, max: 1_000_000, description: 'without it every row and no page headers' }) page?: number;
  @Optional() @Int({ min: 1, max: 1000, description: 'default 10' }) perPage?: number;
}

export class NewAllocation {
  @Optional() @Uuid({ description: 'oneself or nobody: allocating to a colleague is not built yet' }) userId?:
    string | null;
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
