import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { forbidden, notFound } from '@throughcare/base/errors';
import { PeopleClient } from '@throughcare/platform/people';
import { requireRole, StaffDirectory, type StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { Assessment } from '../assessment/assessment.entity';
import { depthOfTimeline, requireAssessor } from './access.rules';

/** Role, region and limited access, in that order: the first line of every service method. */
@Injectable()
export class Access {
  constructor(
    private readonly staff: StaffDirectory,
    private readonly people: PeopleClient,
    private readonly db: DataSource,
  ) {}

  /** An assessor who reaches the region and may see the person. */
  async toAssess(caller: Principal, id: string): Promise<{ me: StaffMember; assessment: Assessment }> {
    const me = await this.assessor(caller);
    const assessment = await this.find(id);
    requireAssessor(me, assessment);
    await this.requireVisible(assessment, caller);
    return { me, assessment };
  }

  /** How much of the timeline the caller may read. */
  async toTimeline(caller: Principal, id: string) {
    const me = await this.staff.require(caller);
    const assessment = await this.find(id);
    const depth = depthOfTimeline(me, assessment);
    await this.requireVisible(assessment, caller);
    return { assessment, depth };
  }

  /** An assessor, of whichever region. */
  async assessor(caller: Principal): Promise<StaffMember> {
    const me = await this.staff.require(caller);
    requireRole(me, 'CAS3_ASSESSOR');
    return me;
  }

  private async find(id: string): Promise<Assessment> {
    const assessment = await this.db.manager.findOneBy(Assessment, { id });
    if (!assessment) throw notFound('ASSESSMENT_NOT_FOUND');
    return assessment;
  }

  private async requireVisible({ crn }: Assessment, caller: Principal): Promise<void> {
    const person = await this.people.summary(crn, caller.token);
    if (person.type === 'RestrictedPerson') throw forbidden('PERSON_RESTRICTED');
  }
}
