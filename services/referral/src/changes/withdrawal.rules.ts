import { conflict, invalidField, notFound } from '@throughcare/base/errors';
import type { NewEvent } from '@throughcare/events/define-event';
import { ReferralWithdrawn } from '@throughcare/events/referral-withdrawn.v1';

/** What has become of an application. */
export interface Submitted {
  readonly id: string;
  readonly crn: string;
  readonly nomsNumber: string | null;
  readonly revision: number;
  readonly submittedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly erasedAt: Date | null;
  readonly assessmentStatus: string | null;
}

/** Only a referral that is with a homelessness prevention team, and that they have not decided against or closed, can be withdrawn or amended. */
export const requireLive = (application: Submitted): void => {
  if (application.deletedAt || application.erasedAt) throw notFound('APPLICATION_NOT_FOUND');
  if (!application.submittedAt)
    throw conflict('APPLICATION_NOT_SUBMITTED', { detail: 'This referral has not been submitted. Change the draft' });
  if (application.withdrawnAt)
    throw conflict('REFERRAL_WITHDRAWN', { detail: 'This referral has been withdrawn. Make a new referral' });
  if (application.assessmentStatus === 'rejected' || application.assessmentStatus === 'closed')
    throw conflict('REFERRAL_ALREADY_DECIDED', {
      detail: 'The homelessness prevention team has rejected or closed this referral. Make a new referral',
    });
};

export interface Withdrawal {
  readonly reasonId: string;
  readonly detail: string | null;
  readonly byUserId: string;
}

interface Known {
  readonly reasonOf: (id: string) => { readonly isActive: boolean } | undefined;
  /** Bookings that hold a bedspace for it, as far as booking has told. */
  readonly openBookings: readonly string[];
  readonly now: Date;
}

/** Takes a referral back. Doing it again changes nothing and tells nothing. */
export const withdraw = (
  application: Submitted,
  { reasonId, detail, byUserId }: Withdrawal,
  { reasonOf, openBookings, now }: Known,
):
  | {
      changes: { withdrawnAt: Date; withdrawalReasonId: string; withdrawalDetail: string | null; revision: number };
      events: NewEvent[];
    }
  | undefined => {
  if (application.withdrawnAt && !application.erasedAt) return undefined;
  requireLive(application);
  if (!reasonOf(reasonId)?.isActive) throw invalidField('$.reasonId', 'doesNotExist');
  if (openBookings.length > 0)
    throw conflict('REFERRAL_HAS_OPEN_BOOKING', {
      detail: 'A bedspace is booked for this person. Ask the homelessness prevention team to cancel the booking first',
    });
  const event = ReferralWithdrawn.of({
    applicationId: application.id,
    crn: application.crn,
    nomsNumber: application.nomsNumber ?? undefined,
    reasonId,
    withdrawnAt: now.toISOString(),
    byUserId,
  });
  const changes = {
    withdrawnAt: now,
    withdrawalReasonId: reasonId,
    withdrawalDetail: detail,
    revision: application.revision + 1,
  };
  return { changes, events: [event] };
};
