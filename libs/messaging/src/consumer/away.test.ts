import { Agent, request } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { saysAway } from '@throughcare/base/away.rules';
import { classify } from '@throughcare/base/retry.rules';
import { reasonOf } from '../bus/kafka/outage';
import { awsClients } from '../bus/sns/sns-bus';

/** What a promise is rejected with. */
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'it worked',
    (error: unknown) => error,
  );

/** A port on which `serve` answers whoever calls; a closed one without. */
const port = async (serve?: (socket: Socket) => void): Promise<{ at: number; close: () => void }> => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    serve?.(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port: at } = server.address() as AddressInfo;
  if (!serve) server.close();
  return { at, close: () => server.close() };
};

const http = (status: number, body: object) => (socket: Socket) => {
  const text = JSON.stringify(body);
  socket.on('data', () =>
    socket.end(
      `HTTP/1.1 ${status} x\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
    ),
  );
};

describe('F-027: real errors of each client', () => {
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));
  const listening = async (serve?: (socket: Socket) => void) => {
    const { at, close } = await port(serve);
    closing.push(close);
    return at;
  };

  const fatal = (code: string) => (socket: Socket) => {
    const fields = `SFATAL\0VFATAL\0C${code}\0Mno\0\0`;
    const answer = Buffer.alloc(5);
    answer.write('E');
    answer.writeInt32BE(4 + fields.length, 1);
    socket.on('data', () => socket.end(Buffer.concat([answer, Buffer.from(fields)])));
  };

  it.each([
    ['nobody listens', undefined, true],
    ['who hangs up', (socket: Socket) => socket.destroy(), true],
    ['who has too many connections', fatal('53300'), true],
    ['who shuts down', fatal('57P01'), true],
    ['who starts', fatal('57P03'), true],
    ['who ends with something fatal of its own', fatal('XX000'), true],
    ['who does not know the password', fatal('28P01'), true],
    ['who does not know the database', fatal('3D000'), true],
  ])('of PostgreSQL %s', async (_title, serve, away) => {
    const client = new Client({ host: '127.0.0.1', port: await listening(serve), user: 'u', password: 'p' });
    const error = await errorOf(client.connect());
    expect(classify(error).errorClass).toBe(away ? 'transient' : 'permanent');
  });

  it.each([
    ...[
      'RequestThrottled',
      'ThrottlingException',
      'TooManyRequestsException',
      'KmsThrottled',
      'KMSThrottlingException',
    ].map((name) => [400, name, 'transient'] as const),
    ...['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'].map((name) => [400, name, 'transient'] as const),
    [429, 'Whatever', 'transient'],
    [500, 'InternalFailure', 'transient'],
    [503, 'ServiceUnavailable', 'transient'],
    [400, 'QueueDoesNotExist', 'permanent'],
    [403, 'InvalidClientTokenId', 'permanent'],
    [403, 'UnrecognizedClientException', 'permanent'],
    [403, 'AccessDeniedException', 'permanent'],
  ] as const)(
    'of AWS that answers %s %s',
    async (status, name, errorClass) => {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
      const endpoint = `http://127.0.0.1:${await listening(http(status, { __type: `com.amazonaws.sqs#${name}` }))}`;
      const { sqs } = awsClients({ region: 'eu-west-2', endpoint });
      const error = await errorOf(sqs.send(new GetQueueUrlCommand({ QueueName: 'q' })));
      sqs.destroy();
      expect(classify(error)).toMatchObject({ errorClass });
    },
    60_000,
  );

  it('of AWS where no credentials can be had', async () => {
    const failing = () => Promise.reject(Object.assign(new Error('no'), { name: 'CredentialsProviderError' }));
    expect(classify(await errorOf(failing()))).toMatchObject({ errorClass: 'transient' });
  });

  it('of fetch and of plain sockets', async () => {
    const closed = await listening();
    const silent = await listening(() => undefined);
    const hangsUp = await listening((socket) => socket.destroy());
    const errors = [
      await errorOf(fetch(`http://127.0.0.1:${closed}`)),
      await errorOf(fetch(`http://127.0.0.1:${hangsUp}`)),
      await errorOf(fetch(`http://127.0.0.1:${silent}`, { signal: AbortSignal.timeout(50) })),
      await errorOf(fetch(`http://127.0.0.1:${silent}`, { signal: AbortSignal.abort() })),
      await errorOf(fetch('http://no-such-host.invalid')),
      await errorOf(once(request({ port: closed, host: '127.0.0.1', agent: new Agent() }).end(), 'response')),
    ];
    expect(errors.map((error) => classify(error).errorClass)).toEqual(errors.map(() => 'transient'));
  }, 30_000);

  it('of Kafka that nobody answers for', async () => {
    const brokers = [`127.0.0.1:${await listening()}`];
    const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: { retries: 1, initialRetryTime: 10 } });
    const error = await errorOf(kafka.admin().connect());
    expect(classify(reasonOf(error as Error))).toMatchObject({ errorClass: 'transient', code: 'KAFKA_UNAVAILABLE' });
  });

  it.each(['EAI_FAIL', 'ENETDOWN', 'EMFILE', 'ENFILE', 'EHOSTDOWN'])('of the system: %s', (code) => {
    expect(saysAway(Object.assign(new Error('x'), { code }))).toBe(true);
  });

  it('none of a bug, of a refusal, or of a value', () => {
    for (const error of [
      new TypeError('x'),
      new RangeError('timeout'),
      { code: 'EACCES' },
      { code: '42601' },
      { code: 42 },
    ])
      expect(saysAway(error)).toBe(false);
  });
});
