import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { HttpClient } from '@throughcare/platform/http';
import { z } from 'zod';
import type { GatewayConfig } from '../config';
import { findUpstream } from '../upstream/upstream';

const Caseloads = z.object({ caseloads: z.array(z.object({ id: z.string() })) });

/** Which prisons a member of prison staff works in: nomis-user-roles, asked with the caller's own token. */
@Injectable()
export class CaseloadsClient {
  private readonly http: HttpClient;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.http = new HttpClient({ name: 'nomis-user-roles', baseUrl: config.NOMIS_USER_ROLES_URL });
  }

  /** Codes of prisons, e.g. `MDI`; none for somebody without a NOMIS account. An outage is `unavailable`. */
  async of(token: string): Promise<ReadonlySet<string>> {
    const found = await findUpstream(undefined, () => this.http.get('/me/caseloads', { token, schema: Caseloads }));
    return new Set(found?.caseloads.map(({ id }) => id));
  }
}
