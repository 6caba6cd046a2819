import { undeclaredRepairs } from '@throughcare/platform/testing';
import { Client } from 'pg';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { partitionOf, settled } from '@throughcare/messaging/proof';
import { messagingTables } from '@throughcare/messaging/schema';
import { PassportApp, anEvent } from './testing/passport-app';

const NEIGHBOURS = ['referral', 'assessment', 'booking', 'gateway'];
let passport: PassportApp;
let admin: Client;
let offset = 0;

beforeAll(async () => {
  passport = await PassportApp.start({ events: true });
  admin = new Client({ connectionString: passport.test.database.adminUrl });
  await admin.connect();
  for (const schema of NEIGHBOURS) await admin.query(`create schema ${schema}; ${messagingTables(schema)}`);
}, 30_000);
afterAll(async () => {
  await admin?.end();
  await passport?.close();
});

/** What the relay of another service does: the event is in its log, where our consumers read. */
const log = (schema: string, { data, id, subject, type, aggregateversion, time, dataschema }: EventEnvelope) =>
  admin.query(
    `insert into ${schema}.event_log
       (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
     values ($1, $2, $3, $4, $5, 'x', $6, $7, $8, $9)`,
    [
      partitionOf(subject),
      ++offset,
      id,
      subject,
      type,
      aggregateversion,
      JSON.stringify(data),
      JSON.stringify({ dataschema, correlationid: 'click-12345678' }),
      time,
    ],
  );
const calm = () => settled([{ dataSource: passport.test.db, schema: 'passport' }], 20_000);

describe('the service among the others', () => {
  it('F-075: every consumer can be repaired by a replay, or says why not', () => {
    expect(undeclaredRepairs(passport.test)).toEqual([]);
  });

  it('follows their events from the bus and tells its own, one trail from the click to PathwayUpdated', async () => {
    await log('booking', anEvent(BookingConfirmed, {}, { version: 2 }));
    await calm();
    await log('referral', anEvent(ReferralSubmitted));
    await log('booking', anEvent(PersonArrived, {}, { version: 3 }));
    await log('gateway', anEvent(PersonReleased));
    await calm();
    const people = await passport.query('select noms_number, crn, prison_id, version from person');
    expect(people).toEqual([{ noms_number: 'A9001AA', crn: 'X900001', prison_id: 'OUT', version: 0 }]);
    expect(await passport.query('select pathway from pathway_status where version = 2')).toEqual([
      { pathway: 'ACCOMMODATION' },
    ]);
    const events = await passport.query(
      `select key, version, payload::json->>'from' as from, payload::json->>'to' as to,
         headers->>'correlationid' as correlation, headers ? 'causationid' as caused
       from event_log order by version`,
    );
    const trail = { key: 'X900001', correlation: 'click-12345678', caused: true };
    expect(events).toEqual([
      { ...trail, version: 1, from: 'NOT_STARTED', to: 'IN_PROGRESS' },
      { ...trail, version: 2, from: 'IN_PROGRESS', to: 'DONE' },
    ]);
    expect(await passport.query('select * from dead_letter')).toEqual([]);
  }, 60_000);
});
