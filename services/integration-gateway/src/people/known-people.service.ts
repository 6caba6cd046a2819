import { Injectable } from '@nestjs/common';
import { notFound } from '@throughcare/base/errors';
import { personRestricted, Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import type { CaseSummary } from '../ndelius/ndelius.schema';
import { NdeliusClient } from '../ndelius/ndelius.client';
import { maySee } from './people.rules';

/** People about whom something is to be shown. */
@Injectable()
export class KnownPeopleService {
  constructor(
    private readonly ndelius: NdeliusClient,
    private readonly reaches: Reaches,
  ) {}

  /** Refuses a person whom nDelius does not know, or does not let this caller see. When it does not answer, nobody is shown. */
  async require(caller: Principal, crn: string): Promise<CaseSummary> {
    const [[summary], [access]] = await Promise.all([
      this.ndelius.summaries([crn]),
      this.reaches.delegated(caller, ['person'], 'only-read', () => this.ndelius.access(caller.username, [crn])),
    ]);
    if (!summary) throw notFound('PERSON_NOT_FOUND');
    if (!maySee(access)) throw personRestricted();
    return summary;
  }
}
