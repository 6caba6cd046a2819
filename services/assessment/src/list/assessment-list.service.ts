import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { PeopleIndex, type PeopleList } from '@throughcare/platform/lists';
import type { Person } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import type { Assessment } from '../assessment/assessment.entity';
import type { ListQuery, SortField } from './list-query.rules';
import { pduIdsByName } from '../shown-names';

type Line = Pick<
  Assessment,
  'id' | 'crn' | 'applicationId' | 'accommodationRequiredFromDate' | 'createdAt' | 'status' | 'probationDeliveryUnitId'
>;

const COLUMNS = `a.id, a.crn, a.application_id as "applicationId", a.created_at as "createdAt", a.status,
  a.accommodation_required_from_date::text as "accommodationRequiredFromDate",
  a.probation_delivery_unit_id as "probationDeliveryUnitId"`;

const orders: Record<Exclude<SortField, 'name'>, string> = {
  arrivalDate: 'a.accommodation_required_from_date',
  crn: 'a.crn',
  status: 'a.status',
  createdAt: 'a.created_at',
  probationDeliveryUnitName: 'unit.place',
};

export interface ListedAssessment {
  readonly assessment: Line;
  readonly person: Person;
}

const listOf = (regionId: string, query: ListQuery): PeopleList => {
  const { sortBy, sortDirection: direction, statuses, crn, name, page } = query;
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const units = () => `unnest(${place(pduIdsByName())}::uuid[]) with ordinality unit (id, place)`;
  return {
    from:
      sortBy === 'probationDeliveryUnitName'
        ? `assessment a left join ${units()} on unit.id = a.probation_delivery_unit_id`
        : 'assessment a',
    where: [
      `a.probation_region_id = ${place(regionId)}`,
      statuses ? `a.status = any(${place(statuses)}::text[])` : 'true',
      crn === undefined ? 'true' : `upper(a.crn) = ${place(crn)}`,
    ].join(' and '),
    person: 'a.crn',
    columns: COLUMNS,
    values,
    order: [sortBy === 'name' ? { byName: direction } : `${orders[sortBy]} ${direction}`, `a.id ${direction}`],
    name,
    page,
  };
};

@Injectable()
export class AssessmentList {
  constructor(private readonly people: PeopleIndex) {}

  /** Assessments of the caller's own region, whatever other regions they may write in. */
  async list(
    me: StaffMember,
    caller: Principal,
    query: ListQuery,
  ): Promise<{ rows: readonly ListedAssessment[]; total: number }> {
    const { rows, total } = await this.people.page<Line>(listOf(me.regionId, query), caller);
    return { rows: rows.map(({ row: assessment, person }) => ({ assessment, person })), total };
  }
}
