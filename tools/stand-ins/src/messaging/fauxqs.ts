import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance } from 'fastify';

interface Stores {
  sqsStore: { host: string; region?: string; persistence?: unknown; allQueues(): Iterable<{ persistence?: unknown }> };
  snsStore: { region?: string; persistence?: unknown };
  s3Store: { persistence?: unknown };
}
interface Persistence {
  load(sqs: Stores['sqsStore'], sns: Stores['snsStore'], s3: Stores['s3Store']): void;
  close(): void;
}
type Constructor<T> = new (...args: string[]) => T;

/** Its exports leave out the stores and the persistence, so they are loaded by file; the version is pinned exactly. */
const inside = async <T>(file: string, name: string): Promise<T> => {
  const folder = (require.resolve.paths('fauxqs') ?? [])
    .map((path) => join(path, 'fauxqs'))
    .find((path) => existsSync(path));
  if (!folder) throw new Error('The package fauxqs is not installed');
  const loaded = (await import(pathToFileURL(join(folder, 'dist', file)).href)) as Record<string, T>;
  return loaded[name]!;
};

const newStores = async (): Promise<Stores> => {
  const Sqs = await inside<Constructor<Stores['sqsStore']>>('sqs/sqsStore.js', 'SqsStore');
  const Sns = await inside<Constructor<Stores['snsStore']>>('sns/snsStore.js', 'SnsStore');
  const S3 = await inside<Constructor<Stores['s3Store']>>('s3/s3Store.js', 'S3Store');
  const stores = { sqsStore: new Sqs(), snsStore: new Sns(), s3Store: new S3() };
  // Queue addresses as the caller reached us: *.localhost does not resolve everywhere.
  stores.sqsStore.host = '';
  return stores;
};

const persist = async ({ sqsStore, snsStore, s3Store }: Stores, folder: string): Promise<Persistence> => {
  const Manager = await inside<Constructor<Persistence>>('persistence.js', 'PersistenceManager');
  const manager = new Manager(folder);
  manager.load(sqsStore, snsStore, s3Store);
  sqsStore.persistence = manager;
  snsStore.persistence = manager;
  for (const queue of sqsStore.allQueues()) queue.persistence = manager;
  return manager;
};

/** The SNS/SQS emulator as an application that has not started to listen. Messages survive a restart when a folder is given. */
export const emulator = async (region: string, folder: string | undefined): Promise<FastifyInstance> => {
  const { buildApp } = await import('fauxqs');
  const stores = await newStores();
  const manager = folder ? await persist(stores, folder) : undefined;
  const app = buildApp({ logger: false, defaultRegion: region, stores: stores as never }) as unknown as FastifyInstance;
  if (manager) app.addHook('preClose', async () => manager.close());
  return app;
};
