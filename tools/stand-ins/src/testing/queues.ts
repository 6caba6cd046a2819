import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { PublishCommand } from '@aws-sdk/client-sns';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { awsClients } from '../messaging/topology';
import type { Started } from '../testing';

export const TOPIC_ARN = 'arn:aws:sns:eu-west-2:000000000000:hmpps-domain-events';

type Answer = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** Plays our gateway: serves details and remembers who asked how. */
export class DetailServer {
  readonly asked: { path: string; headers: Record<string, unknown> }[] = [];
  private readonly answers = new Map<string, Answer>();
  private readonly app: FastifyInstance = Fastify({ forceCloseConnections: true });
  private base = '';

  async start(): Promise<void> {
    this.app.get('/*', (request, reply) => {
      this.asked.push({ path: request.url, headers: request.headers });
      return this.answers.get(request.url)?.(request, reply) ?? reply.code(404).send({ status: 404 });
    });
    this.base = await this.app.listen({ host: '127.0.0.1', port: 0 });
  }

  /** Serves an answer at an address of its own, and gives the address. */
  serve(answer: Answer): string {
    const path = `/events/cas3/${randomUUID()}`;
    this.answers.set(path, answer);
    return `${this.base}${path}`;
  }

  timesAsked(url: string): number {
    return this.asked.filter(({ path }) => url.endsWith(path)).length;
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

/** Topic and queues as a test sees them. */
export class Queues {
  private readonly sns;
  private readonly sqs;

  constructor(started: Started) {
    const { sns, sqs } = awsClients({ endpoint: started.url('messaging'), region: 'eu-west-2' });
    this.sns = sns;
    this.sqs = sqs;
  }

  async publish(message: string, attributes: Record<string, string>): Promise<void> {
    const entries = Object.entries(attributes).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]);
    const MessageAttributes = Object.fromEntries(entries) as Record<string, { DataType: string }>;
    await this.sns.send(new PublishCommand({ TopicArn: TOPIC_ARN, Message: message, MessageAttributes }));
  }

  async send(queue: string, body: string): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: await this.urlOf(queue), MessageBody: body }));
  }

  async attributes(queue: string): Promise<Record<string, string>> {
    const QueueUrl = await this.urlOf(queue);
    const found = await this.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return found.Attributes ?? {};
  }

  /** Takes and deletes what is there now. */
  async drain(queue: string): Promise<string[]> {
    const QueueUrl = await this.urlOf(queue);
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await this.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return bodies;
      for (const { Body, ReceiptHandle } of Messages) {
        bodies.push(Body!);
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: ReceiptHandle! }));
      }
    }
  }

  close(): void {
    this.sns.destroy();
    this.sqs.destroy();
  }

  private async urlOf(name: string): Promise<string> {
    return (await this.sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl!;
  }
}
