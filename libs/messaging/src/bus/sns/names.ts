import { createHash } from 'node:crypto';

/** Two services may have a consumer of the same name; the owner tells them apart where it is not in the name. */
const queueStem = (consumer: string, owner?: string): string => {
  const name = consumer.replaceAll('.', '-');
  return owner === undefined || name.startsWith(`${owner}-`) ? `throughcare-${name}` : `throughcare-${owner}-${name}`;
};

/** FIFO topic of a source, FIFO queue and dead-letter queue of a consumer: the same names in every environment. */
export const topicName = (source: string): string => `throughcare-${source}.fifo`;
export const queueName = (consumer: string, owner?: string): string => `${queueStem(consumer, owner)}.fifo`;
export const deadLetterName = (consumer: string, owner?: string): string => `${queueStem(consumer, owner)}-dlq.fifo`;

/** Message group of an ordering key. Keys that SQS would refuse (length, characters) are hashed; equal keys stay equal. */
export const groupOf = (key: string): string =>
  /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/.test(key) ? key : createHash('sha256').update(key).digest('hex');

/** The filter a consumer's handlers ask for: the same text in every environment, because only the code decides it. */
export const filterPolicyOf = (types: readonly string[]): string =>
  JSON.stringify({ eventType: [...new Set(types)].sort() });
