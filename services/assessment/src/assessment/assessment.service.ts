import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@throughcare/messaging/publish/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import type { StaffMember } from '@throughcare/platform/staff';
import { reasonOf } from './shown-names';
import { addDateNote, addUserNote, isSecondPress, latestUserNote } from '../timeline/notes';
import type { RejectAssessment, UpdateAssessment } from './assessment.dto';
import { Assessment } from './assessment.entity';
import { AssessmentFinder } from './assessment.finder';
import { accept, allocate, close, deallocate, reject, requireMyself, type Decision } from './assessment.rules';
import { changeDates } from './dates.rules';
import { openBookings, type OpenBooking } from './open-bookings';
import { lock, record, save, type Work } from './record';

type Rule = (assessment: Assessment, now: Date, open: readonly OpenBooking[]) => Decision;

/** What assessors do: access, lock, decide, save, append. */
@Injectable()
export class AssessmentService {
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
    const note = await this.work.run(async (tx) => {
      if (!(await lock({ tx }, id))) throw notFound('ASSESSMENT_NOT_FOUND');
      const now = clock.now();
      const latest = await latestUserNote(tx, id, me);
      return latest && isSecondPress(latest, message, now) ? latest : addUserNote(tx, id, me, now, message);
    });
    return { note, author: me };
  }

  async changeDates(me: StaffMember, caller: Principal, id: string, body: UpdateAssessment): Promise<void> {
    await this.found.toAssess(me, caller, id);
    await this.locked(id, async (assessment, work) => {
      const now = clock.now();
      const { changes, notes, events } = changeDates(assessment, body, me.userId, now);
      if (notes.length === 0) return;
      await save(work, assessment, changes, events);
      for (const note of notes) await addDateNote(work.tx, id, me, now, note);
    });
  }

  private decide(id: string, author: StaffMember, rule: Rule) {
    return this.locked(id, async (assessment, work) => {
      const now = clock.now();
      const open = await openBookings(work.tx, id);
      return record(work, assessment, rule(assessment, now, open), author, now);
    });
  }

  private locked(id: string, change: (assessment: Assessment, work: Work) => Promise<void>): Promise<void> {
    return this.work.run(async (tx, publish) => {
      const assessment = await lock({ tx }, id);
      if (!assessment) throw notFound('ASSESSMENT_NOT_FOUND');
      await change(assessment, { tx, publish });
    });
  }
}
