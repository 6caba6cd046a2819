import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { logger } from '@throughcare/platform/logging';
import { backoffSeconds } from '../backoff.rules';
import { codeOf } from '@throughcare/base/error-facts';

const log = logger('sqs-consumer');

export interface SqsConsumerOptions {
  readonly sqs: SQSClient;
  readonly queueName: string;
  /** Resolves when the message's effect is committed. */
  readonly take: (body: string) => Promise<unknown>;
  /** After each look: when the messages that were there had been sent (Unix time in ms). */
  readonly looked?: (sentAt: readonly number[]) => void;
  /** Prolonged while it is worked on, so it need not be long: what a process that died held comes back after it. Default 20. */
  readonly visibilitySeconds?: number;
  readonly waitSeconds?: number;
}

interface Held {
  readonly message: Message;
  readonly Id: string;
  readonly ReceiptHandle: string;
}

/** SQS takes at most ten entries a call, and gives at most ten messages. */
const BATCH = 10;

/**
 * Reads a standard queue: long poll, up to ten messages at a time and no more in memory, their visibility prolonged while they
 * are worked on, deleted only after their effect is committed. A failed message stays and comes back later.
 */
export class SqsConsumer {
  private url: string | undefined;
  private readonly visibility: number;

  constructor(private readonly options: SqsConsumerOptions) {
    this.visibility = options.visibilitySeconds ?? 20;
  }

  /** One receive. True when there were messages. */
  async round(signal: AbortSignal): Promise<boolean> {
    const held = await this.receive(signal);
    if (held.length === 0) return false;
    const beat = setInterval(() => void this.prolong(held), (this.visibility * 1000) / 3);
    try {
      const taken = await Promise.all(held.map((one) => this.work(one)));
      await this.delete(held.filter((_, n) => taken[n]));
    } finally {
      clearInterval(beat);
    }
    return true;
  }

  private async receive(signal: AbortSignal): Promise<Held[]> {
    const { sqs, queueName, waitSeconds = 20 } = this.options;
    try {
      this.url ??= (await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }), { abortSignal: signal })).QueueUrl;
      const answer = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: BATCH,
          WaitTimeSeconds: waitSeconds,
          VisibilityTimeout: this.visibility,
          MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
        }),
        { abortSignal: signal },
      );
      this.options.looked?.((answer.Messages ?? []).map(({ Attributes }) => Number(Attributes?.SentTimestamp ?? 0)));
      return (answer.Messages ?? []).flatMap((message, n) =>
        message.ReceiptHandle === undefined ? [] : [{ message, Id: String(n), ReceiptHandle: message.ReceiptHandle }],
      );
    } catch (error) {
      this.url = undefined;
      if (signal.aborted) return [];
      throw error;
    }
  }

  private async work(held: Held): Promise<boolean> {
    try {
      await this.options.take(held.message.Body ?? '');
      return true;
    } catch (error) {
      const facts = { code: codeOf(error), messageId: held.message.MessageId, err: error };
      log.error(facts, 'message not taken; it comes back');
      await this.putBack(held);
      return false;
    }
  }

  /** Visible again after 1, 10, 60, 600 seconds; the queue's own redrive policy ends it. */
  private async putBack({ message, Id, ReceiptHandle }: Held): Promise<void> {
    const count = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
    await this.changeVisibility([
      { Id, ReceiptHandle, VisibilityTimeout: Math.round(backoffSeconds(count, Math.random())) },
    ]);
  }

  private prolong(held: readonly Held[]): Promise<void> {
    const VisibilityTimeout = this.visibility;
    return this.changeVisibility(held.map(({ Id, ReceiptHandle }) => ({ Id, ReceiptHandle, VisibilityTimeout })));
  }

  private async changeVisibility(Entries: { Id: string; ReceiptHandle: string; VisibilityTimeout: number }[]) {
    try {
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.url, Entries });
      const { Failed = [] } = await this.options.sqs.send(command);
      if (Failed.length > 0) log.warn({ codes: Failed.map(({ Code }) => Code) }, 'visibility not changed');
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'visibility not changed');
    }
  }

  /** What cannot be deleted comes back as a copy, and is recognised. */
  private async delete(done: readonly Held[]): Promise<void> {
    if (done.length === 0) return;
    let entries = done.map(({ Id, ReceiptHandle }) => ({ Id, ReceiptHandle }));
    for (let attempt = 1; attempt <= 2 && entries.length > 0; attempt += 1) {
      const command = new DeleteMessageBatchCommand({ QueueUrl: this.url, Entries: entries });
      const { Failed = [] } = await this.options.sqs.send(command);
      const failed = new Set(Failed.map(({ Id }) => Id));
      entries = entries.filter(({ Id }) => failed.has(Id));
    }
    if (entries.length > 0)
      log.warn({ count: entries.length }, 'messages taken but not deleted; their copies will come');
  }
}
