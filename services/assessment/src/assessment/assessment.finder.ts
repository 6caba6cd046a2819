import { Injectable } from '@nestjs/common';
import { forbidden, notFound } from '@throughcare/base/errors';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { Assessment } from './assessment.entity';

/** Finds assessments for those who reach them. */
@Injectable()
export class AssessmentFinder {
  constructor(
    private readonly reaches: Reaches,
    private readonly db: DataSource,
  ) {}

  async find(id: string): Promise<Assessment> {
    const assessment = await this.db.manager.findOneBy(Assessment, { id });
    if (!assessment || assessment.erasedAt) throw notFound('ASSESSMENT_NOT_FOUND');
    return assessment;
  }

  /** One to decide on: of a region within reach, about a person whom the caller may see. */
  async toAssess(me: StaffMember, caller: Principal, id: string): Promise<Assessment> {
    const assessment = await this.find(id);
    this.reaches.region(me, assessment.probationRegionId, () => forbidden('ASSESSMENT_NOT_YOURS'));
    await this.reaches.person(caller, assessment.crn);
    return assessment;
  }
}
