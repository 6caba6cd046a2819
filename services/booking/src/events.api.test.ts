import { undeclaredRepairs } from '@throughcare/platform/testing';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import type { EventDefinition } from '@throughcare/events/define-event';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { StaffUpdated } from '@throughcare/events/staff-updated.v1';
import { messagingTables, schemaOf } from '@throughcare/messaging/schema';
import { partitionOf, settled } from '@throughcare/messaging/proof';
import { addDays, londonDate } from '@throughcare/base/calendar';
import type { TestRequest } from '@throughcare/platform/testing';
import { Client } from 'pg';
import { BookingApp, aBookingBody } from './testing/booking-app';
import { LONDON } from './testing/builders';

const SOURCES = ['referral', 'assessment', 'integration-gateway'];
const TODAY = londonDate(new Date());
let booking: BookingApp;
let others: Client;
let assessor: TestRequest;

beforeAll(async () => {
  booking = await BookingApp.startAsItRuns();
  others = new Client({ connectionString: booking.test.database.adminUrl });
  await others.connect();
  for (const schema of SOURCES.map(schemaOf)) await others.query(`create schema ${schema}; ${messagingTables(schema)}`);
  assessor = await booking.staff({ username: 'CAST_01' });
});
afterAll(async () => {
  await others?.end();
  await booking?.close();
});

let offset = 0;
/** As if the other service had published it and its relay had settled it. */
const publish = async <D extends EventDefinition>(definition: D, key: string, data: object) => {
  const { source, type, dataschema } = definition;
  const values = [partitionOf(key), (offset += 1), newId(), key, type, newId(), JSON.stringify(data)];
  await others.query(
    `insert into ${schemaOf(source)}.event_log
       (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
     values ($1, $2, $3, $4, $5, $6, 1, $7, $8, now())`,
    [...values, { dataschema, correlationid: newId() }],
  );
};
const rest = () => settled([{ dataSource: booking.test.db, schema: 'booking' }], 20_000);

describe('on the real bus', () => {
  it('F-075: every consumer can be repaired by a replay, or says why not', () => {
    expect(undeclaredRepairs(booking.test)).toEqual([]);
  });

  it('takes what other services tell and tells its own', async () => {
    const crn = booking.aPerson('X900001', { nomsNumber: 'A9001AA' });
    const applicationId = newId();
    const assessmentId = assessmentIdOf(applicationId);
    const facts = { ...AssessmentReadyToPlace.example, applicationId, assessmentId, probationRegionId: LONDON };
    await publish(AssessmentReadyToPlace, crn, facts);
    await publish(ReferralSubmitted, crn, { ...ReferralSubmitted.example, applicationId, eventNumber: '3' });
    await publish(PersonReleased, crn, PersonReleased.example);
    await rest();

    const place = await booking.aPlace(assessor, {}, { startDate: TODAY });
    await booking.open(place, addDays(TODAY, -7));
    const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
    const dates = { arrivalDate: TODAY, departureDate: addDays(TODAY, 7), assessmentId };
    const { status, body } = await assessor.post<{ id: string }>(path, aBookingBody(place, dates));
    expect([status, body]).toMatchObject([
      201,
      { assessmentId, applicationId, releasedAt: PersonReleased.example.occurredAt },
    ]);
    expect((await assessor.post(`${path}/${body.id}/confirmations`)).status).toBe(201);
    await rest();
    const logged = await booking.query('select version from event_log where aggregate_id = $1 order by version', [
      body.id,
    ]);
    expect(logged).toEqual([{ version: 1 }, { version: 2 }]);
    expect((await booking.told(body.id))[1]?.data).toMatchObject({ eventNumber: '3', assessmentId });
    expect(await booking.query('select code from dead_letter')).toEqual([]);
  });

  it('learns that a role was taken away', async () => {
    const member = booking.gateway.staff.get('CAST_01');
    await publish(StaffUpdated, 'CAST_01', {
      ...StaffUpdated.example,
      userId: member?.userId,
      username: 'CAST_01',
      probationRegionId: LONDON,
      roles: ['CAS3_REFERRER'],
    });
    await rest();
    expect((await assessor.get('/cas3/v2/premises/search?premisesStatus=online')).status).toBe(403);
  });
});
