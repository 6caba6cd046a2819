import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { EventName } from './detail.schema';
import { faultOf, handle, type HandlerOptions } from './handler';

export interface Failure {
  messageId: string;
  receive: number;
  fault: ReturnType<typeof faultOf>;
  reason: string;
}

export type Lateness = Partial<Record<EventName, number>>;

export interface ConsumerOptions extends Omit<HandlerOptions, 'untilUsed'> {
  sqs: SQSClient;
  queue: string;
}

const KEPT_FAILURES = 200;
/** Short, because a poll is never broken off: a message that it had just taken would be a receive wasted. */
const POLL_SECONDS = 2;
const STOP_MS = 3000;
const AWAY_MS = 250;
const LONG_AWAY_MS = 2000;

/** Reads its queue one message after the other, beside those that take long; what fails stays there until SQS moves it to the dead letters. */
export class Consumer {
  applied = 0;
  readonly failures: Failure[] = [];
  /** Seconds from reading a detail to using it, by type; others are handled in the mean time. */
  late: Lateness = {};
  private readonly inHand = new Set<Promise<void>>();
  private stopped = false;
  private gate: { opened: Promise<void>; open: () => void } | undefined;
  private polling: Promise<void> = Promise.resolve();
  private queueUrl: string | undefined;
  private away = 0;

  constructor(private readonly options: ConsumerOptions) {}

  start(): void {
    void this.run();
  }

  get paused(): boolean {
    return this.gate !== undefined;
  }

  /** Paused is what an nDelius that is down looks like from outside: messages wait. Resolves when no message is in hand. */
  async pause(paused: boolean): Promise<void> {
    if (paused) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.gate ??= { opened: promise, open: resolve };
      await Promise.all([this.polling, ...this.inHand]);
    } else {
      this.gate?.open();
      this.gate = undefined;
    }
  }

  /** Finishes the message in hand, within a deadline; a message not finished comes again. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.gate?.open();
    await Promise.race([Promise.all([this.polling, ...this.inHand]), wait(STOP_MS, undefined, { ref: false })]);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      if (this.gate) await this.gate.opened;
      else await (this.polling = this.poll());
    }
  }

  private async poll(): Promise<void> {
    try {
      const messages = await this.take();
      this.away = 0;
      for (const message of messages) await this.work(message);
    } catch {
      // SQS is away or restarting: look again in a moment.
      this.queueUrl = undefined;
      await wait(Math.min(AWAY_MS * 2 ** this.away++, LONG_AWAY_MS), undefined, { ref: false });
    }
  }

  private async take(): Promise<Message[]> {
    const { sqs, queue } = this.options;
    this.queueUrl ??= (await sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl!;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: 1,
        WaitTimeSeconds: POLL_SECONDS,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    return Messages;
  }

  /** Resolves when the next message may be taken. */
  private work(message: Message): Promise<void> | undefined {
    const done = this.receive(message).finally(() => this.inHand.delete(done));
    this.inHand.add(done);
    return Object.keys(this.late).length === 0 ? done : void done.catch(() => undefined);
  }

  private async receive(message: Message): Promise<void> {
    const untilUsed = async (name: EventName) => wait((this.late[name] ?? 0) * 1000);
    try {
      await handle(message.Body!, { ...this.options, untilUsed });
    } catch (error) {
      this.failed(message, error);
      return;
    }
    this.applied++;
    await this.options.sqs.send(
      new DeleteMessageCommand({ QueueUrl: this.queueUrl!, ReceiptHandle: message.ReceiptHandle! }),
    );
  }

  private failed({ MessageId, Attributes }: Message, error: unknown): void {
    this.failures.push({
      messageId: MessageId!,
      receive: Number(Attributes?.['ApproximateReceiveCount'] ?? 0),
      fault: faultOf(error),
      reason: error instanceof Error ? error.message : String(error),
    });
    if (this.failures.length > KEPT_FAILURES) this.failures.shift();
  }
}
