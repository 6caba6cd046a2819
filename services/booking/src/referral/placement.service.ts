import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { AppError, forbidden, invalidField } from '@throughcare/base/errors';
import { HttpClient, path } from '@throughcare/platform/http';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { BookingConfig } from '../config';
import { requirePlaceable, type Referral } from './placement.rules';
import { ReferralView } from './referral-view.entity';

const Assessment = z.object({
  status: z.string().nullish(),
  application: z.object({ id: z.uuid(), person: z.object({ crn: z.string() }) }),
});

export interface LinkedReferral {
  readonly applicationId: string;
  readonly eventNumber: string | null;
  readonly nomsNumber: string | null;
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

  private async ask(assessmentId: string, view: ReferralView | null, token: string): Promise<Referral> {
    const { status, application } = await this.assessments
      .get(path`/cas3/assessments/${assessmentId}`, { token, schema: Assessment })
      .catch((error: unknown) => {
        throw refusalOf(error);
      });
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
