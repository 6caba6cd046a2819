import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import type { Principal } from '@throughcare/platform/auth';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { AssessmentFinder } from '../assessment/assessment.finder';
import { openAlerts } from './alert-facts';
import type { Alert } from './alerts.rules';

@Injectable()
export class AlertService {
  constructor(
    private readonly found: AssessmentFinder,
    private readonly db: DataSource,
  ) {}

  async list(me: StaffMember, caller: Principal, id: string): Promise<readonly Alert[]> {
    await this.found.toAssess(me, caller, id);
    return (await openAlerts(this.db, [id])).get(id) ?? [];
  }

  /** Somebody has dealt with it. A second press changes nothing; what never was, or has gone by itself, is not found. */
  async acknowledge(me: StaffMember, caller: Principal, id: string, alert: string): Promise<void> {
    const open = await this.list(me, caller, id);
    const known = await this.db.query<unknown[]>(
      'select 1 from alert_acknowledgement where assessment_id = $1 and alert = $2',
      [id, alert],
    );
    if (known.length > 0) return;
    if (!open.some((one) => one.alert === alert)) throw notFound('ALERT_NOT_FOUND');
    await this.db.query(
      `insert into alert_acknowledgement (assessment_id, alert, by_user_id, at) values ($1, $2, $3, $4) on conflict do nothing`,
      [id, alert, me.userId, clock.now()],
    );
  }
}
