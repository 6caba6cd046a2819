import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { AppError, unavailable } from '@throughcare/base/errors';
import { ClientCredentials, HttpClient, path } from '@throughcare/platform/http';
import type { GatewayConfig } from '../config';
import { callUpstream, findUpstream } from '../upstream/upstream';
import type { CaseAccess, CaseSummary } from './ndelius.schema';
import { CaseDetail, CaseSummaries, StaffDetail, UserAccess } from './ndelius.schema';

/** nDelius takes 1 to 500 identifiers a call. */
const BULK = 500;
/** A person waits for the answer. */
const TIMEOUT_MS = 5_000;

const chunksOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / BULK) }, (_, n) => items.slice(n * BULK, (n + 1) * BULK));

/** A 404 of a bulk read is the endpoint's, never "this person is unknown". */
const notAbsence = (error: unknown): never => {
  if (error instanceof AppError && error.kind === 'not-found') throw unavailable('UPSTREAM_UNUSABLE', { cause: error });
  throw error;
};

/** Reads of approved-premises-and-delius. */
@Injectable()
export class NdeliusClient {
  private readonly http: HttpClient;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly tokens: ClientCredentials,
  ) {
    this.http = new HttpClient({ name: 'ndelius', baseUrl: config.NDELIUS_URL, timeoutMs: TIMEOUT_MS, tokens });
  }

  /** By CRN or NOMS number; unknown ones are left out. */
  async summaries(identifiers: readonly string[]): Promise<CaseSummary[]> {
    const calls = chunksOf([...new Set(identifiers)]).map(
      (chunk) => () => this.http.post('/probation-cases/summaries', chunk, { schema: CaseSummaries }),
    );
    const answers = await Promise.all(calls.map((call) => callUpstream(this.tokens, call).catch(notAbsence)));
    return answers.flatMap(({ cases }) => cases);
  }

  /** Whether this user may see these people. An unknown CRN looks unlimited. */
  async access(username: string, crns: readonly string[]): Promise<CaseAccess[]> {
    const calls = chunksOf([...new Set(crns)]).map(
      (chunk) => () => this.http.post('/users/access', chunk, { query: { username }, schema: UserAccess }),
    );
    const answers = await Promise.all(calls.map((call) => callUpstream(this.tokens, call).catch(notAbsence)));
    return answers.flatMap(({ access }) => access);
  }

  /** Offences, registrations and MAPPA. Undefined when nDelius does not know the CRN. */
  detail(crn: string): Promise<CaseDetail | undefined> {
    return findUpstream(this.tokens, () =>
      this.http.get(path`/probation-cases/${crn}/details`, { schema: CaseDetail }),
    );
  }

  /** Undefined for a user without a staff record. */
  staff(username: string): Promise<StaffDetail | undefined> {
    const name = username.toUpperCase();
    return findUpstream(this.tokens, () => this.http.get(path`/staff/${name}`, { schema: StaffDetail }));
  }
}
