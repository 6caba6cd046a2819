import { Inject, Injectable } from '@nestjs/common';
import { AppError, forbidden, notFound } from '@throughcare/base/errors';
import type { Principal } from '@throughcare/platform/auth';
import { CONFIG, type ServiceConfig } from '@throughcare/platform/config';
import { HttpClient, path } from '@throughcare/platform/http';
import { memberText } from '@throughcare/platform/json';
import { z } from 'zod';

const Application = z.looseObject({});

export interface FrozenApplication {
  /** The reply as it came: answers in the order in which they were sent. */
  readonly text: string;
  /** One member of it, as text too: what was taken in once may nest deeper than JSON can be written. */
  readonly summaryData: string;
}

/** The refusal is about the person who asks, not about our own client. */
const refuse = (error: unknown): never => {
  const { kind } = error instanceof AppError ? error : {};
  if (kind === 'forbidden') throw forbidden('APPLICATION_NOT_YOURS', { cause: error });
  if (kind === 'not-found') throw notFound('APPLICATION_NOT_FOUND', { cause: error });
  throw error;
};

/** The referral behind an assessment, as the caller may see it. */
@Injectable()
export class ReferralClient {
  private readonly http: HttpClient;

  constructor(@Inject(CONFIG) config: ServiceConfig) {
    this.http = new HttpClient({ name: 'referral', baseUrl: config.REFERRAL_URL });
  }

  async application(id: string, caller: Principal): Promise<FrozenApplication> {
    const { text } = await this.http
      .getWithText(path`/cas3/applications/${id}`, {
        token: caller.token,
        schema: Application,
      })
      .catch(refuse);
    const summaryData = memberText(text, 'summaryData');
    return { text, summaryData: summaryData === undefined || summaryData === 'null' ? '{}' : summaryData };
  }
}
