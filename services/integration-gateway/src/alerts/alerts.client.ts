import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { ClientCredentials, HttpClient, path } from '@throughcare/platform/http';
import { z } from 'zod';
import type { GatewayConfig } from '../config';
import { findUpstream, soft } from '../upstream/upstream';

const TIMEOUT_MS = 4_000;
/** A plan of care for somebody who may harm themselves (ACCT), open or closed. */
const ACCT = 'HA';

export const Alert = z.object({
  alertCode: z.object({ alertTypeDescription: soft(z.string()) }),
  description: soft(z.string()),
  activeFrom: z.iso.date(),
  activeTo: soft(z.iso.date()),
});
export type Alert = z.output<typeof Alert>;
/** Without a size the page holds everything. */
export const AlertsPage = z.object({ content: z.array(Alert) });

/** Alerts of prisoners. */
@Injectable()
export class AlertsClient {
  private readonly http: HttpClient;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly tokens: ClientCredentials,
  ) {
    this.http = new HttpClient({ name: 'alerts', baseUrl: config.PRISONER_ALERTS_URL, timeoutMs: TIMEOUT_MS, tokens });
  }

  /** Newest first; none for a number that the owner does not know. */
  async acct(noms: string): Promise<Alert[]> {
    const query = { alertCode: ACCT, sort: 'createdAt,DESC' };
    const page = await findUpstream(this.tokens, () =>
      this.http.get(path`/prisoners/${noms}/alerts`, { query, schema: AlertsPage }),
    );
    return page?.content ?? [];
  }
}
