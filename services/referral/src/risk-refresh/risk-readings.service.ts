import { Injectable } from '@nestjs/common';
import type { PersonRisks, ReferralRisks } from '@throughcare/api/cas3/risks';
import { clock } from '@throughcare/base/clock';
import { changeIfFound } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { DataSource, type EntityManager } from 'typeorm';
import { applications } from '../application/application.aggregate';
import type { Application } from '../application/application.entity';
import { ApplicationRisk } from '../risk/application-risk.entity';
import { afterReading, dueAfter } from '../risk/risk.rules';
import { RisksClient } from '../risk/risks.client';

interface Due {
  readonly id: string;
  readonly crn: string;
}

/** Nobody works with these any more. Of the rest somebody may still ask, so their risks are kept up to date. */
const LIVE = `a.deleted_at is null and a.erased_at is null and a.withdrawn_at is null
  and a.assessment_status is distinct from 'rejected'`;

/** A referral's risks, asked for again: while something lacks, when something changed, and when somebody wants to know. */
@Injectable()
export class RiskReadingsService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly client: RisksClient,
  ) {}

  async of({ id, risks, risksChanged }: Application): Promise<ReferralRisks> {
    const held = await this.db.manager.findOneBy(ApplicationRisk, { applicationId: id });
    return { risks, latest: held?.latest ?? null, changed: risksChanged };
  }

  /** Because somebody who may see the referral asks. */
  async refresh(application: Application, caller: Principal): Promise<ReferralRisks> {
    await this.take(application.id, await this.client.forCaller(application.crn, caller));
    const [row] = await this.db.query<(Pick<Application, 'risks' | 'risksChanged'> & { latest: PersonRisks | null })[]>(
      `select a.risks, a.risks_changed as "risksChanged", r.latest
         from application a left join application_risk r on r.application_id = a.id where a.id = $1`,
      [application.id],
    );
    return { risks: row?.risks ?? null, latest: row?.latest ?? null, changed: row?.risksChanged ?? [] };
  }

  /** Those whose turn it is, the longest overdue first. */
  async due(now: Date, limit: number): Promise<Due[]> {
    return this.db.query<Due[]>(
      `select a.id, a.crn from application_risk r join application a on a.id = r.application_id
        where r.due_at <= $1 and ${LIVE} order by r.due_at, a.id limit $2`,
      [now, limit],
    );
  }

  async ask({ id, crn }: Due): Promise<void> {
    await this.take(id, await this.client.forUs(crn));
  }

  /** Somebody told that something changed about these people: asked for at the next turn. In the transaction of the event. */
  async wanted(tx: EntityManager, crns: readonly string[]): Promise<void> {
    await tx.query(
      `update application_risk set due_at = least(due_at, $2), tries = 0
        where application_id in (
          select r.application_id from application_risk r join application a on a.id = r.application_id
           where a.crn = any($1) and ${LIVE} order by r.application_id for no key update of r)`,
      [crns, clock.now()],
    );
  }

  /** An answer may come late, or twice: what is newer stays, part by part. */
  private async take(id: string, fresh: PersonRisks): Promise<void> {
    const now = clock.now();
    await changeIfFound(this.work, applications, { id }, async (application, tx) => {
      if (application.erasedAt || application.deletedAt) return undefined;
      const held = await tx.findOneBy(ApplicationRisk, { applicationId: id });
      const { changes, events, latest } = afterReading(application, held?.latest ?? null, fresh, now);
      const tries = held?.tries ?? 0;
      const dueAt = dueAfter(fresh, tries, now);
      const reading = { applicationId: id, latest, dueAt, tries: dueAt ? tries + 1 : 0 };
      return { changes, events, also: async () => void (await tx.upsert(ApplicationRisk, reading, ['applicationId'])) };
    });
  }
}
