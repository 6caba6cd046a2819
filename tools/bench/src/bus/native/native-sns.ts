// The AWS SDK as it comes: batches of ten to a FIFO topic, and of ten from a FIFO queue with a transaction and a delete each.
import { PublishBatchCommand } from '@aws-sdk/client-sns';
import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import {
  awsClients,
  bodyOf,
  type EventRecord,
  groupOf,
  nextBatches,
  queueName,
  readBody,
  sizeOf,
  topicName,
} from '@throughcare/messaging/bench';
import { EMULATED } from '../emulated';
import type { Sender } from './sender';
import { type Arrived, inTransaction, poolOf, takeEffect } from './native-transaction';
import { looping, persistently } from '../persistently';
import { Recorder } from '../recorder';
import type { Member, Setting } from '../setting';

const POLLERS = 2;
const TOPIC_ARN = `arn:aws:sns:${EMULATED.region}:${EMULATED.accountId}:${topicName('booking')}`;

const entryOf = (record: EventRecord) => {
  const body = bodyOf(record);
  return { record, body, bytes: sizeOf(record, body) };
};

export const nativeSnsSender = (endpoint: string): Sender => {
  const { sns, sqs } = awsClients({ ...EMULATED, endpoint });
  const sendBatch = async (batch: readonly ReturnType<typeof entryOf>[]) => {
    const entries = batch.map(({ record, body }) => ({
      Id: record.id,
      Message: body,
      MessageGroupId: groupOf(record.key),
      MessageDeduplicationId: record.id,
      MessageAttributes: { eventType: { DataType: 'String', StringValue: record.type } },
    }));
    await sns.send(new PublishBatchCommand({ TopicArn: TOPIC_ARN, PublishBatchRequestEntries: entries }));
  };
  return {
    send: async (records) => {
      let waiting = records.map(entryOf);
      while (waiting.length > 0) {
        const batches = nextBatches(waiting); // the same requests as ours
        await Promise.all(batches.map((batch) => persistently(() => sendBatch(batch))));
        const sent = new Set(batches.flat());
        waiting = waiting.filter((entry) => !sent.has(entry));
      }
    },
    close: () => {
      sns.destroy();
      sqs.destroy();
      return Promise.resolve();
    },
  };
};

export const nativeSnsConsumer = async ({ address, url, consumer }: Setting): Promise<Member> => {
  const { sns, sqs } = awsClients({ ...EMULATED, endpoint: address });
  const pool = poolOf(url, POLLERS);
  const recorder = new Recorder();
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName(consumer, 'assessment') }));
  const take = async (messages: readonly Message[]) => {
    const arrived = messages.flatMap(({ Body = '' }) => arrivedIn(Body));
    await persistently(() => inTransaction(pool, (client) => takeEffect(client, consumer, arrived)));
    recorder.note(arrived.map(({ occurredAt }) => occurredAt));
  };
  const stops = Array.from({ length: POLLERS }, () =>
    looping(async () => {
      const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: 30 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(asked));
      if (Messages.length === 0) return true; // it has waited
      await take(Messages);
      await remove(sqs, QueueUrl, Messages);
      return true;
    }, 500),
  );
  return {
    run: () => Promise.resolve(0),
    taken: () => recorder.taken(),
    hold: () => Promise.resolve(),
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
      sns.destroy();
      sqs.destroy();
      await pool.end();
    },
  };
};

const arrivedIn = (body: string): Arrived[] => {
  const received = readBody(body);
  if (!received) return [];
  const { id, key, version, occurredAt } = received.record;
  return [{ id, key, version, occurredAt: new Date(occurredAt) }];
};

const remove = async (sqs: SQSClient, QueueUrl: string | undefined, messages: readonly Message[]): Promise<void> => {
  const Entries = messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
};
