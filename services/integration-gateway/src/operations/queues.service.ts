import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { outboundGate } from '@throughcare/base/context';
import { CONFIG } from '@throughcare/platform/config';
import { conflict, notFound, unavailable } from '@throughcare/base/errors';
import { sqsClient } from '../aws/aws';
import type { GatewayConfig } from '../config';

export interface QueueMessage {
  readonly messageId: string;
  readonly body: unknown;
}

interface Queue {
  readonly name: string;
  readonly url: string;
}

/** A message that is looked at comes back at once. */
const CHECK_SECONDS = 1;
const NOT_OFFERED = /UnknownOperation|InvalidAction|UnsupportedOperation|NotImplemented/i;

/** The SQS queues of the HMPPS edge as operators see them. */
@Injectable()
export class QueuesService implements BeforeApplicationShutdown {
  private readonly sqs;

  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {
    this.sqs = sqsClient(config);
  }

  /** Dead-letter queues that we know. */
  get dlqNames(): readonly string[] {
    return [this.config.HMPPS_DLQ_NAME];
  }

  /** Moves every message back to the queue it came from. The number found; 404 for a queue that is not one of our DLQs. */
  async retry(dlqName: string): Promise<number> {
    if (!this.dlqNames.includes(dlqName)) throw notFound('QUEUE_NOT_FOUND');
    const dlq = await this.find(dlqName);
    const { attributes, count } = await this.look(dlq);
    try {
      if (count > 0) await this.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: attributes['QueueArn'] }));
      return count;
    } catch (cause) {
      if (!NOT_OFFERED.test(cause instanceof Error ? `${cause.name} ${cause.message}` : '')) {
        throw unavailable('QUEUE_UNAVAILABLE', { cause });
      }
      return this.moveByHand(dlq);
    }
  }

  /** Throws every message away. The number found; the audit queue is refused, an unknown queue is 404. */
  async purge(queueName: string): Promise<number> {
    if (queueName.includes('audit')) throw conflict('AUDIT_QUEUE_NOT_PURGED');
    if (![this.config.HMPPS_QUEUE_NAME, ...this.dlqNames].includes(queueName)) throw notFound('QUEUE_NOT_FOUND');
    const queue = await this.find(queueName);
    const { count } = await this.look(queue);
    if (count > 0) await this.asked(() => this.sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url })));
    return count;
  }

  /** Messages of a DLQ, at most `max`; they stay, though SQS counts the look as a receive. */
  async messages(dlqName: string, max: number): Promise<{ found: number; messages: QueueMessage[] }> {
    if (!this.dlqNames.includes(dlqName)) throw notFound('QUEUE_NOT_FOUND');
    const queue = await this.find(dlqName);
    const { count } = await this.look(queue);
    const seen = new Map<string, QueueMessage>();
    while (seen.size < max) {
      const before = seen.size;
      for (const message of await this.receive(queue, max - seen.size)) {
        seen.set(message.MessageId ?? '', { messageId: message.MessageId ?? '', body: bodyOf(message.Body ?? '') });
      }
      if (seen.size === before) break;
    }
    return { found: Math.max(count, seen.size), messages: [...seen.values()] };
  }

  /** Puts a body on the queue that the gateway reads. The message's id. */
  async send(body: string): Promise<string> {
    outboundGate('hmpps-queue');
    const queue = await this.find(this.config.HMPPS_QUEUE_NAME);
    const command = new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body });
    const { MessageId = '' } = await this.asked(() => this.sqs.send(command));
    return MessageId;
  }

  beforeApplicationShutdown(): void {
    this.sqs.destroy();
  }

  /** For emulators without the move task: sent before it is deleted, so a crash doubles and never loses. */
  private async moveByHand(dlq: Queue): Promise<number> {
    const target = await this.find(this.config.HMPPS_QUEUE_NAME);
    for (let moved = 0; ;) {
      const messages = await this.receive(dlq, 10);
      if (messages.length === 0) return moved;
      for (const { Body: MessageBody, ReceiptHandle } of messages) {
        await this.asked(() => this.sqs.send(new SendMessageCommand({ QueueUrl: target.url, MessageBody })));
        await this.asked(() => this.sqs.send(new DeleteMessageCommand({ QueueUrl: dlq.url, ReceiptHandle })));
        moved += 1;
      }
    }
  }

  private async receive({ url }: Queue, max: number): Promise<readonly Message[]> {
    const { Messages = [] } = await this.asked(() =>
      this.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: Math.min(10, max),
          VisibilityTimeout: CHECK_SECONDS,
          WaitTimeSeconds: 0,
        }),
      ),
    );
    return Messages;
  }

  private async find(name: string): Promise<Queue> {
    try {
      const { QueueUrl = '' } = await this.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
      return { name, url: QueueUrl };
    } catch (cause) {
      if (/NonExistentQueue|QueueDoesNotExist/.test(cause instanceof Error ? cause.name : '')) {
        throw notFound('QUEUE_NOT_FOUND', { cause });
      }
      throw unavailable('QUEUE_UNAVAILABLE', { cause });
    }
  }

  private async look({ url }: Queue) {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    const { Attributes: attributes = {} } = await this.asked(() => this.sqs.send(command));
    // What somebody looks at at this moment is still there.
    const counts = [attributes['ApproximateNumberOfMessages'], attributes['ApproximateNumberOfMessagesNotVisible']];
    return { attributes, count: counts.reduce((sum, each) => sum + Number(each ?? 0), 0) };
  }

  private async asked<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (cause) {
      throw unavailable('QUEUE_UNAVAILABLE', { cause });
    }
  }
}

const bodyOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
