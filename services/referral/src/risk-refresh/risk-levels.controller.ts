import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReferralRiskLevels } from '@throughcare/api/cas3/risks';
import { forbidden, invalidField } from '@throughcare/base/errors';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, Reads, type Principal } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { levelsOf, type Rated } from '../risk/levels.rules';
import { RiskLevelsQuery } from './risk-levels.dto';

const MOST = 500;

/** For services that narrow a list by risk: asked by key, so that no event says it. On no edge. */
@ApiTags('referral')
@Controller('risk-levels')
export class RiskLevelsController {
  constructor(private readonly db: DataSource) {}

  @Reads()
  @Replies(z.array(ReferralRiskLevels), { status: 200 })
  @Post()
  @Authority('ROLE_THROUGHCARE__RISK_LEVELS')
  @Reach('none')
  async levels(
    @Caller() caller: Principal,
    @Body() { applicationIds }: RiskLevelsQuery,
  ): Promise<ReferralRiskLevels[]> {
    if (caller.isUser) throw forbidden('SERVICE_CLIENT_NEEDED');
    if (applicationIds.length > MOST) throw invalidField('$.applicationIds', 'tooMany');
    const rows = await this.db.query<(Rated & { readonly id: string })[]>(
      `select a.id, coalesce(r.latest, a.risks) as risks, a.has_history_of_arson as "hasHistoryOfArson",
              a.is_concerning_arson_behaviour as "isConcerningArsonBehaviour"
         from application a left join application_risk r on r.application_id = a.id
        where a.id = any($1::uuid[]) and a.submitted_at is not null and a.erased_at is null order by a.id`,
      [applicationIds],
    );
    return rows.map((row) => ({ applicationId: row.id, ...levelsOf(row) }));
  }
}
