import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AssessmentStatus } from '../assessment/assessment-state';
import { astray, type Placement } from './astray.rules';

interface Row extends Placement {
  readonly id: string;
  readonly applicationId: string;
  readonly crn: string;
  readonly status: AssessmentStatus;
  readonly createdAt: Date;
}

/** Referrals of every region that no region's list, or no filter by its own PDUs, shows. Nobody can be sent there any more. */
@Injectable()
export class AstrayList {
  constructor(private readonly db: DataSource) {}

  async list() {
    const used = await this.db.query<Placement[]>(
      `select distinct probation_region_id as "probationRegionId", probation_delivery_unit_id as "probationDeliveryUnitId"
         from assessment where erased_at is null`,
    );
    const wrong = used.filter((placement) => astray(placement) !== undefined);
    const rows = await this.rows(wrong);
    return rows.map((row) => ({ ...row, reason: astray(row) }));
  }

  private async rows(wrong: readonly Placement[]): Promise<Row[]> {
    if (wrong.length === 0) return [];
    return this.db.query<Row[]>(
      `select a.id, a.application_id as "applicationId", a.crn, a.status, a.created_at as "createdAt",
              a.probation_region_id as "probationRegionId", a.probation_delivery_unit_id as "probationDeliveryUnitId"
         from assessment a join unnest($1::uuid[], $2::uuid[]) as w (region, unit)
           on a.probation_region_id = w.region and a.probation_delivery_unit_id is not distinct from w.unit
        where a.erased_at is null order by a.created_at desc, a.id`,
      [wrong.map((one) => one.probationRegionId), wrong.map((one) => one.probationDeliveryUnitId)],
    );
  }
}
