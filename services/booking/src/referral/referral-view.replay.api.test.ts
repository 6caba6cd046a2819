import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { assessmentIdOf } from '@throughcare/events/ids';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { partitionOf } from '@throughcare/messaging/proof';
import type { ReplayMode } from '@throughcare/messaging/replay';
import { EVENT_READER_ROLE, messagingTables } from '@throughcare/messaging/schema';
import { Client } from 'pg';
import { BookingApp } from '../testing/booking-app';

const CRN = 'X900042';
const applicationId = '0197a000-0000-7000-8000-000000000042';
const facts = { applicationId, assessmentId: assessmentIdOf(applicationId), crn: CRN };

describe('repairing referral_view from history', () => {
  let booking: BookingApp;
  let admin: Client;
  const replays = () => booking.test.app.get(Messaging).operations.replays;
  const view = () =>
    booking.query('select crn, event_number, assessment_status, assessment_version from referral_view');
  const run = async (mode: ReplayMode, filter = {}) => {
    const asked = { consumer: 'booking.referral-view', mode, filter, reason: 'a bug', requestedBy: 'OPS', swap: true };
    const { id } = await replays().begin(asked);
    for (let waited = 0; waited < 10_000; waited += 20) {
      const { state, lastError } = await replays().find(id);
      if (state !== 'running') return `${state} ${lastError}`;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the run does not end');
  };
  const log = (source: string, type: { type: string; dataschema: string }, version: number, data: object) =>
    admin.query(
      `insert into ${source}.event_log values ($7, $1::int, uuidv7(), $2, $3, $4, $1::int, $5, $6, '2026-03-02T10:00:00Z')`,
      [
        version,
        CRN,
        type.type,
        applicationId,
        JSON.stringify(data),
        JSON.stringify({ dataschema: type.dataschema, correlationid: 'c' }),
        partitionOf(CRN),
      ],
    );

  beforeAll(async () => {
    booking = await BookingApp.startAsItRuns();
    admin = new Client({ connectionString: booking.test.database.adminUrl });
    await admin.connect();
    for (const source of ['referral', 'assessment']) {
      await admin.query(`create schema ${source}; ${messagingTables(source)}`);
      await admin.query(`grant usage on schema ${source} to ${EVENT_READER_ROLE}`);
    }
    await log('referral', ReferralSubmitted, 1, {
      ...ReferralSubmitted.example,
      applicationId,
      crn: CRN,
      eventNumber: '7',
    });
    await log('assessment', AssessmentReadyToPlace, 1, { ...AssessmentReadyToPlace.example, ...facts });
  });
  afterAll(async () => {
    await admin?.end();
    await booking?.close();
  });

  const whole = { crn: CRN, event_number: '7', assessment_status: 'ready_to_place', assessment_version: 1 };
  const damage = async () => {
    const isWhole = async () => JSON.stringify(await view()) === JSON.stringify([whole]);
    for (let waited = 0; waited < 10_000 && !(await isWhole()); waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await booking.query(`update referral_view set event_number = 'wrong', assessment_version = 99`);
  };

  it('by a rebuild beside the live table', async () => {
    await damage();
    expect(await run('rebuild')).toBe('completed null');
    expect(await view()).toEqual([whole]);
  });

  it('by a reset of one person', async () => {
    await damage();
    expect(await run('reset-keys', { keys: [CRN] })).toBe('completed null');
    expect(await view()).toEqual([whole]);
  });
});
