import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { aRecord, batchOf } from '../../../proof/harness/records';
import { readBody } from './codec';
import { Queue } from './queue';
import { awsClients, SnsBus } from './sns-bus';
import { createQueue, createTopic } from './topology';

describe('F-024: a queue is subscribed', () => {
  const said: { name: string; input: Record<string, unknown> }[] = [];
  const answers: Readonly<Record<string, object>> = {
    CreateTopicCommand: { TopicArn: 'arn:topic' },
    CreateQueueCommand: { QueueUrl: 'http://queue' },
    GetQueueAttributesCommand: { Attributes: { QueueArn: 'arn:queue' } },
  };
  const client = (subscriptions: readonly object[]) => ({
    config: {},
    send: (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const { name } = command.constructor;
      said.push({ name, input: command.input });
      const found = name === 'ListSubscriptionsByTopicCommand' ? { Subscriptions: subscriptions } : {};
      return Promise.resolve(answers[name] ?? found);
    },
  });
  const subscribing = async (subscriptions: readonly object[]) => {
    said.length = 0;
    const fake = client(subscriptions);
    const wiring = { consumer: 'c', sources: ['booking'], types: ['b', 'a'] };
    // The paginator asks whether it was given a client.
    const sns = Object.assign(Object.create(SNSClient.prototype) as object, fake) as unknown as SNSClient;
    await createQueue(sns, fake as unknown as SQSClient, wiring);
    return said.filter(({ name }) => /^(Subscribe|SetSubscription)/.test(name));
  };

  it('with raw delivery and filter in the call that subscribes, after its policy', async () => {
    const calls = await subscribing([]);
    expect(calls).toMatchObject([
      {
        name: 'SubscribeCommand',
        input: { Attributes: { RawMessageDelivery: 'true', FilterPolicy: '{"eventType":["a","b"]}' } },
      },
    ]);
    const order = said.map(({ name }) => name);
    expect(order.lastIndexOf('SetQueueAttributesCommand')).toBeLessThan(order.indexOf('SubscribeCommand'));
  });

  it('and brought up to date where it was subscribed before', async () => {
    const calls = await subscribing([{ Endpoint: 'arn:queue', SubscriptionArn: 'arn:subscription' }]);
    expect(calls.map(({ name }) => name)).toEqual([
      'SetSubscriptionAttributesCommand',
      'SetSubscriptionAttributesCommand',
    ]);
  });
});

describeWithBroker('emulator', 'A queue made while events are published', (broker) => {
  it('F-024: gets only what its handlers take, and nothing in an envelope', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    const settings = { region: 'eu-west-2', accountId: '000000000000', endpoint: broker().address };
    const { sns, sqs } = awsClients(settings);
    const bus = new SnsBus({ ...settings, claim: () => Promise.resolve(undefined) });
    await createTopic(sns, 'booking');
    let publishing = true;
    const publisher = (async () => {
      for (let n = 0; publishing; n += 1)
        await bus.publish(batchOf(['wanted', 'other'].map((type) => aRecord({ key: `${type}-${n % 9}`, type }))));
    })();
    const urls: string[] = [];
    for (let at = 0; at < 10; at += 1)
      urls.push(await createQueue(sns, sqs, { consumer: randomUUID(), sources: ['booking'], types: ['wanted'] }));
    await sleep(500);
    publishing = false;
    await publisher;
    const bodies: string[] = [];
    for (const url of urls) {
      const messages = await new Queue(sqs, url).receive(30, 1, new AbortController().signal);
      bodies.push(...messages.map(({ body }) => body));
    }
    expect(bodies.length).toBeGreaterThan(0);
    expect(bodies.filter((body) => body.includes('"Notification"'))).toEqual([]);
    expect(new Set(bodies.map((body) => readBody(body)?.record.type))).toEqual(new Set(['wanted']));
    await bus.close();
    sns.destroy();
    sqs.destroy();
  }, 60_000);
});
