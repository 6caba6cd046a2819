import { Inject, Injectable } from '@nestjs/common';
import { PersonRisks } from '@throughcare/api/cas3/risks';
import { clock } from '@throughcare/base/clock';
import { codeOf } from '@throughcare/base/error-facts';
import type { Principal } from '@throughcare/platform/auth';
import { CONFIG } from '@throughcare/platform/config';
import { ClientCredentials, HttpClient, path, type Path } from '@throughcare/platform/http';
import { logger } from '@throughcare/platform/logging';
import type { ReferralConfig } from '../config';
import { noneRetrieved } from './risk.rules';

const log = logger('risk');
/** The gateway's own deadlines end before it. */
const TIMEOUT_MS = 8_000;

/** Asks the gateway for a person's risks. No answer is an answer in which nothing could be had: the referral goes on. */
@Injectable()
export class RisksClient {
  private readonly http: HttpClient;

  constructor(@Inject(CONFIG) config: ReferralConfig) {
    const tokens = new ClientCredentials({
      tokenUrl: config.AUTH_TOKEN_URL,
      clientId: config.AUTH_CLIENT_ID,
      clientSecret: config.AUTH_CLIENT_SECRET,
    });
    this.http = new HttpClient({ name: 'gateway', baseUrl: config.GATEWAY_URL, timeoutMs: TIMEOUT_MS, tokens });
  }

  /** With the token of who is there. */
  forCaller(crn: string, { token }: Principal): Promise<PersonRisks> {
    return this.ask(crn, path`/cas3/people/${crn}/risk-profile`, token);
  }

  /** With our own, when nobody is. */
  forUs(crn: string): Promise<PersonRisks> {
    return this.ask(crn, path`/risks/${crn}`);
  }

  private async ask(crn: string, at: Path, token?: string): Promise<PersonRisks> {
    try {
      return await this.http.get(at, { schema: PersonRisks, ...(token !== undefined && { token }) });
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'the gateway could not be asked for risks');
      return noneRetrieved(crn, clock.now());
    }
  }
}
