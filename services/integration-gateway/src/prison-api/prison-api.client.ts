import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { ClientCredentials, HttpClient, path } from '@throughcare/platform/http';
import type { GatewayConfig } from '../config';
import { callUpstream, findUpstream } from '../upstream/upstream';
import type { InmateDetail, Movement } from './prison-api.schema';
import { AdjudicationsPage, InmateDetail as Detail, Movements } from './prison-api.schema';
import { newestOf, readingOf, type PrisonReading } from './prison-reading.rules';

const TIMEOUT_MS = 5_000;
/** Adjudications are paged by headers. Nobody has so many that the last page is not reached. */
const PAGE = 100;
const PAGES = 20;

/** Reads of the prison API: the authority on where somebody is. (The search index lags behind it by a minute.) */
@Injectable()
export class PrisonApiClient {
  private readonly http: HttpClient;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly tokens: ClientCredentials,
  ) {
    this.http = new HttpClient({ name: 'prison-api', baseUrl: config.PRISON_API_URL, timeoutMs: TIMEOUT_MS, tokens });
  }

  /** Undefined when the prison API does not know the number. */
  inmate(noms: string): Promise<InmateDetail | undefined> {
    return findUpstream(this.tokens, () => this.http.get(path`/api/offenders/${noms}`, { schema: Detail }));
  }

  /** Booking and newest movement, read one after the other. Undefined when the prison API does not know the number. */
  async reading(noms: string): Promise<PrisonReading | undefined> {
    const detail = await this.inmate(noms);
    if (!detail) return undefined;
    return readingOf(detail, await this.newestMovement(noms));
  }

  /** Undefined for somebody who never moved. */
  async newestMovement(noms: string): Promise<Movement | undefined> {
    return newestOf(await this.movements([noms]), noms);
  }

  /** Of several people, in one call; who never moved is left out. */
  async newestMovements(numbers: readonly string[]): Promise<Map<string, Movement>> {
    const movements = await this.movements(numbers);
    return new Map(
      numbers.flatMap((noms) => {
        const newest = newestOf(
          movements.filter(({ offenderNo }) => offenderNo === noms),
          noms,
        );
        return newest ? [[noms, newest] as const] : [];
      }),
    );
  }

  /** All pages, newest first. Undefined when the prison API does not know the number. */
  async adjudications(noms: string): Promise<AdjudicationsPage[] | undefined> {
    const pages: AdjudicationsPage[] = [];
    for (let page = 0; page < PAGES; page += 1) {
      const headers = { 'page-offset': String(page * PAGE), 'page-limit': String(PAGE) };
      const found = await findUpstream(this.tokens, () =>
        this.http.get(path`/api/offenders/${noms}/adjudications`, { headers, schema: AdjudicationsPage }),
      );
      if (!found) return undefined;
      pages.push(found);
      if (found.results.length < PAGE) break;
    }
    return pages;
  }

  private movements(numbers: readonly string[]): Promise<Movement[]> {
    const query = { latestOnly: true, allBookings: false };
    return callUpstream(this.tokens, () =>
      this.http.post('/api/movements/offenders', numbers, { query, schema: Movements }),
    );
  }
}
