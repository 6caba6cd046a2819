import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { schemaOf } from '#src/database/names';
import { quoteSchema } from '#src/database/names';

/** A service whose messaging is to come to rest. */
export interface Settling {
  readonly dataSource: DataSource;
  readonly schema: string;
  /** A bus that keeps its positions itself, e.g. the in-memory one. */
  readonly bus?: { readonly isQuiet: boolean };
}

interface Rest {
  readonly waiting: number;
  readonly lagging: string[];
  readonly heads: string;
}

const sourcesSql = (s: string) => `select consumer, source from ${s}.consumer_subscription order by 1, 2`;

/** Newest offset of each partition: what this service has published. */
const logSql = (s: string) => `
  select head.n from generate_series(0, 63) as p
  cross join lateral (select "offset" as n from ${s}.event_log where partition = p order by "offset" desc limit 1) head`;

const lagSql = (s: string, log: string) => `
  select count(*)::int as lag, coalesce(sum(head."offset"), 0)::text as head
  from generate_series(0, 63) as p
  cross join lateral (select "offset" from ${log}.event_log where partition = p order by "offset" desc limit 1) head
  left join ${s}.consumer_cursor c on c.consumer = $1 and c.source = $2 and c.partition = p
  where head."offset" > coalesce(c."offset", 0) or $3`;

const look = async ({ dataSource, schema, bus }: Settling): Promise<Rest> => {
  const s = quoteSchema(schema);
  const [outbox] = await dataSource.query<{ n: number }[]>(`select count(*)::int as n from ${s}.outbox`);
  const lagging: string[] = bus?.isQuiet === false ? ['the bus has events under way'] : [];
  const heads: string[] = [];
  for (const { consumer, source } of await dataSource.query<{ consumer: string; source: string }[]>(sourcesSql(s))) {
    const log = quoteSchema(schemaOf(source));
    const [there] = await dataSource.query<{ there: boolean }[]>('select to_regclass($1) is not null as there', [
      `${log}.event_log`,
    ]);
    if (!there?.there) continue;
    const [behind] = await dataSource.query<{ lag: number }[]>(lagSql(s, log), [consumer, source, false]);
    const [total] = await dataSource.query<{ head: string }[]>(lagSql(s, log), [consumer, source, true]);
    if (behind?.lag) lagging.push(`${consumer} reading ${source} (${behind.lag} partitions)`);
    heads.push(total?.head ?? '0');
  }
  const [log] = await dataSource.query<{ n: string }[]>(`select coalesce(sum(n), 0)::text as n from (${logSql(s)}) l`);
  return { waiting: outbox?.n ?? 0, lagging, heads: [log?.n, ...heads].join() };
};

/**
 * Resolves when everything that was set off has ended: all outboxes empty and every consumer of these services at the end of
 * the logs it reads, seen twice in a row with nothing new in between, so that no effect can still cause another.
 * Rejects after `timeoutMs` and says what is not at rest.
 */
export const settled = async (services: readonly Settling[], timeoutMs = 10_000): Promise<void> => {
  const deadline = Date.now() + timeoutMs;
  for (let before = ''; ;) {
    const rests = await Promise.all(services.map(look));
    const busy = rests.flatMap(({ waiting, lagging }, index) => [
      ...(waiting > 0 ? [`${waiting} events in the outbox of ${services[index]?.schema}`] : []),
      ...lagging,
    ]);
    const heads = rests.map((rest) => rest.heads).join('|');
    if (busy.length === 0 && heads === before) return;
    before = busy.length === 0 ? heads : '';
    if (Date.now() > deadline) throw new Error(`Not settled after ${timeoutMs} ms: ${busy.join('; ')}`);
    await sleep(busy.length === 0 ? 1 : 5);
  }
};
