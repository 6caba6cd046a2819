import { Injectable } from '@nestjs/common';
import { changeAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { clock } from '@throughcare/base/clock';
import type { StaffMember } from '@throughcare/platform/staff';
import { reasonOf } from '../shown-names';
import { addDateNote, addUserNote, isSecondPress, latestUserNote } from '../timeline/notes';
import type { Note } from '../timeline/note.entity';
import type { RejectAssessment, UpdateAssessment } from './decision.dto';
import { assessments } from '../assessment/assessment.aggregate';
import type { Assessment } from '../assessment/assessment.entity';
import { AssessmentFinder } from '../assessment/assessment.finder';
import { accept, allocate, close, deallocate, reject, requireMyself, type Decision } from './decision.rules';
import { changeDates } from './dates.rules';
import { openBookings, type OpenBooking } from './open-bookings';
import { recorded } from './recorded';

type Rule = (assessment: Assessment, now: Date, open: readonly OpenBooking[]) => Decision;

/** What assessors do. */
@Injectable()
export class DecisionService {
  constructor(
    private readonly found: AssessmentFinder,
    private readonly work: UnitOfWork,
  ) {}

  /** To the caller. Somebody else is refused, never silently replaced by the caller. */
  async allocateToMe(me: StaffMember, caller: Principal, id: string, userId?: string | null): Promise<StaffMember> {
    await this.found.toAssess(me, caller, id);
    requireMyself(me.userId, userId);
    await this.decide(id, me, (assessment, now) => allocate(assessment, me.userId, now));
    return me;
  }

  async deallocate(me: StaffMember, caller: Principal, id: string): Promise<void> {
    await this.found.toAssess(me, caller, id);
    await this.decide(id, me, (assessment) => deallocate(assessment));
  }

  async accept(me: StaffMember, caller: Principal, id: string): Promise<void> {
    await this.found.toAssess(me, caller, id);
    await this.decide(id, me, (assessment, now) => accept(assessment, now));
  }

  async reject(me: StaffMember, caller: Principal, id: string, body: RejectAssessment): Promise<void> {
    await this.found.toAssess(me, caller, id);
    const rejection = {
      reasonId: body.referralRejectionReasonId,
      detail: body.referralRejectionReasonDetail ?? null,
      isWithdrawn: body.isWithdrawn,
      rationale: body.rejectionRationale ?? 'default',
    };
    await this.decide(id, me, (assessment, now, open) => reject(assessment, rejection, reasonOf, { open, now }));
  }

  async close(me: StaffMember, caller: Principal, id: string): Promise<void> {
    await this.found.toAssess(me, caller, id);
    await this.decide(id, me, (assessment, now, open) => close(assessment, { open, now }));
  }

  async addNote(me: StaffMember, caller: Principal, id: string, message: string) {
    await this.found.toAssess(me, caller, id);
    let note!: Note; // set under the lock of the assessment
    await changeAggregate(this.work, assessments, { id }, async (_, tx) => {
      const now = clock.now();
      const latest = await latestUserNote(tx, id, me);
      note = latest && isSecondPress(latest, message, now) ? latest : await addUserNote(tx, id, me, now, message);
      return undefined;
    });
    return { note, author: me };
  }

  async changeDates(me: StaffMember, caller: Principal, id: string, body: UpdateAssessment): Promise<void> {
    await this.found.toAssess(me, caller, id);
    const now = clock.now();
    await changeAggregate(this.work, assessments, { id }, (assessment, tx) => {
      const { changes, notes, events } = changeDates(assessment, body, me.userId, now);
      const also = async () => {
        for (const note of notes) await addDateNote(tx, id, me, now, note);
      };
      return notes.length > 0 ? { changes, events, also } : undefined;
    });
  }

  private async decide(id: string, author: StaffMember, rule: Rule): Promise<void> {
    await changeAggregate(this.work, assessments, { id }, async (assessment, tx) => {
      const now = clock.now();
      const open = await openBookings(tx, id);
      return recorded(rule(assessment, now, open), author, now);
    });
  }
}
