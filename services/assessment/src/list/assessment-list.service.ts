import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import type { RiskLevels } from '@throughcare/api/cas3/risks';
import type { Principal } from '@throughcare/platform/auth';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { PeopleIndex } from '@throughcare/platform/lists';
import type { Person } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { openAlerts } from '../alerts/alert-facts';
import type { Alert } from '../alerts/alerts.rules';
import type { Assessment } from '../assessment/assessment.entity';
import { waitingOf, type Waiting } from '../assessment/waiting.rules';
import type { ListQuery } from './list-query.rules';
import { listOf } from './list-statement';

type Line = Pick<
  Assessment,
  | 'id'
  | 'crn'
  | 'applicationId'
  | 'accommodationRequiredFromDate'
  | 'createdAt'
  | 'status'
  | 'decidedAt'
  | 'probationDeliveryUnitId'
  | 'allocatedToUserId'
> &
  RiskLevels & { readonly allocatedToName: string | null };

export interface ListedAssessment {
  readonly assessment: Line;
  readonly person: Person;
  readonly waiting: Waiting;
  readonly alerts: readonly Alert[];
}

interface PageOfAssessments {
  readonly rows: readonly ListedAssessment[];
  readonly total: number;
  /** By filter: whom it left out because it is not known whether they meet it. */
  readonly leftOut: Readonly<Record<string, number>>;
}

@Injectable()
export class AssessmentList {
  constructor(
    private readonly people: PeopleIndex,
    private readonly bankHolidays: BankHolidays,
    private readonly db: DataSource,
  ) {}

  /** Assessments of the caller's own region, whatever other regions they may write in. */
  async list(me: StaffMember, caller: Principal, query: ListQuery): Promise<PageOfAssessments> {
    const [now, holidays] = [clock.now(), this.bankHolidays.current()];
    const { rows, total, leftOut } = await this.people.page<Line>(listOf(query, { me, now, holidays }), caller);
    const alerts = await openAlerts(
      this.db,
      rows.map(({ row }) => row.id),
    );
    return {
      rows: rows.map(({ row, person }) => ({
        assessment: row,
        person,
        waiting: waitingOf(row, now, holidays),
        alerts: person.type === 'RestrictedPerson' ? [] : (alerts.get(row.id) ?? []),
      })),
      total,
      leftOut,
    };
  }
}
