import { setTimeout as sleep } from 'node:timers/promises';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { embeddedPostgres } from '@throughcare/messaging/proof';
import { DataSource } from 'typeorm';
import { describeMachine, serverCpuMs } from './machine';
import type { Say } from './say';
import { benchDatabase } from './tables';

export interface IdleResult {
  /** Per cent of one core that the messaging of a service takes while nothing happens. */
  readonly servicePercent: number;
  /** The same for PostgreSQL, per service. */
  readonly postgresPercent: number;
}

export interface IdleOptions {
  readonly seconds: number;
  readonly say: Say;
}

const SERVICES = 5;
const CONSUMERS = ['one', 'two', 'three'];

/** Five services of three consumers each, every one with a relay, and nothing to do: what they cost. */
export const idle = async ({ seconds, say }: IdleOptions): Promise<IdleResult> => {
  const server = await embeddedPostgres({ durable: true });
  try {
    say(`machine ${JSON.stringify(await describeMachine(server.url))}`);
    const db = await benchDatabase(server.url);
    const stops = await Promise.all(Array.from({ length: SERVICES }, () => start(db.url)));
    await sleep(5_000);
    const own = process.cpuUsage();
    const theirs = serverCpuMs(server.pid);
    await sleep(seconds * 1000);
    const { user, system } = process.cpuUsage(own);
    const percent = (ms: number) => Math.round((ms / seconds / 10 / SERVICES) * 100) / 100;
    const result = {
      servicePercent: percent((user + system) / 1000),
      postgresPercent: percent(serverCpuMs(server.pid) - theirs),
    };
    for (const stop of stops) await stop();
    await db.drop();
    return result;
  } finally {
    await server.stop();
  }
};

const start = async (url: string): Promise<() => Promise<void>> => {
  const dataSource = await new DataSource({ type: 'postgres', url, poolSize: 10 }).initialize();
  const messaging = new Messaging(dataSource, { source: 'assessment' });
  for (const consumer of CONSUMERS) {
    for (const { type } of [BookingConfirmed, AssessmentClosed]) {
      messaging.server.register({ consumer, type, kind: 'projection', batch: false, handle: async () => {} });
    }
  }
  await messaging.server.start();
  messaging.relay.start();
  return async () => {
    await messaging.close();
    await dataSource.destroy();
  };
};
