// Whoever may write to a broker: its own client, and none of our checks.
import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { busSettings } from '@throughcare/messaging/bus';
import { committedTopology } from '../events/topology';
import type { Foreign } from './foreign';
import { carried } from './messages';

export interface ForeignBus {
  readonly kind: 'kafka' | 'sns';
  send(foreign: Foreign): Promise<unknown>;
  close(): Promise<void>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** As our publisher has them. */
const headerNames = {
  id: 'id',
  type: 'type',
  aggregateId: 'aggregateid',
  version: 'aggregateversion',
  occurredAt: 'time',
};

const headersOf = ({ record }: Foreign): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(headerNames).flatMap(([member, name]) =>
      record[member] === undefined ? [] : [[name, textOf(record[member])]],
    ),
  ),
  ...(record['headers'] as Record<string, string> | undefined),
});

const kafkaBus = async (brokers: readonly string[]): Promise<ForeignBus> => {
  const kafka = new Kafka({ clientId: 'stranger', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  return {
    kind: 'kafka',
    send: (foreign) => {
      const { source, key, garbage, record } = foreign;
      const partition = Number.isInteger(record['partition']) ? (record['partition'] as number) & 63 : 0;
      const value = garbage ?? (record['payload'] === undefined ? null : textOf(record['payload']));
      const headers = garbage && garbage.length % 2 === 0 ? {} : headersOf(foreign);
      return producer.send({ topic: `throughcare.${source}`, messages: [{ key, partition, value, headers }] });
    },
    close: () => producer.disconnect(),
  };
};

const LARGEST_BODY = 200_000;

interface SnsPlace {
  readonly region: string;
  readonly account: string;
  readonly endpoint?: string;
}

const snsBus = ({ region, account, endpoint }: SnsPlace): ForeignBus => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const config = { region, ...(endpoint && { endpoint, credentials }) };
  const [sns, sqs] = [new SNSClient(config), new SQSClient(config)];
  const { queues } = committedTopology().sns;
  const ids = () => ({ MessageGroupId: randomUUID(), MessageDeduplicationId: randomUUID() });
  const publish = ({ source, type }: Foreign, Message: string) => {
    const eventType: MessageAttributeValue = { DataType: 'String', StringValue: carried(type).slice(0, 200) || 'none' };
    const TopicArn = `arn:aws:sns:${region}:${account}:throughcare-${source}.fifo`;
    return sns.send(new PublishCommand({ TopicArn, Message, ...ids(), MessageAttributes: { eventType } }));
  };
  /** Past the topic, as somebody's hand would. */
  const post = async ({ key }: Foreign, MessageBody: string) => {
    const { queue = '' } = queues[key.length % queues.length] ?? {};
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...ids() }));
  };
  return {
    kind: 'sns',
    send: (foreign) => {
      const body = foreign.garbage?.toString() ?? JSON.stringify(foreign.record);
      const text = carried(body).slice(0, LARGEST_BODY) || '{}';
      return foreign.record['version'] === 1 ? post(foreign, text) : publish(foreign, text);
    },
    close: () => {
      sns.destroy();
      sqs.destroy();
      return Promise.resolve();
    },
  };
};

/** The way to the bus that the environment names; none to the embedded one, which is our own tables. */
export const foreignBus = async (env: NodeJS.ProcessEnv): Promise<ForeignBus | undefined> => {
  const settings = busSettings(env);
  if (settings.EVENT_BUS === 'kafka') return kafkaBus(settings.KAFKA_BROKERS);
  if (settings.EVENT_BUS === 'postgres') return undefined;
  const { SNS_BUS_REGION: region, SNS_BUS_ACCOUNT_ID: account, SNS_BUS_ENDPOINT_URL: endpoint } = settings;
  return snsBus({ region, account, ...(endpoint !== undefined && { endpoint }) });
};
