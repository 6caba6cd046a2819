import type { BatchResultErrorEntry, SQSClient } from '@aws-sdk/client-sqs';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';

const ENTRIES = 10;

export interface QueueMessage {
  readonly receipt: string;
  readonly body: string;
  readonly messageId: string;
  readonly group: string;
  /** ISO 8601. */
  readonly sentAt: string;
  /** How often SQS has delivered it, this time included. */
  readonly receives: number;
}

/** Receipts of a batch call that were refused. `again`: by the service, so trying again may help. */
export interface Refused {
  readonly again: readonly string[];
  /** By the receipt itself, e.g. expired: the message comes again or is gone. */
  readonly lost: readonly string[];
}

export const inTens = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / ENTRIES) }, (_, at) => items.slice(at * ENTRIES, (at + 1) * ENTRIES));

const refusedOf = (ten: readonly string[], failed: readonly BatchResultErrorEntry[]): Refused => {
  const receipts = (atFault: boolean) =>
    failed.flatMap(({ Id, SenderFault }) => (Boolean(SenderFault) === atFault ? (ten[Number(Id)] ?? []) : []));
  return { again: receipts(false), lost: receipts(true) };
};

const together = (parts: readonly Refused[]): Refused => ({
  again: parts.flatMap(({ again }) => again),
  lost: parts.flatMap(({ lost }) => lost),
});

/** The calls we make on one queue, in batches, with every per-entry failure read. */
export class Queue {
  constructor(
    private readonly client: Pick<SQSClient, 'send'>,
    private readonly url: string,
  ) {}

  /** Long poll; ends early when `signal` aborts. */
  async receive(visibilitySeconds: number, pollSeconds: number, signal: AbortSignal): Promise<QueueMessage[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.url,
      MaxNumberOfMessages: ENTRIES,
      WaitTimeSeconds: pollSeconds,
      VisibilityTimeout: visibilitySeconds,
      MessageSystemAttributeNames: ['MessageGroupId', 'SentTimestamp', 'ApproximateReceiveCount'],
    });
    const { Messages = [] } = await this.client.send(command, { abortSignal: signal });
    return Messages.flatMap(({ ReceiptHandle, Body = '', MessageId = '', Attributes = {} }) => {
      if (ReceiptHandle === undefined) return [];
      const sentAt = new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString();
      const receives = Number(Attributes.ApproximateReceiveCount ?? 1);
      const group = Attributes.MessageGroupId ?? '';
      return [{ receipt: ReceiptHandle, body: Body, messageId: MessageId, group, sentAt, receives }];
    });
  }

  /** Messages that wait and that nobody has received, as SQS estimates it. */
  async depth(): Promise<number> {
    const { Attributes } = await this.client.send(
      new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
  }

  /** Deletes messages whose effect is committed. */
  async delete(receipts: readonly string[]): Promise<Refused> {
    const parts = await Promise.all(
      inTens(receipts).map(async (ten) => {
        const Entries = ten.map((ReceiptHandle, at) => ({ Id: String(at), ReceiptHandle }));
        try {
          const { Failed } = await this.client.send(new DeleteMessageBatchCommand({ QueueUrl: this.url, Entries }));
          return refusedOf(ten, Failed ?? []);
        } catch {
          return { again: ten, lost: [] }; // nobody answered: deleting twice does no harm
        }
      }),
    );
    return together(parts);
  }

  /** Moves the moment at which unsettled messages are delivered again; 0 gives them back at once, in this order. */
  async extend(receipts: readonly string[], seconds: number): Promise<Refused> {
    const parts: Refused[] = [];
    for (const ten of inTens(receipts)) {
      const Entries = ten.map((ReceiptHandle, at) => ({ Id: String(at), ReceiptHandle, VisibilityTimeout: seconds }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.url, Entries });
      parts.push(refusedOf(ten, (await this.client.send(command)).Failed ?? []));
    }
    return together(parts);
  }
}
