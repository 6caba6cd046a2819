import { Injectable } from '@nestjs/common';
import type { PersonRisks } from '@throughcare/api/cas3/risks';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { codeOf } from '@throughcare/base/error-facts';
import { logger } from '@throughcare/platform/logging';
import { FollowedRisksService } from '../followed-risks/followed-risks.service';
import { NdeliusClient } from '../ndelius/ndelius.client';
import { OasysClient } from '../oasys/oasys.client';
import { TierClient } from '../tier/tier.client';
import { risksOf, type Asked } from './risk.rules';

const log = logger('risk');

/** One source that is away is no reason not to show the others. */
const asked = async <T>(source: string, read: Promise<T | undefined>): Promise<Asked<T>> => {
  try {
    return { found: await read };
  } catch (error) {
    log.warn({ source, code: codeOf(error) }, 'a source of risks could not be asked');
    return 'failed';
  }
};

/** What is known of a person's risks now. */
@Injectable()
export class RisksService {
  constructor(
    private readonly ndelius: NdeliusClient,
    private readonly oasys: OasysClient,
    private readonly tiers: TierClient,
    private readonly followed: FollowedRisksService,
  ) {}

  /** All sources at once; each has its own deadline. Refuses whom nDelius does not know. From now on changes are told: followed first, so that none falls in between. */
  async of(crn: string): Promise<PersonRisks> {
    await this.followed.follow(crn);
    const [rosh, detail, tier] = await Promise.all([
      asked('oasys', this.oasys.rosh(crn)),
      asked('ndelius', this.ndelius.detail(crn)),
      asked('tier', this.tiers.of(crn)),
    ]);
    if (detail !== 'failed' && detail.found === undefined) throw notFound('PERSON_NOT_FOUND');
    return risksOf(crn, { rosh, detail, tier }, clock.now());
  }
}
