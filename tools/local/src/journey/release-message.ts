// The real message of a release, put into the gateway's queue exactly as SNS delivered it.
import { GetQueueUrlCommand, SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../settings';

const file = join(root, 'tools/local/messages/prison-offender-events.prisoner.released.sqs.json');

export const releaseMessage = readFileSync(file, 'utf8');

const inner = JSON.parse((JSON.parse(releaseMessage) as { Message: string }).Message) as {
  eventType: string;
  occurredAt: string;
  additionalInformation: { nomsNumber: string };
};

/** What the message is about. */
export const release = {
  type: inner.eventType,
  occurredAt: inner.occurredAt,
  noms: inner.additionalInformation.nomsNumber,
};

/** Sends a body to the gateway's queue; answers with the id that SQS gave it. */
export const send = async (aws: Readonly<Record<string, string>>, body: string): Promise<string> => {
  const credentials = {
    accessKeyId: aws['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: aws['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  const endpoint = aws['AWS_ENDPOINT_URL'];
  const client = new SQSClient({
    region: aws['AWS_REGION'] ?? 'eu-west-2',
    ...(endpoint ? { endpoint } : {}),
    ...(credentials.accessKeyId ? { credentials } : {}),
  });
  try {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: aws['HMPPS_QUEUE_NAME'] }));
    const { MessageId } = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    return MessageId ?? '';
  } finally {
    client.destroy();
  }
};
