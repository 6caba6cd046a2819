import { undeclaredRepairs } from '@throughcare/platform/testing';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import { partitionOf } from '@throughcare/messaging/proof';
import { messagingTables } from '@throughcare/messaging/schema';
import { Client } from 'pg';
import { deliusFaults } from './testing/delius-consumer';
import { Emulator, eventually } from './testing/emulator';
import { anEvent } from './testing/events';
import { TestGateway } from './testing/gateway';
import { sample, sampleJson } from './testing/samples';

jest.setTimeout(30_000);

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const consumer = { clientId: 'cas3-and-delius', authorities: ['ROLE_APPROVED_PREMISES_EVENTS'] };
const released = 'prison-offender-events.prisoner.released';

/** Event log of the booking service, as its relay writes it. */
const logBooking = async (adminUrl: string, ...events: EventEnvelope[]): Promise<void> => {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create schema if not exists booking`);
  const { rows } = await admin.query(`select to_regclass('booking.event_log') as there`);
  if (!(rows as { there: string | null }[])[0]?.there) await admin.query(messagingTables('booking'));
  for (const [n, event] of events.entries())
    await admin.query(
      `insert into booking.event_log
         (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        partitionOf(event.subject),
        n + 1,
        event.id,
        event.subject,
        event.type,
        event.aggregateid,
        n + 1,
        JSON.stringify(event.data),
        JSON.stringify({ ...event, data: undefined }),
        event.time,
      ],
    );
  await admin.end();
};

describe('the HMPPS edge, from event log to topic and from topic to event log', () => {
  let emulator: Emulator;
  let gateway: TestGateway;
  let topic: string;
  let delius: string;
  let queue: string;
  const custody = async () => (await gateway.published()).filter(({ type }) => type.startsWith('custody.'));

  beforeAll(async () => {
    emulator = await Emulator.start();
    const [ours, theirs] = await Promise.all([emulator.queue('in'), emulator.queue('delius')]);
    queue = ours.url;
    delius = theirs.url;
    topic = await emulator.topic('hmpps-domain-events', ours.arn, theirs.arn);
    gateway = await TestGateway.start(
      { AWS_ENDPOINT_URL: emulator.url, HMPPS_TOPIC_ARN: topic, BACKGROUND: 'on' },
      true,
    );
  });
  afterAll(async () => {
    await gateway.close();
    await emulator.stop();
  });

  it('F-075: every consumer can be repaired by a replay, or says why not', () => {
    expect(undeclaredRepairs(gateway.app)).toEqual([]);
  });

  it('turns the real release message into PersonReleased, once, although it comes ten times', async () => {
    gateway.upstreams.release('A4092EA');
    gateway.upstreams.cases.set('X900016', { crn: 'X900016', nomsId: 'A4092EA' });
    const { Message } = sampleJson<{ Message: string }>(`hmpps-events/${released}.sqs.json`);
    for (let i = 0; i < 10; i += 1) await emulator.publish(topic, Message, released);
    await eventually(custody, (events) => events.length > 0);
    await eventually(
      () => emulator.depth(queue),
      (depth) => depth === 0,
    );
    expect(await custody()).toEqual([expect.objectContaining({ type: 'custody.person.released', key: 'X900016' })]);
  });

  it('quarantines what it cannot understand, takes it off the queue, and goes on', async () => {
    await emulator.publish(topic, 'pardon?', released);
    await emulator.publish(topic, sample('hmpps-events/prison.case-note.published.json'), 'prison.case-note.published');
    await eventually(
      () => gateway.app.db.query('select problem from quarantine'),
      (rows: unknown[]) => rows.length === 1,
    );
    await eventually(
      () => emulator.depth(queue),
      (depth) => depth === 0,
    );
  });

  it('tells nDelius in order what booking published, so that it takes it, in the same trace', async () => {
    await emulator.drain(delius);
    const person = { crn: 'X900077', nomsNumber: 'A9077AA' };
    const envelope = { subject: 'X900077', traceparent: TRACE };
    const events = [BookingProvisionallyMade, BookingConfirmed, PersonArrived].map((one) =>
      anEvent(one, person as never, envelope as never),
    );
    await logBooking(gateway.app.database.adminUrl, ...events);
    const api = await gateway.app.as(consumer);
    const seen: string[] = [];
    await eventually(
      async () => {
        for (const body of await emulator.drain(delius)) {
          const wrapper = JSON.parse(body) as { Message: string; MessageAttributes: Record<string, { Value: string }> };
          const message = JSON.parse(wrapper.Message) as Record<string, unknown>;
          const { body: detail } = await api.get<Record<string, unknown>>(
            new URL(String(message['detailUrl'])).pathname,
          );
          expect(deliusFaults(message, detail)).toEqual([]);
          expect(wrapper.MessageAttributes['eventType']?.Value).toBe(message['eventType']);
          const { eventId, correlationId, producer } = wrapper.MessageAttributes;
          expect(detail).toMatchObject({ id: eventId?.Value });
          expect(correlationId?.Value).toBe(events[seen.length]?.correlationid);
          expect(producer?.Value).toBe('throughcare');
          expect(wrapper.MessageAttributes['traceparent']?.Value.split('-')[1]).toBe(TRACE.split('-')[1]);
          seen.push(String(message['eventType']));
        }
        return seen;
      },
      (types) => types.length >= 3,
    );
    expect(seen).toEqual(events.map(({ type }) => type));
    await eventually(
      () => gateway.states(),
      (states) => states.join() === 'booking.provisionally-made read,booking.confirmed read,person.arrived read',
    );
  });

  it('confirms an arrival by the address that nDelius announces', async () => {
    const address = {
      eventType: 'probation-case.address.created',
      version: 1,
      occurredAt: new Date().toISOString(),
      additionalInformation: { addressStatus: 'M', addressId: 7 },
      personReference: { identifiers: [{ type: 'CRN', value: 'X900077' }] },
    };
    await emulator.publish(topic, JSON.stringify(address), address.eventType);
    await eventually(
      () => gateway.states(),
      (states) => states.at(-1) === 'person.arrived confirmed',
    );
  });

  it('finds by itself that somebody with a booking was released, although no message comes', async () => {
    gateway.upstreams.release('A9077AA');
    gateway.upstreams.cases.set('X900077', { crn: 'X900077', nomsId: 'A9077AA' });
    await gateway.app.db.query(
      `update custody_person set followed_since = '2026-01-01', next_check_at = case when noms_number = 'A9077AA' then now() end`,
    );
    await gateway.app.db.query('update custody_check_turn set next_at = now()');
    const events = await eventually(custody, (seen) => seen.length > 1);
    expect(events.at(-1)).toMatchObject({ type: 'custody.person.released', key: 'X900077' });
  });

  it('writes down by itself who read our events', async () => {
    const rows = await eventually(
      () => gateway.app.db.query<{ client_id: string }[]>('select distinct client_id from detail_read'),
      (seen) => seen.length > 0,
    );
    expect(rows).toEqual([{ client_id: consumer.clientId }]);
  });
});
