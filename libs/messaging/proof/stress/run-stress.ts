import { Messaging } from '#src/messaging';
import { settled } from '../harness/settled';
import { harass, ServiceChild } from './children';
import { produce } from './producers';
import type { Findings } from './tables';
import { add, judgeEffects, nothing, stressDatabase } from './tables';

export interface StressOptions {
  readonly runs: number;
  /** How long writers write in each run. Default 5. */
  readonly seconds?: number;
  /** A server where databases may be made; default `TEST_POSTGRES_URL`. */
  readonly serverUrl?: string;
  readonly writers?: number;
  readonly keys?: number;
  readonly progress?: (line: string) => void;
}

export interface StressResult extends Findings {
  readonly runs: number;
}

const SETTLE_MS = 60_000;

/**
 * Concurrent transactional writers on the same keys, two services of several processes each, killed and stopped at random
 * moments, two hops of events. Afterwards every version must have had its effect once and in order: 0 lost, inverted, doubled.
 */
export const runStress = async (options: StressOptions): Promise<StressResult> => {
  let total = nothing;
  for (let run = 1; run <= options.runs; run += 1) {
    const { findings, kills } = await oneRun(options);
    total = add(total, findings);
    options.progress?.(`run ${run}/${options.runs}: ${JSON.stringify(findings)}, ${kills} processes killed`);
  }
  return { runs: options.runs, ...total };
};

const oneRun = async (options: StressOptions): Promise<{ findings: Findings; kills: number }> => {
  const db = await stressDatabase(options.serverUrl);
  const services = [3, 2].map((count, index) =>
    Array.from({ length: count }, () => new ServiceChild(index === 0 ? 'booking' : 'assessment', db.url)),
  );
  const children = services.flat();
  const { writers = 16, keys = 50, seconds = 5 } = options;
  const dataSource = await db.open('booking', writers);
  const messaging = new Messaging(dataSource, { source: 'booking', relay: false });
  try {
    await Promise.all(children.map((child) => child.start()));
    const { unitOfWork } = messaging;
    const producing = produce({ dataSource, unitOfWork, writers, keys, seconds });
    const [kills] = await Promise.all([harass(services, producing), producing]);
    await atRest(db, dataSource);
    return { findings: await judgeEffects(db), kills };
  } finally {
    await messaging.close();
    for (const child of children) await child.kill().catch(() => undefined);
    await db.drop();
  }
};

/** What is not at rest in time is counted as lost by the judgement. */
const atRest = async (
  db: Awaited<ReturnType<typeof stressDatabase>>,
  dataSource: Parameters<typeof settled>[0][number]['dataSource'],
): Promise<void> => {
  const assessment = await db.open('assessment', 2);
  const services = [
    { dataSource, schema: 'booking' },
    { dataSource: assessment, schema: 'assessment' },
  ];
  await settled(services, SETTLE_MS).catch((error: Error) => process.stderr.write(`${error.message}\n`));
};
