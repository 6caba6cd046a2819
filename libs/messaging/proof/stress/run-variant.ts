import { Messaging } from '#src/messaging';
import type { StartRelay } from './broken-relays';
import { produce } from './producers';
import type { Findings } from './tables';
import { judgeLog, stressDatabase } from './tables';

/** The same writers with a given relay, judged by the log it publishes. Nobody is killed: the relay is the subject. */
export const runVariant = async (
  start: StartRelay,
  options: { readonly seconds: number; readonly writers?: number; readonly keys?: number },
): Promise<Findings> => {
  const { writers = 16, keys = 12, seconds } = options;
  const db = await stressDatabase();
  const dataSource = await db.open('booking', writers);
  const messaging = new Messaging(dataSource, { source: 'booking', relay: false });
  try {
    const relay = await start({ connectionString: db.url });
    await produce({ dataSource, unitOfWork: messaging.unitOfWork, writers, keys, seconds });
    await relay.stop();
    return await judgeLog(db);
  } finally {
    await messaging.close();
    await db.drop();
  }
};
