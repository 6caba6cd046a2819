import { Injectable } from '@nestjs/common';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { byText, foldKey, isFoundIn } from '@throughcare/base/folding';
import type { Person } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { pduIdsByName } from '../reference-data/names';
import { Assessment } from './assessment.entity';
import { MOST_NAMED, requireFew, type ListQuery, type SortField } from './list-query.rules';

/** By name is sorted here, over the whole list, once it is known which names the caller may see. */
const orders: Record<SortField, string> = {
  name: 'a.id',
  arrivalDate: 'a.accommodationRequiredFromDate',
  crn: 'a.crn',
  status: 'a.status',
  createdAt: 'a.createdAt',
  probationDeliveryUnitName: 'array_position(:pdus::uuid[], a.probation_delivery_unit_id)',
};

const nameOf = (person: Person | undefined) => (person?.type === 'FullPerson' ? person.name : '');

export interface ListedAssessment {
  readonly assessment: Assessment;
  readonly person: Person;
}

const sortedByName = (rows: readonly ListedAssessment[], direction: 'asc' | 'desc'): readonly ListedAssessment[] => {
  const sign = direction === 'asc' ? 1 : -1;
  return rows
    .map((row) => ({ row, key: foldKey(nameOf(row.person)) }))
    .sort((one, other) => sign * (byText(one.key, other.key) || byText(one.row.assessment.id, other.row.assessment.id)))
    .map(({ row }) => row);
};

@Injectable()
export class AssessmentList {
  constructor(
    private readonly reaches: Reaches,
    private readonly db: DataSource,
  ) {}

  /** Assessments of the caller's own region, whatever other regions they may write in. */
  async list(
    me: StaffMember,
    caller: Principal,
    query: ListQuery,
  ): Promise<{ rows: readonly ListedAssessment[]; total: number }> {
    const matching = this.matching(me.regionId, query);
    if (query.name !== undefined || query.sortBy === 'name') {
      const found = await matching.limit(MOST_NAMED + 1).getMany();
      requireFew(found.length);
      return this.byName(found, query, caller);
    }
    const total = query.page ? await matching.getCount() : 0;
    if (query.page) matching.limit(query.page.size).offset((query.page.number - 1) * query.page.size);
    const rows = await this.withPeople(await matching.getMany(), caller);
    return { rows, total: query.page ? total : rows.length };
  }

  private matching(regionId: string, query: ListQuery): SelectQueryBuilder<Assessment> {
    const direction = query.sortDirection === 'asc' ? 'ASC' : 'DESC';
    const matching = this.db.manager
      .createQueryBuilder(Assessment, 'a')
      .where('a.probation_region_id = :regionId', { regionId })
      .setParameter('pdus', pduIdsByName)
      .orderBy(orders[query.sortBy], direction)
      .addOrderBy('a.id', direction);
    if (query.statuses) matching.andWhere('a.status = any(:statuses)', { statuses: query.statuses });
    if (query.crn !== undefined) matching.andWhere('upper(a.crn) = :crn', { crn: query.crn });
    return matching;
  }

  /**
   * Names are not stored here, so everybody's is asked for, masked, once for each search or sort by name. Only names that the caller may
   * see match or sort; hidden ones come first, among themselves by id, so neither search nor order tells anything about them.
   */
  private async byName(found: readonly Assessment[], query: ListQuery, caller: Principal) {
    const { name } = query;
    const everyone = await this.withPeople(found, caller);
    const matching = name === undefined ? everyone : everyone.filter(({ person }) => isFoundIn(nameOf(person), name));
    const rows = query.sortBy === 'name' ? sortedByName(matching, query.sortDirection) : matching;
    const { number, size } = query.page ?? { number: 1, size: rows.length };
    return { rows: rows.slice((number - 1) * size, number * size), total: rows.length };
  }

  private async withPeople(
    assessments: readonly Assessment[],
    caller: Principal,
  ): Promise<readonly ListedAssessment[]> {
    const shown = await this.reaches.people(caller, assessments, ({ crn }) => crn);
    return shown.map(({ row: assessment, person }) => ({ assessment, person }));
  }
}
