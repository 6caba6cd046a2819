import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Queues } from '../testing/queues';
import { startStandIns, type Started, until } from '../testing';
import { DELIUS_EVENT_TYPES } from './topology';

const QUEUE = 'throughcare-hmpps-domain-events';
const release = 'prison-offender-events.prisoner.released';

// Child processes compile their sources first.
jest.setTimeout(30_000);

describe('SNS and SQS on loopback', () => {
  let folder: string;
  let started: Started;
  let queues: Queues;
  const start = async (env: Record<string, string> = {}): Promise<void> => {
    started = await startStandIns(['messaging'], { STAND_INS_DATA: folder, ...env });
    queues = new Queues(started);
  };
  const stop = async (): Promise<void> => {
    queues.close();
    await started.close();
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stand-ins-'));
    await start();
  });
  afterEach(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  it('makes our queue with dead letters kept 14 days and the filter of our gateway', async () => {
    const { RedrivePolicy, QueueArn } = await queues.attributes(QUEUE);
    expect(JSON.parse(RedrivePolicy!)).toMatchObject({ deadLetterTargetArn: `${QueueArn}-dlq` });
    expect((await queues.attributes(`${QUEUE}-dlq`))['MessageRetentionPeriod']).toBe(String(14 * 86_400));
    await queues.publish('{"n":1}', { eventType: release });
    await queues.publish('{"n":2}', { eventType: 'prison.case-note.published' });
    const bodies = await until(
      () => queues.drain(QUEUE),
      (seen) => seen.length > 0,
    );
    expect(bodies.map((body) => JSON.parse(body) as object)).toMatchObject([
      { Type: 'Notification', Message: '{"n":1}' },
    ]);
  });

  it('brings nDelius its nine types and nothing else', async () => {
    const others = ['booking.extended', 'person.not-arrived', 'draft.referral.deleted'].map(
      (name) => `accommodation.cas3.${name}`,
    );
    for (const eventType of [...DELIUS_EVENT_TYPES, ...others, release, 'throughcare.ops.canary'])
      await queues.publish(eventType, { eventType });
    const bodies = await queues.drain('cas3-and-delius-queue');
    expect(bodies.map((body) => (JSON.parse(body) as { Message: string }).Message)).toEqual(DELIUS_EVENT_TYPES);
  });

  it('keeps messages over a killed process, and its topology when run again', async () => {
    await queues.publish('{"n":1}', { eventType: release });
    started.messagingProcess!.kill('SIGKILL');
    await once(started.messagingProcess!, 'exit');
    await stop();
    await start();
    expect((await queues.attributes(QUEUE))['ApproximateNumberOfMessages']).toBe('1');
    await queues.publish('{"n":2}', { eventType: release });
    expect(await queues.drain(QUEUE)).toHaveLength(2);
  });

  it('takes another filter from the environment, also for a queue that is there', async () => {
    await stop();
    await start({ HMPPS_QUEUE_FILTER: '{"eventType":["something.else"]}' });
    await queues.publish('{"n":1}', { eventType: release });
    await queues.publish('{"n":2}', { eventType: 'something.else' });
    expect((await queues.drain(QUEUE)).map((body) => (JSON.parse(body) as { Message: string }).Message)).toEqual([
      '{"n":2}',
    ]);
  });

  it('counts what waits and empties it on reset', async () => {
    const control = started.control('messaging');
    await queues.publish('{"n":1}', { eventType: release });
    expect(await control.get('/queues')).toContainEqual({ queue: QUEUE, waiting: 1, inFlight: 0 });
    await control.post('/reset');
    expect(await control.get('/queues')).toContainEqual({ queue: QUEUE, waiting: 0, inFlight: 0 });
    expect((await queues.attributes(QUEUE))['RedrivePolicy']).toBeDefined();
  });

  it('loses a response after the message was published, when told to', async () => {
    await started.control('messaging').post('/faults', {
      match: { contains: 'Action=Publish' },
      fault: { kind: 'lost-response', as: '504' },
      times: 1,
    });
    await queues.publish('{"n":1}', { eventType: release });
    expect(await queues.drain(QUEUE)).toHaveLength(2);
  });

  it('listens on loopback only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one && !one.internal && one.family === 'IPv4');
    if (!outside) return;
    const socket = connect(Number(new URL(started.url('messaging')).port), outside.address);
    await expect(once(socket, 'connect')).rejects.toThrow('ECONNREFUSED');
  });
});
