import { catalogue } from '@throughcare/events/catalogue';
import { z } from 'zod';
import { topicOf } from '../kafka/codec';
import { PARTITIONS } from '../../partition';
import { deadLetterName, queueName, topicName } from '../sns/names';
import { filterPolicyOf } from '../sns/names';
import type { ConsumerTopology } from './consumer-topology';

/** Topics, queues and filter policies of the whole system: the same in every environment, because only code decides them. */
export const TopologyDocument = z.object({
  kafka: z.object({ partitions: z.number().int(), topics: z.array(z.string()) }),
  sns: z.object({
    topics: z.array(z.string()),
    queues: z.array(
      z.object({
        owner: z.string(),
        consumer: z.string(),
        queue: z.string(),
        deadLetters: z.string(),
        subscriptions: z.array(z.object({ topic: z.string(), source: z.string(), filterPolicy: z.string() })),
      }),
    ),
  }),
});
export type TopologyDocument = z.output<typeof TopologyDocument>;

/** Throws when two consumers would share a queue. */
export const topologyDocument = (consumers: readonly ConsumerTopology[]): TopologyDocument => {
  const sources = [...new Set(catalogue.map(({ source }) => source))].sort();
  const queues = consumers.map(({ owner, consumer, sources: from, types }) => ({
    owner,
    consumer,
    queue: queueName(consumer, owner),
    deadLetters: deadLetterName(consumer, owner),
    subscriptions: from.map((source) => ({ topic: topicName(source), source, filterPolicy: filterPolicyOf(types) })),
  }));
  const names = queues.map(({ queue }) => queue);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`Two consumers would share the queue ${twice}`);
  return {
    kafka: { partitions: PARTITIONS, topics: sources.map(topicOf) },
    sns: { topics: sources.map(topicName), queues },
  };
};

/** Types of a queue's filter policy. */
export const typesOf = (filterPolicy: string): readonly string[] =>
  z.object({ eventType: z.array(z.string()) }).parse(JSON.parse(filterPolicy)).eventType;
