import { londonDate, type Day } from '@throughcare/base/calendar';
import { Pool } from 'pg';
import { describeMachine } from '../machine';
import type { Say } from '../say';
import { median, quantile } from '../statistics';
import { bookingLooks, nameLooks, queueLooks, type Look } from './lists';
import { timed } from './load';
import { timeNativeSearches } from './native-search';
import { clientOf, type Client } from './requests';
import { searchesOf, timeSearches, tryOffers, type Asked } from './searches';
import { seed } from './seed';
import { sizesAt, type Sizes } from './sizes';
import { cpuOf, rssMbOf, startServices, type Running } from './system';
import { bookingBy, contend, doubleBooked, freshPeople, submitAll } from './writes';

export interface AccommodationResult {
  readonly searchP50Ms: number;
  readonly searchP99Ms: number;
  /** Of the plain SQL of the current service for the same searches. */
  readonly searchNativeP99Ms: number;
  readonly queueP99Ms: number;
  readonly bookingsP99Ms: number;
  readonly nameSearchP99Ms: number;
  readonly booksPerSecond: number;
  readonly submitsPerSecond: number;
  readonly doubleBooked: number;
  /** Offers of the search that could not be booked. */
  readonly notBookable: number;
  /** Of the largest service, at the end. */
  readonly rssMb: number;
}

export interface AccommodationOptions {
  /** 1 is the national estate. */
  readonly scale: number;
  readonly say: Say;
}

interface Measuring {
  readonly running: Running;
  readonly db: Pool;
  /** Of an assessor, and of a practitioner with their id. */
  readonly client: Client;
  readonly practitioner: Client;
  readonly referrer: string;
  readonly today: Day;
  readonly say: Say;
}

/** People who look at the same time. */
const CLIENTS = 2;
const MEASURED = ['referral', 'assessment', 'booking', 'integration-gateway'] as const;

const tenths = (ms: number): number => Math.round(ms * 10) / 10;

const summary = (times: readonly number[]): string =>
  `${times.length} requests, p50 ${tenths(median(times))}, p99 ${tenths(quantile(times, 0.99))}, most ${tenths(Math.max(...times))} ms`;

/** What was measured, with the processor time of each: beside other work it says more than the clock on the wall. */
const watched = async <T extends { readonly times: readonly number[] }>(
  { running, say }: Measuring,
  what: string,
  run: () => Promise<T>,
): Promise<T> => {
  const names = [...MEASURED, 'postgres'];
  const before = cpuOf(running, names);
  const result = await run();
  const after = cpuOf(running, names);
  const used = names.map(
    (name) => `${name} ${tenths(((after[name] ?? 0) - (before[name] ?? 0)) / result.times.length)}`,
  );
  say(`${what}: ${summary(result.times)}; processor per request: ${used.join(', ')} ms`);
  return result;
};

/** Every look once to be warm, then so that it counts; the slowest are named, so that they can be mended. */
const timeLooks = async (measuring: Measuring, what: string, looks: readonly Look[]): Promise<number> => {
  const { client, say } = measuring;
  const look = ({ service, path }: Look) => client.json(service, 'GET', path);
  await timed(CLIENTS, looks, look);
  const slow: { readonly path: string; readonly ms: number }[] = [];
  const { times } = await watched(measuring, what, async () => ({
    times: await timed(CLIENTS, looks, async (one) => {
      const begin = performance.now();
      await look(one);
      slow.push({ path: one.path, ms: tenths(performance.now() - begin) });
    }),
  }));
  for (const { path, ms } of slow.toSorted((one, other) => other.ms - one.ms).slice(0, 5)) say(`  ${ms} ms ${path}`);
  return tenths(quantile(times, 0.99));
};

const memoryOf = (running: Running): string =>
  MEASURED.map((name) => `${name} ${rssMbOf(running.pids[name])} MB`).join(', ');

const userIdOf = async (client: Client): Promise<string> =>
  (await client.json<{ user: { id: string } }>('integration-gateway', 'GET', '/profile/v2')).user.id;

const measureSearch = async (measuring: Measuring, count: number) => {
  const { client, db, today, say } = measuring;
  const asked = searchesOf(count, today);
  await timeSearches(client, CLIENTS, asked.slice(0, 50));
  const { times, offered } = await watched(measuring, 'search', () => timeSearches(client, CLIENTS, asked));
  say(`  ${Math.round(offered / count)} offers on average`);
  const native = await watched(measuring, 'SQL of the current service for the same', async () => ({
    times: await timeNativeSearches(db, CLIENTS, asked),
  }));
  return {
    asked,
    searchP50Ms: tenths(median(times)),
    searchP99Ms: tenths(quantile(times, 0.99)),
    searchNativeP99Ms: tenths(quantile(native.times, 0.99)),
  };
};

const measureReads = async (measuring: Measuring, isSmall: boolean) => ({
  queueP99Ms: await timeLooks(measuring, 'queue', queueLooks(measuring.today)),
  bookingsP99Ms: await timeLooks(measuring, 'bookings', bookingLooks()),
  nameSearchP99Ms: await timeLooks(measuring, 'names', nameLooks(isSmall ? 40 : 300)),
});

const measureWrites = async (measuring: Measuring, asked: readonly Asked[], sizes: Sizes, isSmall: boolean) => {
  const { client, practitioner, referrer, db, today, say } = measuring;
  const person = freshPeople(sizes.booked + sizes.referred, sizes.fresh);
  const book = bookingBy(client, person);
  const { tried, refused } = await tryOffers(client, asked.slice(0, isSmall ? 30 : 200), book);
  say(`offers: ${tried} tried, ${refused} refused`);
  const made = await watched(measuring, 'bookings', () => contend(db, book, isSmall ? 30 : 2_000, today));
  say(`  ${made.made} made, ${made.late} came too late`);
  const given = { referrer, person, count: isSmall ? 50 : 2_000, today };
  const sent = await watched(measuring, 'submissions', () => submitAll(db, practitioner, given));
  return {
    booksPerSecond: Math.round(made.perSecond),
    submitsPerSecond: Math.round(sent.perSecond),
    doubleBooked: await doubleBooked(db),
    notBookable: refused,
  };
};

const measure = async (running: Running, db: Pool, { scale, say }: AccommodationOptions) => {
  const sizes = sizesAt(scale);
  const [practitioner, client] = [await clientOf(running, 'CAST_01'), await clientOf(running, 'CAST_02')];
  const [referrer, assessor] = [await userIdOf(practitioner), await userIdOf(client)];
  const measuring = { running, db, client, practitioner, referrer, today: londonDate(new Date()), say };
  say(`seeding ${JSON.stringify(sizes)}`);
  await seed(running.databaseUrl, sizes, { referrer, assessor }, say);
  say(`memory before: ${memoryOf(running)}`);
  const isSmall = scale < 1;
  const { asked, ...searched } = await measureSearch(measuring, isSmall ? 50 : 1_000);
  const reads = await measureReads(measuring, isSmall);
  const writes = await measureWrites(measuring, asked, sizes, isSmall);
  say(`memory after: ${memoryOf(running)}`);
  const rssMb = Math.max(...MEASURED.map((name) => rssMbOf(running.pids[name])));
  return { ...searched, ...reads, ...writes, rssMb };
};

/** The whole accommodation service over HTTP at so many times the national estate, beside the SQL of the current service. */
export const accommodation = async (options: AccommodationOptions): Promise<AccommodationResult> => {
  const { say } = options;
  say('starting every service …');
  const running = await startServices();
  const db = new Pool({ connectionString: running.databaseUrl, max: 4, options: '-c search_path=booking,public' });
  db.on('error', () => undefined);
  try {
    say(`machine ${JSON.stringify(await describeMachine(running.databaseUrl))}`);
    return await measure(running, db, options);
  } finally {
    await db.end();
    await running.stop();
  }
};
