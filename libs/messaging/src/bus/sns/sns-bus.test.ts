import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { classify } from '@throughcare/base/retry.rules';
import { Collector } from '../../../proof/harness/collector';
import { SnsBus } from './sns-bus';

const QUEUE = { QueueUrl: 'http://127.0.0.1:2/000000000000/q.fifo' };
const NO_QUEUE = { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'no' };

describe('a subscription on SNS and SQS', () => {
  let server: Server;
  let answer: readonly [status: number, body: object];
  let bus: SnsBus;
  const collector = new Collector({ consumer: 'c', types: [] });
  const subscribe = () => bus.subscribe(collector).catch((error: unknown) => classify(error));

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    server = createServer((_request, response) => {
      response.writeHead(answer[0], { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer[1]));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const settings = { region: 'eu-west-2', accountId: '000000000000', owner: 'test', endpoint };
    bus = new SnsBus({ ...settings, claim: () => Promise.resolve(undefined) });
  });
  afterAll(async () => {
    await bus.close();
    server.closeAllConnections();
    server.close();
  });

  it('fails for an outage while SQS has trouble, which passes, and the same bus subscribes afterwards', async () => {
    answer = [503, {}];
    expect(await subscribe()).toMatchObject({ errorClass: 'transient' });
    answer = [200, QUEUE];
    expect(await subscribe()).toHaveProperty('ack');
  });

  it('fails for good where deployment has made no queue', async () => {
    answer = [400, NO_QUEUE];
    expect(await subscribe()).toEqual({ errorClass: 'permanent', code: 'QueueDoesNotExist' });
  });
});
