import { Injectable } from '@nestjs/common';
import { changeAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { clock } from '@throughcare/base/clock';
import { StaffDirectory, hasRegion, type StaffMember } from '@throughcare/platform/staff';
import { invalidField } from '@throughcare/base/errors';

import { reasonOf } from '../shown-names';
import { addDateNote, addUserNote, isSecondPress, latestUserNote } from '../timeline/notes';
import type { Note } from '../timeline/note.entity';
import type { NewAllocation, NewRejection, AssessmentUpdate } from './decision.dto';
import { assessments } from '../assessment/assessment.aggregate';
import type { Doing } from '../assessment/assessment-state';
import type { Assessment } from '../assessment/assessment.entity';
import { AssessmentFinder } from '../assessment/assessment.finder';
import { accept, allocate, close, deallocate, reject, type Decision } from './decision.rules';
import { changeDates } from './dates.rules';
import { openBookings, type OpenBooking } from './open-bookings';
import { recorded } from './recorded';

type Rule = (assessment: Assessment, doing: Doing & { open: readonly OpenBooking[] }) => Decision;

/** What assessors do. */
@Injectable()
export class DecisionService {
  constructor(
    private readonly found: AssessmentFinder,
    private readonly work: UnitOfWork,
    private readonly staff: StaffDirectory,
  ) {}

  /** To the caller, or to the colleague named. */
  async allocate(me: StaffMember, caller: Principal, id: string, body: NewAllocation): Promise<StaffMember> {
    const { probationRegionId } = await this.found.toAssess(me, caller, id);
    const assignee = await this.assignee(me, probationRegionId, body.userId?.toLowerCase());
    const from = body.fromUserId?.toLowerCase();
    await this.decide(id, me, (assessment, doing) =>
      allocate(assessment, assignee.userId, { ...doing, ...(from && { from }) }),
    );
    return assignee;
  }

  async deallocate(me: StaffMember, caller: Principal, id: string): Promise<void> {
    await this.found.toAssess(me, caller, id);
    await this.decide(id, me, deallocate);
  }

  async accept(me: StaffMember, caller: Principal, id: string): Promise<void> {
    await this.found.toAssess(me, caller, id);
    await this.decide(id, me, accept);
  }

  async reject(me: StaffMember, caller: Principal, id: string, body: NewRejection): Promise<void> {
    await this.found.toAssess(me, caller, id);
    const rejection = {
      reasonId: body.referralRejectionReasonId,
      detail: body.referralRejectionReasonDetail ?? null,
      isWithdrawn: body.isWithdrawn,
      rationale: body.rejectionRationale ?? 'default',
    };
    await this.decide(id, me, (assessment, doing) => reject(assessment, rejection, reasonOf, doing));
  }

  async close(me: StaffMember, caller: Principal, id: string): Promise<void> {
    await this.found.toAssess(me, caller, id);
    await this.decide(id, me, close);
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

  async changeDates(me: StaffMember, caller: Principal, id: string, body: AssessmentUpdate): Promise<void> {
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

  /** Somebody else is refused who could not open the assessment, or may not decide about it. */
  private async assignee(me: StaffMember, regionId: string, userId = me.userId): Promise<StaffMember> {
    if (userId === me.userId) return me;
    const colleague = await this.staff.findActing(userId);
    if (!colleague) throw invalidField('$.userId', 'doesNotExist');
    if (!colleague.roles.includes('CAS3_ASSESSOR') || !hasRegion(colleague, regionId))
      throw invalidField('$.userId', 'userPermission');
    return colleague;
  }

  private async decide(id: string, author: StaffMember, rule: Rule): Promise<void> {
    await changeAggregate(this.work, assessments, { id }, async (assessment, tx) => {
      const now = clock.now();
      const open = await openBookings(tx, id);
      return recorded(rule(assessment, { now, by: author.userId, open }), author, now);
    });
  }
}
