import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PublishCommand } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { classify } from '@throughcare/base/retry.rules';
import { awsClients } from './sns-bus';

describe('clients of SNS and SQS', () => {
  it('give up a call that is accepted and never answered, as an outage', async () => {
    process.env['AWS_ACCESS_KEY_ID'] ??= 'local';
    process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local';
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { sns, sqs } = awsClients({ region: 'eu-west-2', endpoint }, 50);
    const calls = [
      sqs.send(new ReceiveMessageCommand({ QueueUrl: `${endpoint}/1/q` })),
      sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-2:1:t', Message: 'x' })),
    ];
    for (const { reason } of (await Promise.allSettled(calls)) as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ name: 'TimeoutError' });
      expect(classify(reason).errorClass).toBe('transient');
    }
    sns.destroy();
    sqs.destroy();
    server.closeAllConnections();
    server.close();
  }, 60_000);
});
