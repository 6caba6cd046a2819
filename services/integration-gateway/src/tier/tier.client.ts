import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { ClientCredentials, HttpClient, path } from '@throughcare/platform/http';
import { z } from 'zod';
import type { GatewayConfig } from '../config';
import { findUpstream } from '../upstream/upstream';

const TIMEOUT_MS = 2_000;

/** The time is London's, without offset. */
export const Tier = z.object({ tierScore: z.string(), calculationDate: z.string() });
export type Tier = z.output<typeof Tier>;

/** HMPPS Tier, in the version whose scores clients of today know (`A1` to `D3`). Undefined: nothing was calculated. */
@Injectable()
export class TierClient {
  private readonly http: HttpClient;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly tokens: ClientCredentials,
  ) {
    this.http = new HttpClient({ name: 'tier', baseUrl: config.TIER_URL, timeoutMs: TIMEOUT_MS, tokens });
  }

  of(crn: string): Promise<Tier | undefined> {
    return findUpstream(this.tokens, () => this.http.get(path`/v2/crn/${crn}/tier`, { schema: Tier }));
  }
}
