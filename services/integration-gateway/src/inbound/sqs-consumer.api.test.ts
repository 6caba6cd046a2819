import { setTimeout as sleep } from 'node:timers/promises';
import { configureLogging } from '@throughcare/platform/logging';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Emulator, eventually } from '../testing/emulator';
import { SqsConsumer } from './sqs-consumer';

jest.setTimeout(30_000);
configureLogging({ name: 'test', level: 'silent' });

const running = new AbortController().signal;

describe('the SQS consumer', () => {
  let emulator: Emulator;
  let n = 0;
  let queueName: string;
  let url: string;
  const send = (...bodies: string[]) =>
    Promise.all(bodies.map((MessageBody) => emulator.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }))));
  const consumer = (take: (body: string) => Promise<unknown>, visibilitySeconds = 30) =>
    new SqsConsumer({ sqs: emulator.sqs, queueName, take, waitSeconds: 1, visibilitySeconds });

  beforeAll(async () => {
    emulator = await Emulator.start();
  });
  afterAll(() => emulator.stop());
  beforeEach(async () => {
    n += 1;
    queueName = `queue-${n}`;
    url = (await emulator.queue(queueName)).url;
  });

  it('deletes what was taken, and only after it was', async () => {
    await send('a', 'b', 'c');
    const depths: number[] = [];
    const taken: string[] = [];
    const take = async (body: string) => {
      taken.push(body);
      depths.push(await emulator.depth(url));
    };
    expect(await consumer(take).round(running)).toBe(true);
    expect(taken.sort()).toEqual(['a', 'b', 'c']);
    expect(depths).toEqual([3, 3, 3]);
    expect(await emulator.depth(url)).toBe(0);
  });

  it('holds no more than ten at a time', async () => {
    await send(...Array.from({ length: 25 }, (_, i) => String(i)));
    let holding = 0;
    let most = 0;
    const take = async () => {
      most = Math.max(most, (holding += 1));
      await sleep(5);
      holding -= 1;
    };
    const one = consumer(take);
    while (await one.round(running));
    expect(most).toBe(10);
    expect(await emulator.depth(url)).toBe(0);
  });

  it('leaves what failed, and gets it again about a second later', async () => {
    await send('good', 'bad');
    const taken: string[] = [];
    let failures = 0;
    const take = async (body: string) => {
      if (body === 'bad' && failures === 0) {
        failures += 1;
        throw new Error('no');
      }
      taken.push(body);
    };
    const one = consumer(take, 300);
    await one.round(running);
    expect(taken).toEqual(['good']);
    const since = Date.now();
    await eventually(() => one.round(running), Boolean);
    expect(taken).toEqual(['good', 'bad']);
    expect(Date.now() - since).toBeLessThan(5_000);
    expect(await emulator.depth(url)).toBe(0);
  });

  it('keeps a message hidden for as long as it is worked on', async () => {
    await send('slow');
    let taken = 0;
    const take = async () => {
      taken += 1;
      await sleep(4_500);
    };
    const [one, other] = [consumer(take, 2), consumer(take, 2)];
    const working = one.round(running);
    for (let i = 0; i < 4; i += 1) await other.round(running);
    await working;
    expect(taken).toBe(1);
    expect(await emulator.depth(url)).toBe(0);
  });

  it('ends a long poll when it is told to stop', async () => {
    const stop = new AbortController();
    const waiting = new SqsConsumer({ sqs: emulator.sqs, queueName, take: async () => undefined }).round(stop.signal);
    await sleep(300);
    const since = Date.now();
    stop.abort();
    expect(await waiting).toBe(false);
    expect(Date.now() - since).toBeLessThan(1_000);
  });

  it('fails a round, and nothing else, while the queue is not there', async () => {
    queueName = 'no-such-queue';
    await expect(consumer(async () => undefined).round(running)).rejects.toThrow();
  });

  it('reads the answer to a batch entry by entry: what was not deleted is deleted again', async () => {
    const deleted: string[][] = [];
    const hiddenFor: (number | undefined)[] = [];
    interface Command {
      readonly constructor: { readonly name: string };
      readonly input: { readonly Entries?: { readonly Id: string }[]; readonly VisibilityTimeout?: number };
    }
    const sqs = {
      send: async (command: Command) => {
        if (command.constructor.name === 'GetQueueUrlCommand') return { QueueUrl: 'q' };
        if (command.constructor.name === 'ReceiveMessageCommand') hiddenFor.push(command.input.VisibilityTimeout);
        if (command.constructor.name === 'ReceiveMessageCommand')
          return { Messages: ['a', 'b'].map((Body) => ({ Body, ReceiptHandle: Body })) };
        const ids = (command.input.Entries ?? []).map(({ Id }) => Id);
        deleted.push(ids);
        return { Failed: deleted.length === 1 ? [{ Id: '1', Code: 'InternalError', SenderFault: false }] : [] };
      },
    } as unknown as SQSClient;
    await new SqsConsumer({ sqs, queueName, take: async () => undefined }).round(running);
    expect(deleted).toEqual([['0', '1'], ['1']]);
    // What a process that died held is back in time for somebody who waits at the gate.
    expect(hiddenFor).toEqual([20]);
  });
});
