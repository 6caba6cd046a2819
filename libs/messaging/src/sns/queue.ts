import type { SQSClient } from '@aws-sdk/client-sqs';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';

const ENTRIES = 10;
const LONGEST_POLL_S = 20;

export interface QueueMessage {
  readonly receipt: string;
  readonly body: string;
}

const inTens = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / ENTRIES) }, (_, at) => items.slice(at * ENTRIES, (at + 1) * ENTRIES));

/** The four calls we make on one queue, in batches, with every per-entry failure read. */
export class Queue {
  constructor(
    private readonly client: SQSClient,
    private readonly url: string,
  ) {}

  /** Long poll; ends early when `signal` aborts. */
  async receive(visibilitySeconds: number, signal: AbortSignal): Promise<QueueMessage[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.url,
      MaxNumberOfMessages: ENTRIES,
      WaitTimeSeconds: LONGEST_POLL_S,
      VisibilityTimeout: visibilitySeconds,
    });
    const { Messages = [] } = await this.client.send(command, { abortSignal: signal });
    return Messages.flatMap(({ ReceiptHandle, Body }) =>
      ReceiptHandle === undefined ? [] : [{ receipt: ReceiptHandle, body: Body ?? '' }],
    );
  }

  /** @returns receipts that could not be deleted; their messages will come again. */
  async delete(receipts: readonly string[]): Promise<string[]> {
    const failed = await Promise.all(
      inTens(receipts).map(async (ten) => {
        const Entries = ten.map((ReceiptHandle, at) => ({ Id: String(at), ReceiptHandle }));
        const { Failed = [] } = await this.client.send(new DeleteMessageBatchCommand({ QueueUrl: this.url, Entries }));
        return Failed.flatMap(({ Id }) => ten[Number(Id)] ?? []);
      }),
    );
    return failed.flat();
  }

  /** Moves the moment at which unsettled messages are delivered again; 0 gives them back at once. */
  async extend(receipts: readonly string[], seconds: number): Promise<void> {
    for (const ten of inTens(receipts)) {
      const Entries = ten.map((ReceiptHandle, at) => ({ Id: String(at), ReceiptHandle, VisibilityTimeout: seconds }));
      await this.client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.url, Entries }));
    }
  }
}
