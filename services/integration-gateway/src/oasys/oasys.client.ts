import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { ClientCredentials, HttpClient, path } from '@throughcare/platform/http';
import type { z } from 'zod';
import type { GatewayConfig } from '../config';
import { findUpstream } from '../upstream/upstream';
import {
  NeedsDetails,
  OffenceDetails,
  RiskManagementPlan,
  RiskToTheIndividual,
  Rosh,
  RoshSummary,
} from './oasys.schema';

/** A practitioner waits before a page. */
const TIMEOUT_MS = 4_000;

/** OASys through approved-premises-and-oasys: one section of a person's newest full assessment. Undefined: there is none. */
@Injectable()
export class OasysClient {
  private readonly http: HttpClient;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly tokens: ClientCredentials,
  ) {
    this.http = new HttpClient({ name: 'oasys', baseUrl: config.OASYS_URL, timeoutMs: TIMEOUT_MS, tokens });
  }

  rosh = (crn: string) => this.read(path`/rosh/${crn}`, Rosh);
  riskManagementPlan = (crn: string) => this.read(path`/risk-management-plan/${crn}`, RiskManagementPlan);
  roshSummary = (crn: string) => this.read(path`/rosh-summary/${crn}`, RoshSummary);
  offenceDetails = (crn: string) => this.read(path`/offence-details/${crn}`, OffenceDetails);
  needsDetails = (crn: string) => this.read(path`/needs-details/${crn}`, NeedsDetails);
  riskToTheIndividual = (crn: string) => this.read(path`/risk-to-the-individual/${crn}`, RiskToTheIndividual);

  private read<T>(of: ReturnType<typeof path>, schema: z.ZodType<T>): Promise<T | undefined> {
    return findUpstream(this.tokens, () => this.http.get(of, { schema }));
  }
}
