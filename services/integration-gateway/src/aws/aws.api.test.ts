import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SqsConsumer } from '../inbound/sqs-consumer';
import { sqsClient } from './aws';

describe('the client of the HMPPS queue', () => {
  it('gives up a call that is accepted and never answered, so that the next one is made', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sqs = sqsClient({ AWS_REGION: 'eu-west-2', AWS_ENDPOINT_URL: endpoint }, 200);
    const consumer = new SqsConsumer({ sqs, queueName: 'in', take: async () => undefined });
    await expect(consumer.round(new AbortController().signal)).rejects.toMatchObject({ name: 'TimeoutError' });
    sqs.destroy();
    server.closeAllConnections();
    server.close();
  });
});
