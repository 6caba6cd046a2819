import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface QueueDepths {
  readonly waiting: number;
  readonly inFlight: number;
  readonly dead: number;
}

const KEPT_MS = 10_000;
const PATIENCE_MS = 1_500;

const depthsOf = async (sqs: SQSClient, QueueName: string) => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
  };
};

/** Depths of the HMPPS queue and its dead letters, asked for when somebody looks and at most every ten seconds. */
export class QueueDepthWatch {
  private kept: { readonly at: number; readonly depths: Promise<QueueDepths> } | undefined;

  constructor(
    private readonly sqs: SQSClient,
    private readonly queueName: string,
    private readonly dlqName: string,
  ) {}

  /** Rejects when SQS does not answer in time: who scrapes metrics does not wait for it. */
  async read(): Promise<QueueDepths> {
    if (!this.kept || performance.now() - this.kept.at > KEPT_MS)
      this.kept = { at: performance.now(), depths: this.ask() };
    this.kept.depths.catch(() => undefined);
    const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw Object.assign(new Error('SQS does not answer'), { code: 'QUEUE_UNAVAILABLE' });
    });
    late.catch(() => undefined);
    return Promise.race([this.kept.depths, late]);
  }

  private async ask(): Promise<QueueDepths> {
    const [queue, dlq] = await Promise.all([depthsOf(this.sqs, this.queueName), depthsOf(this.sqs, this.dlqName)]);
    return { ...queue, dead: dlq.waiting + dlq.inFlight };
  }
}
