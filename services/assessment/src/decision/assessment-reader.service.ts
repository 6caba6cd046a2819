import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { StaffDirectory, type StaffMember } from '@throughcare/platform/staff';
import { AssessmentFinder } from '../assessment/assessment.finder';
import { toAssessment } from './assessment.reply';
import { ReferralClient } from './referral.client';

/** One assessment with the answers it is about. */
@Injectable()
export class AssessmentReader {
  constructor(
    private readonly found: AssessmentFinder,
    private readonly staff: StaffDirectory,
    private readonly referral: ReferralClient,
  ) {}

  async read(me: StaffMember, caller: Principal, id: string): Promise<string> {
    const assessment = await this.found.toAssess(me, caller, id);
    const { allocatedToUserId, applicationId } = assessment;
    const [allocatedTo, application] = await Promise.all([
      allocatedToUserId === null ? undefined : this.staff.find(allocatedToUserId),
      this.referral.application(applicationId, caller),
    ]);
    return toAssessment(assessment, allocatedTo, application);
  }
}
