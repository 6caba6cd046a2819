import { Injectable } from '@nestjs/common';
import type { AssessorWorkload } from '@throughcare/api/cas3/assessment';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';

/** To whom an assessment of the caller's region can be allocated, with what each has in review already. */
@Injectable()
export class AssessorList {
  constructor(private readonly db: DataSource) {}

  ofRegion({ regionId }: StaffMember): Promise<AssessorWorkload[]> {
    return this.db.query<AssessorWorkload[]>(
      `select s.user_id as id, s.name, count(a.id)::int as "inReview"
         from staff s left join assessment a on a.allocated_to_user_id = s.user_id and a.probation_region_id = $1 and a.status = 'in_review'
        where s.region_id = $1 and s.is_active and 'CAS3_ASSESSOR' = any(s.roles)
        group by s.user_id, s.name order by lower(s.name), s.user_id`,
      [regionId],
    );
  }
}
