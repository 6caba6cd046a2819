import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { AppError } from '@throughcare/base/errors';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { assessmentIdOf } from '@throughcare/events/ids';
import { ReferralAmended } from '@throughcare/events/referral-amended.v1';
import { ReferralWithdrawn } from '@throughcare/events/referral-withdrawn.v1';
import { changeIfFound } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { EntityManager } from 'typeorm';
import { assessments } from '../assessment/assessment.aggregate';
import type { Assessment } from '../assessment/assessment.entity';
import { openBookings } from '../decision/open-bookings';
import { recorded } from '../decision/recorded';
import { addDateNote, addUserNote } from '../timeline/notes';
import { amendedDates, withdrawn, type Amended } from './referral-changes.rules';

export const withdrawnReferral = defineRead(ReferralWithdrawn, ['applicationId', 'reasonId', 'byUserId']);
export const amendedReferral = defineRead(ReferralAmended, [
  ...(['applicationId', 'changed', 'releaseDate?', 'accommodationRequiredFromDate', 'amendedByUserId'] as const),
  'amendment',
]);

const WITHDRAWN =
  'The probation practitioner has withdrawn this referral. A bedspace is booked for it: cancel the booking, then reject the referral';
const AMENDED = 'The probation practitioner has corrected this referral. Read its answers again';

/** A pair of dates that cannot be is the assessor's to sort out: the practitioner's words are in the referral. */
const datesOf = (assessment: Assessment, amended: Amended, now: Date) => {
  try {
    return amendedDates(assessment, amended, now);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'invalid') return { changes: {}, notes: [], events: [] };
    throw error;
  }
};

/** What a practitioner does to a referral that an assessment is open for. */
@Injectable()
export class ReferralChangesService {
  constructor(private readonly work: UnitOfWork) {}

  async withdrawn({ data }: ReadOf<typeof withdrawnReferral>): Promise<void> {
    const author = { userId: data.byUserId };
    await changeIfFound(this.work, assessments, { id: assessmentIdOf(data.applicationId) }, async (assessment, tx) => {
      const now = clock.now();
      const open = await openBookings(tx, assessment.id);
      const decision = withdrawn(assessment, data, { open, now });
      if (decision) return recorded(decision, author, now);
      if (open.length > 0) await addUserNote(tx, assessment.id, author, now, WITHDRAWN);
      return undefined;
    });
  }

  async amended({ data }: ReadOf<typeof amendedReferral>): Promise<void> {
    const author = { userId: data.amendedByUserId };
    await changeIfFound(this.work, assessments, { id: assessmentIdOf(data.applicationId) }, async (assessment, tx) => {
      const now = clock.now();
      await addUserNote(tx, assessment.id, author, now, AMENDED);
      const { changes, events, notes } = datesOf(assessment, data, now);
      if (events.length === 0) return undefined;
      const also = async (of: EntityManager) => {
        for (const note of notes) await addDateNote(of, assessment.id, author, now, note);
      };
      return { changes, events, also: () => also(tx) };
    });
  }
}
