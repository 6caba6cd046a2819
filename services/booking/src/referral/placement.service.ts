import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { AppError, forbidden, invalidField } from '@throughcare/base/errors';
import { HttpClient, path } from '@throughcare/platform/http';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { BookingConfig } from '../config';
import { requirePlaceable, type Referral } from './placement.rules';
import { ReferralView } from './referral-view.entity';

const Flag = z.boolean().nullish();
const Assessment = z.object({
  status: z.string().nullish(),
  accommodationRequiredFromDate: z.string().nullish(),
  summaryData: z.object({ isAbleToShare: Flag }).nullish().catch(null),
  application: z.object({
    id: z.uuid(),
    person: z.object({ crn: z.string(), sex: z.string().nullish() }),
    isRegisteredSexOffender: Flag,
    isHistoryOfSexualOffence: Flag,
    isConcerningSexualBehaviour: Flag,
    hasHistoryOfArson: Flag,
    isConcerningArsonBehaviour: Flag,
    needsAccessibleProperty: Flag,
  }),
});

export interface LinkedReferral {
  readonly applicationId: string;
  readonly eventNumber: string | null;
  readonly nomsNumber: string | null;
}

/** A referral for which a place is sought. */
export interface PlacedReferral {
  readonly crn: string;
  readonly status: string | null;
  readonly requiredFrom: string | null;
  readonly isAbleToShare: boolean | null;
  readonly sexualRisk: boolean;
  readonly arsonRisk: boolean;
  readonly needsAccessibleProperty: boolean;
  readonly sex: string | null;
}

/** Which referral a booking belongs to, and whether it may. */
@Injectable()
export class PlacementService {
  private readonly assessments: HttpClient;

  constructor(
    @Inject(CONFIG) config: BookingConfig,
    private readonly db: DataSource,
  ) {
    this.assessments = new HttpClient({ name: 'assessment', baseUrl: config.ASSESSMENT_URL });
  }

  /** Our own view may lag behind a click of a second ago, so the assessment service is asked before a refusal. */
  async requireReady(
    assessmentId: string,
    wanted: { crn: string; probationRegionId: string },
    token: string,
  ): Promise<LinkedReferral> {
    const view = await this.db.manager.findOneBy(ReferralView, { assessmentId });
    const ready = view?.assessmentStatus === 'ready_to_place';
    const referral = ready ? { ...view, status: view.assessmentStatus } : await this.ask(assessmentId, view, token);
    requirePlaceable(referral, wanted);
    return {
      applicationId: referral.applicationId,
      eventNumber: view?.eventNumber ?? null,
      nomsNumber: view?.nomsNumber ?? null,
    };
  }

  /** What the referral is now; as before a refusal, the assessment service is asked unless we know that it is ready. */
  async statusOf(assessmentId: string, token: string): Promise<string | null> {
    const view = await this.db.manager.findOneBy(ReferralView, { assessmentId });
    if (view?.assessmentStatus === 'ready_to_place') return view.assessmentStatus;
    return (await this.ask(assessmentId, view, token)).status;
  }

  /** What a search for a place needs to know of the referral, as the caller may see it. */
  async placeContext(assessmentId: string, token: string): Promise<PlacedReferral> {
    const { status, application, accommodationRequiredFromDate, summaryData } = await this.fetch(assessmentId, token);
    const { person } = application;
    return {
      crn: person.crn,
      status: status ?? null,
      requiredFrom: accommodationRequiredFromDate?.slice(0, 10) ?? null,
      isAbleToShare: summaryData?.isAbleToShare ?? null,
      sexualRisk: [
        application.isRegisteredSexOffender,
        application.isHistoryOfSexualOffence,
        application.isConcerningSexualBehaviour,
      ].includes(true),
      arsonRisk: [application.hasHistoryOfArson, application.isConcerningArsonBehaviour].includes(true),
      needsAccessibleProperty: application.needsAccessibleProperty === true,
      sex: person.sex ?? null,
    };
  }

  private fetch(assessmentId: string, token: string) {
    return this.assessments
      .get(path`/cas3/assessments/${assessmentId}`, { token, schema: Assessment })
      .catch((error: unknown) => {
        throw refusalOf(error);
      });
  }

  private async ask(assessmentId: string, view: ReferralView | null, token: string): Promise<Referral> {
    const { status, application } = await this.fetch(assessmentId, token);
    return {
      applicationId: application.id,
      crn: application.person.crn,
      status: status ?? null,
      probationRegionId: view?.probationRegionId,
    };
  }
}

const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof AppError)) return error;
  if (error.kind === 'not-found') return invalidField('$.assessmentId', 'doesNotExist');
  return error.kind === 'forbidden' ? forbidden('ASSESSMENT_NOT_YOURS') : error;
};
