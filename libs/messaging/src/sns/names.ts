import { createHash } from 'node:crypto';

/** FIFO topic of a source, FIFO queue and dead-letter queue of a consumer: the same names in every environment. */
export const topicName = (source: string): string => `throughcare-${source}.fifo`;
export const queueName = (consumer: string): string => `throughcare-${consumer.replaceAll('.', '-')}.fifo`;
export const deadLetterName = (consumer: string): string => `throughcare-${consumer.replaceAll('.', '-')}-dlq.fifo`;

/** Message group of an ordering key. Keys that SQS would refuse (length, characters) are hashed; equal keys stay equal. */
export const groupOf = (key: string): string =>
  /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/.test(key) ? key : createHash('sha256').update(key).digest('hex');
