import { Inject, Injectable } from '@nestjs/common';
import { ReferralRiskLevels } from '@throughcare/api/cas3/risks';
import { clock } from '@throughcare/base/clock';
import { Background, type Task } from '@throughcare/platform/background';
import { CONFIG } from '@throughcare/platform/config';
import { ClientCredentials, HttpClient } from '@throughcare/platform/http';
import { logger } from '@throughcare/platform/logging';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { AssessmentConfig } from '../config';

const EVERY_MS = 5_000;
/** What one call takes. */
const PER_CALL = 500;
/** Referral asks for what could not be had, and nothing says when it has it. */
const AGAIN_MS = 3_600_000;

interface Due {
  readonly id: string;
  readonly applicationId: string;
  readonly dueAt: Date;
}

/** Asks referral for the risk levels of assessments: of new ones, where they change, and every hour while something is unknown. */
@Injectable()
export class RiskLevelsTask {
  private readonly referral: HttpClient;

  constructor(
    private readonly db: DataSource,
    background: Background,
    @Inject(CONFIG) config: AssessmentConfig,
  ) {
    const { AUTH_TOKEN_URL: tokenUrl, PEOPLE_CLIENT_ID: clientId, PEOPLE_CLIENT_SECRET: clientSecret } = config;
    const isComplete = tokenUrl !== undefined && clientId !== undefined && clientSecret !== undefined;
    const tokens = isComplete ? new ClientCredentials({ tokenUrl, clientId, clientSecret }) : undefined;
    this.referral = new HttpClient({ name: 'referral', baseUrl: config.REFERRAL_URL, ...(tokens && { tokens }) });
    if (!tokens) {
      logger('risk').warn(
        { code: 'RISK_LEVELS_NOT_ASKED' },
        'no client to ask for risk levels: all of them are unknown',
      );
      return;
    }
    background.add({ name: 'risk-levels', every: { ms: EVERY_MS }, once: 'cluster', round: () => this.round() });
  }

  async round(): ReturnType<Task['round']> {
    const now = clock.now();
    const due = await this.db.query<Due[]>(
      `select a.id, a.application_id as "applicationId", l.due_at as "dueAt"
         from risk_level l join assessment a on a.id = l.assessment_id where l.due_at <= $1 order by l.due_at, a.id limit $2`,
      [now, PER_CALL],
    );
    if (due.length === 0) return 'done';
    const applicationIds = due.map(({ applicationId }) => applicationId);
    const options = { schema: z.array(ReferralRiskLevels) };
    await this.keep(due, await this.referral.post('/risk-levels', { applicationIds }, options), now);
    return due.length === PER_CALL ? 'more' : 'done';
  }

  /** What became due again since it was asked stays due. */
  private async keep(due: readonly Due[], found: readonly ReferralRiskLevels[], now: Date): Promise<void> {
    const levels = new Map(found.map((one) => [one.applicationId, one]));
    const of = (one: Due) => levels.get(one.applicationId) ?? { rosh: 'unknown', mappa: 'unknown', arson: 'unknown' };
    const again = new Date(now.getTime() + AGAIN_MS);
    await this.db.query(
      `update risk_level l set rosh = f.rosh, mappa = f.mappa, arson = f.arson,
              due_at = case when l.due_at > f.due_at then l.due_at
                            when 'unknown' in (f.rosh, f.mappa, f.arson) and a.status in ('unallocated', 'in_review', 'ready_to_place') then $6::timestamptz end
         from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as f (id, rosh, mappa, arson, due_at)
         join assessment a on a.id = f.id where l.assessment_id = f.id`,
      [
        due.map(({ id }) => id),
        due.map((one) => of(one).rosh),
        due.map((one) => of(one).mappa),
        due.map((one) => of(one).arson),
        due.map(({ dueAt }) => dueAt),
        again,
      ],
    );
  }
}
