import { Injectable } from '@nestjs/common';
import type { IdentityLink, Intake, NumberMerge } from '@throughcare/hmpps/intake.rules';
import { utcOf, type Moment } from '@throughcare/hmpps/moment.rules';
import { AppError } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import { codeOf } from '@throughcare/base/error-facts';
import { NdeliusClient } from '../ndelius/ndelius.client';
import { PrisonApiClient } from '../prison-api/prison-api.client';
import { IdentityService } from './identity.service';

const log = logger('identity');

/**
 * Whoever can write to the queue could make one person of two. So a word that changes who somebody is counts when its owner shows
 * the same, as a movement counts when the prison shows it.
 */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly identities: IdentityService,
    private readonly ndelius: NdeliusClient,
    private readonly prison: PrisonApiClient,
  ) {}

  /** True for what needs no confirmation, and for what its owner shows. False while it does not, or cannot be asked. */
  async of(intake: Intake): Promise<boolean> {
    try {
      if (intake.decision === 'link') return await this.ofLink(intake.link, intake.occurredAt);
      if (intake.decision === 'merge') return await this.ofMerge(intake.merge);
      if (intake.decision === 'unmerge') return await this.isKnownToNdelius(intake.merge.from);
      if (intake.decision === 'erasure') return !(await this.isKnownToNdelius(intake.crn));
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ code: codeOf(error), decision: intake.decision }, 'could not be confirmed yet');
      return false;
    }
  }

  /** A link that says nothing new, or the first of both numbers, contradicts nobody. */
  private async ofLink(link: IdentityLink, at: Moment): Promise<boolean> {
    if (!(await this.identities.isContradicted(link, new Date(utcOf(at))))) return true;
    const cases = await this.ndelius.summaries([link.crn]);
    return cases.some(({ crn, nomsId }) => crn === link.crn && nomsId === link.noms);
  }

  /** After a merge the one number is unknown to its owner, and the other is not. */
  private async ofMerge({ numberType, from, into }: NumberMerge): Promise<boolean> {
    if (numberType === 'noms') {
      const [gone, kept] = await Promise.all([this.prison.inmate(from), this.prison.inmate(into)]);
      return gone === undefined && kept !== undefined;
    }
    const crns = (await this.ndelius.summaries([from, into])).map(({ crn }) => crn);
    return crns.includes(into) && !crns.includes(from);
  }

  private async isKnownToNdelius(crn: string): Promise<boolean> {
    return (await this.ndelius.summaries([crn])).some((one) => one.crn === crn);
  }
}
