import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MALFORMED } from '../malformed';
import { brokerMissing } from '../../../proof/harness/brokers';
import { busContract } from '../../../proof/contract/bus.contract';
import { Collector } from '../../../proof/harness/collector';
import type { BusHarness } from '../../../proof/contract/world';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { aRecord } from '../../../proof/harness/records';
import { deadLetterName, queueName } from './names';
import { awsClients } from './sns-bus';
import { harnessOn } from '../../../proof/harness/sns.harness';

// The emulator stands in where LocalStack cannot be had, and for quick runs (SNS_BROKER=emulator).
const onEmulator = process.env['SNS_BROKER'] === 'emulator' || brokerMissing('localstack') !== undefined;

if (onEmulator) {
  describeWithBroker('emulator', 'SNS and SQS in the emulator', (broker) => {
    const start = () => harnessOn(broker().address, { interrupts: false });
    busContract('The emulator', start, { patienceMs: 120_000, quietMs: 1_500 });
  });
}

if (process.env['SNS_BROKER'] !== 'emulator') {
  describeWithBroker('localstack', 'SNS and SQS in LocalStack', (broker) => {
    const start = () => harnessOn(broker().address, { interrupts: true });
    busContract('LocalStack', start, { patienceMs: 120_000, quietMs: 1_500 });

    describe('a consumer’s queue', () => {
      let harness: BusHarness;
      const type = `test.${randomUUID()}`;
      const sqs = () => awsClients({ region: 'eu-west-2', endpoint: broker().address }).sqs;
      const urlOf = async (QueueName: string) => (await sqs().send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
      const attributesOf = async (name: string) => {
        const command = new GetQueueAttributesCommand({ QueueUrl: await urlOf(name), AttributeNames: ['All'] });
        return (await sqs().send(command)).Attributes ?? {};
      };
      beforeAll(async () => {
        harness = await harnessOn(broker().address, { interrupts: false, visibilitySeconds: 4 });
      });
      afterAll(() => harness.close());

      it('keeps dead letters at least as long as messages, and lets keys pass each other', async () => {
        const bus = await harness.open();
        await Collector.on(bus, { consumer: type, types: [type] });
        await bus.close();
        const queue = await attributesOf(queueName(type, 'contract'));
        const letters = await attributesOf(deadLetterName(type, 'contract'));
        expect(Number(letters['MessageRetentionPeriod'])).toBeGreaterThanOrEqual(
          Number(queue['MessageRetentionPeriod']),
        );
        const high = {
          DeduplicationScope: 'messageGroup',
          FifoThroughputLimit: 'perMessageGroupId',
          FifoQueue: 'true',
        };
        expect([queue, letters]).toEqual([expect.objectContaining(high), expect.objectContaining(high)]);
        expect(JSON.parse(queue['RedrivePolicy'] ?? '{}')).toMatchObject({ deadLetterTargetArn: letters['QueueArn'] });
      }, 300_000);

      it('gives a body that nobody can read to the consumer as an event that ends as a dead letter', async () => {
        const bus = await harness.open();
        const collector = await Collector.on(bus, {
          consumer: type,
          types: [type],
          settle: (feed, deliveries) => feed.ack(deliveries),
        });
        const QueueUrl = await urlOf(queueName(type, 'contract'));
        const message = { MessageBody: 'who wrote this?', MessageGroupId: 'K', MessageDeduplicationId: randomUUID() };
        await sqs().send(new SendMessageCommand({ QueueUrl, ...message }));
        await harness.publish(bus, [aRecord({ key: 'K', type })]);
        await collector.until(2, 120_000);
        expect(collector.records).toMatchObject([
          { type: MALFORMED, key: 'K', payload: Buffer.from('who wrote this?').toString('base64') },
          { type },
        ]);
        await bus.close();
      }, 300_000);

      it('does not bring an event again while its handler takes longer than the visibility', async () => {
        const own = `test.${randomUUID()}`;
        const bus = await harness.open();
        const slow = await Collector.on(bus, {
          consumer: own,
          types: [own],
          settle: async (feed, deliveries) => {
            await sleep(7_000);
            await feed.ack(deliveries);
          },
        });
        await harness.publish(bus, [aRecord({ key: 'K', type: own })]);
        await slow.until(1, 120_000);
        await sleep(9_000);
        expect(slow.records).toHaveLength(1);
        await bus.close();
      }, 300_000);
    });
  });
}
