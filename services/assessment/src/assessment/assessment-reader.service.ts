import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { StaffDirectory } from '@throughcare/platform/staff';
import { Access } from '../access/access.service';
import { assessmentJson } from './assessment.view';
import { ReferralClient } from './referral.client';

/** One assessment with the answers it is about. */
@Injectable()
export class AssessmentReader {
  constructor(
    private readonly access: Access,
    private readonly staff: StaffDirectory,
    private readonly referral: ReferralClient,
  ) {}

  async read(caller: Principal, id: string): Promise<string> {
    const { assessment } = await this.access.toAssess(caller, id);
    const { allocatedToUserId, applicationId } = assessment;
    const [allocatedTo, application] = await Promise.all([
      allocatedToUserId === null ? undefined : this.staff.find(allocatedToUserId),
      this.referral.application(applicationId, caller),
    ]);
    return assessmentJson(assessment, allocatedTo, application);
  }
}
