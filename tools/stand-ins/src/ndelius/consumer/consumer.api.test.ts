import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt } from 'jose';
import type { JournalEntry } from '../../kit/journal';
import { startStandIns, type Control, type Started, until } from '../../testing';
import type { Address, Contact } from '../ndelius.state';
import type { Failure } from './consumer';
import { DetailServer, Queues } from '../../testing/queues';

const QUEUE = 'cas3-and-delius-queue';
const DLQ = 'cas3-and-delius-dlq';
const OURS = 'throughcare-hmpps-domain-events';

// Child processes compile their sources first.
jest.setTimeout(30_000);

describe('nDelius consumes our events', () => {
  let started: Started;
  let queues: Queues;
  let control: Control;
  const details = new DetailServer();
  let bookingNumber = 0;

  beforeAll(async () => {
    started = await startStandIns(['messaging', 'auth', 'ndelius']);
    queues = new Queues(started);
    control = started.control('ndelius');
    await details.start();
  });
  afterAll(async () => {
    queues.close();
    await started.close();
    await details.close();
  });
  beforeEach(async () => {
    await control.post('/reset');
    await Promise.all([DLQ, OURS].map((queue) => queues.drain(queue)));
  });

  const event = (type: string, detailUrl: string, crn = 'X900001'): string =>
    JSON.stringify({
      eventType: `accommodation.cas3.${type}`,
      version: 1,
      occurredAt: '2024-06-10T23:00:00Z',
      detailUrl,
      personReference: { identifiers: [{ type: 'CRN', value: crn }] },
    });
  const publish = (type: string, detailUrl: string, crn?: string) =>
    queues.publish(event(type, detailUrl, crn), { eventType: `accommodation.cas3.${type}` });
  const detail = (eventDetails: object, timestamp = new Date().toISOString()): object => ({
    id: '1',
    timestamp,
    eventType: 'x',
    eventDetails: { bookingId: `b${++bookingNumber}`, bookingUrl: 'u', notes: 'n', ...eventDetails },
  });
  const confirmed = (changes: object = {}): object => detail({ expectedArrivedAt: '2024-06-20T11:00:00Z', ...changes });
  const premises = { addressLine1: '12 Church Street', postcode: 'ZZ1 1AA', region: 'London' };
  const arrived = (changes: object = {}): object => detail({ arrivedAt: '2024-06-11T11:00:00Z', premises, ...changes });
  const contacts = (): Promise<Contact[]> => control.get('/people/X900001/contacts');
  const addresses = (): Promise<Address[]> => control.get('/people/X900001/addresses');
  const failures = async (): Promise<Failure[]> => (await control.get<{ failures: Failure[] }>('/consumer')).failures;
  const dead = (): Promise<string[]> =>
    until(
      () => queues.drain(DLQ),
      (bodies) => bodies.length > 0,
    );

  it('has a queue with exactly the nine types, three receives, dead letters for seven days', async () => {
    const { RedrivePolicy } = await queues.attributes(QUEUE);
    expect(JSON.parse(RedrivePolicy!)).toMatchObject({
      maxReceiveCount: 3,
      deadLetterTargetArn: expect.stringContaining(DLQ),
    });
    expect((await queues.attributes(DLQ))['MessageRetentionPeriod']).toBe(String(7 * 86_400));
  });

  it('reads the detail with its own token, gzip, no accept, and writes the contact', async () => {
    const url = details.serve((_request, reply) =>
      reply
        .type('application/json')
        .header('content-encoding', 'gzip')
        .send(gzipSync(JSON.stringify(confirmed()))),
    );
    await publish('booking.confirmed', url);
    const [contact] = await until(contacts, (rows) => rows.length === 1);
    expect(contact).toMatchObject({ type: 'EACO', notes: 'Expected arrival date: 20/06/2024\nn' });
    const { headers } = details.asked.find(({ path }) => url.endsWith(path))!;
    expect(headers).toMatchObject({ 'accept-encoding': 'gzip', 'user-agent': expect.stringMatching(/^Jetty\//) });
    expect(headers).not.toHaveProperty('accept');
    expect(decodeJwt(String(headers['authorization']).replace('Bearer ', ''))).toMatchObject({
      client_id: 'cas3-and-delius',
      authorities: ['ROLE_APPROVED_PREMISES_EVENTS'],
    });
  });

  it('asks for one token in a long run', async () => {
    await started.control('auth').delete('/journal');
    for (let n = 0; n < 20; n++)
      await publish(
        'booking.confirmed',
        details.serve(() => confirmed()),
      );
    await until(contacts, (rows) => rows.length === 20);
    const calls = await started.control('auth').get<JournalEntry[]>('/journal');
    expect(calls.filter(({ path }) => path === '/auth/oauth/token').length).toBeLessThanOrEqual(1);
  });

  it('never hears of a message without the attribute, and lets the event decide when it differs', async () => {
    const unheard = details.serve(() => confirmed());
    await queues.publish(event('booking.confirmed', unheard), {});
    const other = details.serve(() => confirmed());
    await queues.publish(event('booking.confirmed', other), { eventType: 'accommodation.cas3.person.arrived' });
    expect(await until(contacts, (rows) => rows.length === 1)).toMatchObject([{ type: 'EACO' }]);
    expect(details.timesAsked(unheard)).toBe(0);
  });

  it.each<[string, (request: FastifyRequest, reply: FastifyReply) => unknown]>([
    ['403', (_request, reply) => reply.code(403).send({})],
    ['404', (_request, reply) => reply.code(404).send({})],
    ['500', (_request, reply) => reply.code(500).send({})],
    ['a body that is no JSON', (_request, reply) => reply.type('application/json').send('{"id":')],
    ['an incomplete body', () => detail({ notes: null })],
    ['another content type', (_request, reply) => reply.type('text/html').send(JSON.stringify(confirmed()))],
  ])('fetches 9 times on %s, then it is dead', async (_what, answer) => {
    const url = details.serve(answer);
    await publish('booking.confirmed', url);
    expect(await dead()).toHaveLength(1);
    expect(details.timesAsked(url)).toBe(9);
    expect((await failures()).slice(-3)).toMatchObject([1, 2, 3].map((receive) => ({ receive, fault: 'fetch' })));
    expect(await contacts()).toEqual([]);
  });

  it('takes any JSON type', async () => {
    const url = details.serve((_request, reply) =>
      reply.type('application/problem+json').send(JSON.stringify(confirmed())),
    );
    await publish('booking.confirmed', url);
    await until(contacts, (rows) => rows.length === 1);
  });

  it('fetches 27 times when nobody answers', async () => {
    const url = details.serve((request, reply) => {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    });
    await publish('booking.confirmed', url);
    expect(await dead()).toHaveLength(1);
    expect(details.timesAsked(url)).toBe(27);
  });

  it('finds a detail that comes a little late', async () => {
    let times = 0;
    const url = details.serve((_request, reply) => (++times < 3 ? reply.code(404).send({}) : confirmed()));
    await publish('booking.confirmed', url);
    await until(contacts, (rows) => rows.length === 1);
    expect(details.timesAsked(url)).toBe(3);
  });

  it.each<[string, string, () => object, string, number]>([
    ['an unknown CRN after the GET', 'booking.confirmed', () => confirmed(), 'X999999', 3],
    ['a CRN in another case', 'booking.confirmed', confirmed, 'x900001', 3],
    [
      'unknown staff',
      'booking.confirmed',
      () => confirmed({ confirmedBy: { staffCode: 'NOBODY', probationRegionCode: 'N07' } }),
      'X900001',
      3,
    ],
    [
      'both lines empty',
      'person.arrived',
      () => arrived({ premises: { ...premises, addressLine1: '' } }),
      'X900001',
      3,
    ],
    ['an unknown CRN of an arrival, before the GET', 'person.arrived', arrived, 'X999999', 0],
  ])('fetches once a receive for faults of data: %s', async (_what, type, body, crn, times) => {
    const url = details.serve(() => body());
    await publish(type, url, crn);
    expect(await dead()).toHaveLength(1);
    expect(details.timesAsked(url)).toBe(times);
  });

  it('fetches nothing for faults of the message', async () => {
    const url = details.serve(() => confirmed());
    await queues.send(
      QUEUE,
      JSON.stringify({ Message: event('booking.confirmed', url).replace('"version":1', '"version":null') }),
    );
    expect(await dead()).toHaveLength(1);
    expect(details.timesAsked(url)).toBe(0);
  });

  it('publishes the address events that follow', async () => {
    await publish(
      'person.arrived',
      details.serve(() => arrived()),
    );
    const bodies: string[] = [];
    const take = async (): Promise<void> => {
      const seen = await queues.drain(OURS);
      bodies.push(...seen.filter((body) => body.includes('probation-case.address')));
    };
    await until(take, () => bodies.length === 2);
    const notes = bodies.map(
      (body) => JSON.parse(body) as { Message: string; MessageAttributes: Record<string, object> },
    );
    const [ours, home] = (await addresses()).sort((a, b) => b.id - a.id);
    expect(notes.map(({ Message }) => JSON.parse(Message) as object)).toMatchObject([
      {
        eventType: 'probation-case.address.created',
        version: 1,
        additionalInformation: { addressStatus: 'Main', addressId: ours!.id },
        personReference: { identifiers: [{ type: 'CRN', value: 'X900001' }] },
      },
      {
        eventType: 'probation-case.address.updated',
        additionalInformation: { addressStatus: 'Previous', addressId: home!.id },
      },
    ]);
    expect(notes[0]!.Message).not.toContain('detailUrl');
    expect(notes[0]!.MessageAttributes).toMatchObject({
      eventType: { Type: 'String', Value: 'probation-case.address.created' },
      id: { Type: 'String' },
      timestamp: { Type: 'Number.java.lang.Long', Value: expect.stringMatching(/^\d{13}$/) },
    });
  });

  it('has no inbox: the same arrived twice makes two addresses of ours', async () => {
    const url = details.serve(() => arrived({ bookingId: 'twice' }));
    await publish('person.arrived', url);
    await publish('person.arrived', url);
    await until(addresses, (rows) => rows.filter(({ type }) => type === 'A17').length === 2);
    expect(await contacts()).toHaveLength(1);
  });

  it('repeats its rows when its own publishing fails after they are written', async () => {
    const { delete: lift } = started.control('messaging');
    await started.control('messaging').post('/faults', {
      match: { contains: 'probation-case.address.created' },
      fault: { kind: 'lost-response' },
      times: 3,
    });
    await publish(
      'person.arrived',
      details.serve(() => arrived({ bookingId: 'again' })),
    );
    await until(addresses, (rows) => rows.filter(({ type }) => type === 'A17').length === 2);
    await lift('/faults');
    expect((await failures()).at(-1)).toMatchObject({ receive: 1, fault: 'other' });
  });

  it('catches up after it was down, each message once', async () => {
    await control.put('/consumer', { paused: true });
    const urls = [1, 2, 3].map(() => details.serve(() => confirmed()));
    for (const url of urls) await publish('booking.confirmed', url);
    await wait(100);
    expect(await contacts()).toEqual([]);
    await control.put('/consumer', { paused: false });
    await until(contacts, (rows) => rows.length === 3);
    expect(urls.map((url) => details.timesAsked(url))).toEqual([1, 1, 1]);
  });
});
