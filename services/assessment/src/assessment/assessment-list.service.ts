import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { isFoundIn } from '@throughcare/platform/folding';
import { PeopleClient, type Person } from '@throughcare/platform/people';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { Access } from '../access/access.service';
import { pduIdsByName } from '../reference-data/names';
import { Assessment } from './assessment.entity';
import type { ListQuery, SortField } from './list-query.rules';

/** By name is by date in the database and by name within the page, so that order gives nothing away. */
const orders: Record<SortField, string> = {
  name: 'a.accommodationRequiredFromDate',
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

@Injectable()
export class AssessmentList {
  constructor(
    private readonly access: Access,
    private readonly people: PeopleClient,
    private readonly db: DataSource,
  ) {}

  /** Assessments of the caller's own region, whatever other regions they may write in. */
  async list(caller: Principal, query: ListQuery): Promise<{ rows: readonly ListedAssessment[]; total: number }> {
    const { regionId } = await this.access.assessor(caller);
    const matching = this.matching(regionId, query);
    if (query.name !== undefined) return this.named(await matching.getMany(), query, query.name, caller);
    const total = query.page ? await matching.getCount() : 0;
    if (query.page) matching.limit(query.page.size).offset((query.page.number - 1) * query.page.size);
    const rows = await this.withPeople(await matching.getMany(), caller);
    return { rows: this.sortedByName(rows, query), total: query.page ? total : rows.length };
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

  /** Only names that the caller may see match, so a search tells nothing about restricted people. */
  private async named(found: readonly Assessment[], query: ListQuery, name: string, caller: Principal) {
    const rows = (await this.withPeople(found, caller)).filter(({ person }) => isFoundIn(nameOf(person), name));
    const { number, size } = query.page ?? { number: 1, size: rows.length };
    const page = rows.slice((number - 1) * size, number * size);
    return { rows: this.sortedByName(page, query), total: rows.length };
  }

  private async withPeople(
    assessments: readonly Assessment[],
    caller: Principal,
  ): Promise<readonly ListedAssessment[]> {
    if (assessments.length === 0) return [];
    const crns = [...new Set(assessments.map(({ crn }) => crn))];
    const people = await this.people.summaries(crns, caller.token);
    return assessments.map((assessment) => ({
      assessment,
      person: people.get(assessment.crn) ?? { type: 'UnknownPerson', crn: assessment.crn },
    }));
  }

  private sortedByName(rows: readonly ListedAssessment[], query: ListQuery): readonly ListedAssessment[] {
    if (query.sortBy !== 'name') return rows;
    const sign = query.sortDirection === 'asc' ? 1 : -1;
    return [...rows].sort((one, other) => sign * nameOf(one.person).localeCompare(nameOf(other.person), 'en-GB'));
  }
}
