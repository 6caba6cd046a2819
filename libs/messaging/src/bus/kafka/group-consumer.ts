import type { Consumer, Kafka } from 'kafkajs';
import type { Asked } from './group-reset';

export interface KafkaFeedOptions {
  readonly kafka: Kafka;
  /** The service that consumes. */
  readonly owner: string;
  /** Called when kafkajs gives up for good: a consumer that stays silent is worse than a process that restarts. */
  readonly onFatal: (error: Error) => void;
  readonly sessionTimeout?: number;
  /** The group's last reset, where this process knows of one. */
  readonly asked?: Asked | undefined;
}

/** Two services may have a consumer of the same name. */
export const groupOf = (owner: string, consumer: string) => `throughcare.${owner}.${consumer}`;

/** A member of the group that commits and starts again only when it is told to. */
export const groupConsumer = (groupId: string, { kafka, sessionTimeout = 10_000 }: KafkaFeedOptions): Consumer =>
  kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: 262_144,
    sessionTimeout,
    heartbeatInterval: 1_000,
    // Without a limit the waits double to 30 s, and a broker that is back waits for its consumers.
    // A restart of kafkajs' own cannot be waited for: told to stop meanwhile, it joins afterwards and keeps its partitions.
    retry: { retries: 8, initialRetryTime: 200, maxRetryTime: 2_000, restartOnFailure: () => Promise.resolve(false) },
  });
