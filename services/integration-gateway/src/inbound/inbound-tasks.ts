import type { SQSClient } from '@aws-sdk/client-sqs';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Background } from '@throughcare/platform/background';
import { CONFIG } from '@throughcare/platform/config';
import { sqsClient } from '../aws/aws';
import type { GatewayConfig } from '../config';
import { CustodyService } from '../custody/custody.service';
import { InboundService } from './inbound.service';
import { QueueChecks } from './queue-checks';
import { SqsConsumer } from './sqs-consumer';

/** The search for what was early: the prison shows a merge within minutes. */
const CONFIRM_MS = 60_000;

/** Reads the HMPPS queue, and looks after what was taken from it. */
@Injectable()
export class InboundTasks implements BeforeApplicationShutdown {
  private readonly sqs: SQSClient;

  constructor(
    background: Background,
    @Inject(CONFIG) config: GatewayConfig,
    inbound: InboundService,
    custody: CustodyService,
    looks: QueueChecks,
  ) {
    this.sqs = sqsClient(config);
    const take = async (body: string) => {
      if ((await inbound.take(body)) === 'custody') custody.lookSoon();
    };
    const looked = (sentAt: readonly number[]) => looks.looked(sentAt);
    const consumer = new SqsConsumer({ sqs: this.sqs, queueName: config.HMPPS_QUEUE_NAME, take, looked });
    background.add({
      name: 'inbound',
      every: { ms: 0 },
      once: 'instance',
      round: async (signal) => ((await consumer.round(signal)) ? 'more' : 'done'),
    });
    background.add({
      name: 'confirm',
      every: { ms: CONFIRM_MS },
      once: 'cluster',
      round: () => inbound.retakeUnconfirmed().then(() => 'done'),
    });
    background.add({
      name: 'inbound-prune',
      every: { dailyAt: '03:10' },
      once: 'cluster',
      round: () => inbound.prune().then(() => 'done'),
    });
  }

  beforeApplicationShutdown(): void {
    this.sqs.destroy();
  }
}
