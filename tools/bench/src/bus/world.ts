import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BrokerKind,
  type EmbeddedPostgres,
  embeddedPostgres,
  NoBroker,
  startBroker,
  wireTo,
} from '@throughcare/messaging/proof';
import { serverCpuMs } from '../machine';
import { emptyKafka, emptySns } from './empty';
import { childrenOf, treeCpuMs } from './process-tree';
import type { BusKind } from './setting';

/** A bus and a database for a measurement. */
export interface World {
  readonly bus: BusKind;
  /** What runs, with its version. */
  readonly about: string;
  readonly address: string;
  /** The address to use where the bus is to be taken away. */
  readonly faultAddress: string;
  readonly server: EmbeddedPostgres;
  /** What {@link interrupt} does, in a few words. */
  readonly fault: string;
  /** Nothing of earlier rounds is left, and this consumer can subscribe. */
  empty(consumer: string): Promise<void>;
  /** Takes the bus away; resolves with the moment at which it could be reached again, milliseconds since 1970. */
  interrupt(): Promise<number>;
  /** Processor time so far, milliseconds. */
  databaseCpuMs(): number;
  brokerCpuMs(): number;
  stop(): Promise<void>;
}

export interface WorldOptions {
  /** False switches fsync off: for tests of the measurement only. */
  readonly durable: boolean;
  /** The embedded emulator in the place of LocalStack. */
  readonly emulator?: boolean;
}

const AWAY_MS = 3_000;

/** Starts what the bus needs: nothing but the database, Kafka, or LocalStack (the embedded emulator where it cannot be had). */
export const startWorld = async (bus: BusKind, { durable, emulator = false }: WorldOptions): Promise<World> => {
  const server = await embeddedPostgres({ durable });
  try {
    if (bus === 'sns') return await snsWorld(server, emulator);
    return await (bus === 'kafka' ? kafkaWorld : postgresWorld)(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
};

const common = (server: EmbeddedPostgres) => ({ server, databaseCpuMs: () => serverCpuMs(server.pid) });

const postgresWorld = (server: EmbeddedPostgres): Promise<World> =>
  Promise.resolve({
    ...common(server),
    bus: 'postgres',
    about: 'the embedded bus',
    address: '',
    faultAddress: '',
    fault: 'the database server is killed and started again',
    empty: () => Promise.resolve(),
    interrupt: async () => {
      await server.crash();
      return Date.now();
    },
    brokerCpuMs: () => 0,
    stop: () => server.stop(),
  });

/** A broker and the process below which it runs. */
const startOwned = async (kind: BrokerKind) => {
  const before = new Set(childrenOf(process.pid));
  const broker = await startBroker(kind);
  const root = childrenOf(process.pid).find((pid) => !before.has(pid));
  return { broker, cpuMs: () => (root === undefined || !broker.isOurs ? 0 : treeCpuMs(root)) };
};

const kafkaWorld = async (server: EmbeddedPostgres): Promise<World> => {
  const { broker, cpuMs } = await startOwned('kafka');
  return {
    ...common(server),
    bus: 'kafka',
    about: `Apache Kafka ${broker.version}, one broker`,
    address: broker.address,
    faultAddress: broker.address,
    fault: 'the broker is stopped and started again',
    empty: () => emptyKafka(broker.address),
    interrupt: async () => {
      await broker.fault('stop 1');
      await broker.fault('start 1');
      return Date.now();
    },
    brokerCpuMs: cpuMs,
    stop: async () => {
      await broker.stop();
      await server.stop();
    },
  };
};

const localstackOrEmulator = () =>
  startOwned('localstack').catch((error: unknown) => {
    if (error instanceof NoBroker) return startOwned('emulator');
    throw error;
  });

/** LocalStack forgets everything when it restarts, so the way to it is cut instead. */
const snsWorld = async (server: EmbeddedPostgres, emulator: boolean): Promise<World> => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  const { broker, cpuMs } = await (emulator ? startOwned('emulator') : localstackOrEmulator());
  const wire = await wireTo(broker.address);
  return {
    ...common(server),
    bus: 'sns',
    about: `${broker.kind === 'localstack' ? 'LocalStack' : 'the embedded emulator'} ${broker.version}`,
    address: broker.address,
    faultAddress: wire.address,
    fault: `the way to the endpoint is cut for ${AWAY_MS / 1000} s (a restart would forget all messages)`,
    empty: (consumer) => emptySns(broker.address, consumer),
    interrupt: async () => {
      await wire.cut(AWAY_MS);
      await sleep(0);
      return Date.now();
    },
    brokerCpuMs: cpuMs,
    stop: async () => {
      await wire.close();
      await broker.stop();
      await server.stop();
    },
  };
};
