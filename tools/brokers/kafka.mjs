// Apache Kafka in KRaft mode from Maven artefacts, one broker or three, without a container engine. Needs Java 17 and Maven.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  cacheFolder,
  cached,
  freePorts,
  hasCommand,
  portAccepts,
  runToEnd,
  startChild,
  waitUntil,
} from './processes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const KAFKA_VERSION = '4.3.0';

/** Why Kafka cannot be started here, or undefined when it can. */
export const kafkaMissing = () => {
  if (!hasCommand('java')) return 'Java 17 or newer is not installed';
  if (!hasCommand('mvn')) return 'Maven is not installed';
  return undefined;
};

/** Downloads Kafka once; returns its folder. */
export const prepareKafka = () =>
  cached(join(cacheFolder(), `kafka-${KAFKA_VERSION}`), async (folder) => {
    await cp(join(here, 'pom.xml'), join(folder, 'pom.xml'));
    runToEnd('mvn', [
      '-q',
      '-B',
      '-f',
      join(folder, 'pom.xml'),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${join(folder, 'libs')}`,
      '-DincludeScope=runtime',
    ]);
  });

const properties = ({ id, ports, controllers, directory, brokers }) => {
  const internal = Math.min(brokers, 3);
  const minimum = brokers > 1 ? 2 : 1;
  return {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllers.map((port, index) => `${index + 1}@127.0.0.1:${port}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.broker}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(directory, 'data'),
    'default.replication.factor': internal,
    'min.insync.replicas': minimum,
    'offsets.topic.replication.factor': internal,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': internal,
    'transaction.state.log.min.isr': minimum,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
  };
};

/** A broker's folder, ready to start. */
const formatted = async (settings, { libs, cluster }) => {
  const folder = settings.directory;
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'server.properties');
  const lines = Object.entries(properties(settings)).map(([name, value]) => `${name}=${value}`);
  await writeFile(file, lines.join('\n'));
  runToEnd('java', ['-cp', libs, 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', file]);
  return { file, folder, port: settings.ports.broker, child: undefined };
};

/**
 * Starts `brokers` (1 or 3) under `directory`, on free loopback ports.
 * @returns addresses (`host:port`), `broker(n)` with stop, kill and start for faults, and `stop` for all.
 */
export const startKafka = async ({ brokers = 1, directory }) => {
  const libs = join(await prepareKafka(), 'libs', '*');
  const ports = await freePorts(brokers * 2);
  const controllers = ports.slice(brokers);
  const cluster = runToEnd('java', ['-cp', libs, 'kafka.tools.StorageTool', 'random-uuid']).split('\n').at(-1);
  const nodes = await Promise.all(
    Array.from({ length: brokers }, (_, index) => {
      const folder = join(directory, `broker-${index + 1}`);
      const own = { broker: ports[index], controller: controllers[index] };
      return formatted({ id: index + 1, ports: own, controllers, directory: folder, brokers }, { libs, cluster });
    }),
  );
  const launch = (node) => {
    node.child = startChild(
      'java',
      ['-Xms128m', brokers > 1 ? '-Xmx384m' : '-Xmx512m', '-cp', libs, 'kafka.Kafka', node.file],
      { log: join(node.folder, 'kafka.log') },
    );
  };
  const ready = (node) => waitUntil(node.child, 'Kafka', portAccepts(node.port));
  nodes.forEach(launch);
  await Promise.all(nodes.map(ready));
  return {
    version: KAFKA_VERSION,
    addresses: nodes.map((node) => `127.0.0.1:${node.port}`),
    /** @param {number} n from 1 */
    broker: (n) => {
      const node = nodes[n - 1];
      return {
        stop: () => node.child.stop(),
        kill: () => node.child.kill(),
        start: async () => {
          launch(node);
          await ready(node);
        },
      };
    },
    stop: async () => {
      // Together: a controller that waits for a quorum already gone would wait for ever.
      await Promise.all(nodes.map((node) => node.child.stop(10_000)));
    },
  };
};
