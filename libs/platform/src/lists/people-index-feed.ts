import { Inject, Injectable } from '@nestjs/common';
import { PersonIndexEntry } from '@throughcare/api/cas3/person';
import { clock } from '@throughcare/base/clock';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Background, type Task } from '../background';
import { CONFIG, type peopleIndexConfig, type ServiceConfig } from '../config';
import { ClientCredentials, HttpClient } from '../http';
import { logger } from '../logging';
import { COUNTS_FOR_MS, keepEntries, keptOf, toAskAbout } from '../people/index-entries';

type FeedConfig = Pick<ServiceConfig, 'GATEWAY_URL'> & z.output<z.ZodObject<typeof peopleIndexConfig>>;

const EVERY_MS = 60_000;
/** What one call takes. */
const PER_CALL = 500;
/** Before an entry counts no longer, so that no list has to wait for it. */
const ASK_AFTER_MS = COUNTS_FOR_MS - 4 * 3_600_000;

const Read = z.array(PersonIndexEntry.extend({ crn: z.string() }));

/** Fills the index of names in the background: new people, whoever's details changed, and everybody once a day. */
@Injectable()
export class PeopleIndexFeed {
  private readonly gateway: HttpClient;

  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CONFIG) config: FeedConfig,
    @Inject(Background) background: Background,
  ) {
    this.gateway = new HttpClient({ name: 'integration-gateway', baseUrl: config.GATEWAY_URL });
    const tokens = tokensOf(config);
    if (!tokens) return;
    background.add({
      name: 'people-index',
      every: { ms: EVERY_MS },
      once: 'cluster',
      round: () => this.round(tokens),
    });
  }

  private async round(tokens: ClientCredentials): ReturnType<Task['round']> {
    const askedAt = clock.now();
    const keys = await toAskAbout(this.db, new Date(askedAt.getTime() - ASK_AFTER_MS), PER_CALL);
    if (keys.length === 0) return 'done';
    const options = { token: await tokens.token(), schema: Read };
    const found = await this.gateway.post('/people-index', { crns: keys }, options);
    const known = new Map(found.map((one) => [one.crn, one]));
    const keptOfKey = (key: string) => {
      const one = known.get(key.toUpperCase());
      return keptOf(one?.name, one?.sex);
    };
    // Whom nDelius does not know stays without a name, and is asked about again tomorrow.
    await keepEntries(this.db, new Map(keys.map((key) => [key, keptOfKey(key)])), askedAt);
    return keys.length === PER_CALL ? 'more' : 'done';
  }
}

const tokensOf = ({ AUTH_TOKEN_URL, PEOPLE_CLIENT_ID, PEOPLE_CLIENT_SECRET }: FeedConfig) => {
  if (AUTH_TOKEN_URL !== undefined && PEOPLE_CLIENT_ID !== undefined && PEOPLE_CLIENT_SECRET !== undefined)
    return new ClientCredentials({
      tokenUrl: AUTH_TOKEN_URL,
      clientId: PEOPLE_CLIENT_ID,
      clientSecret: PEOPLE_CLIENT_SECRET,
    });
  logger('people-index').warn(
    { code: 'PEOPLE_INDEX_NOT_FED' },
    'no client for the index of names (PEOPLE_CLIENT_ID, PEOPLE_CLIENT_SECRET, AUTH_TOKEN_URL); lists by name ask about whoever is new',
  );
  return undefined;
};
