import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { AlertWatch, alertRules } from '@throughcare/platform/testing';
import { InboundWorld } from '../testing/inbound-world';
import { anEvent } from '../testing/events';

jest.setTimeout(30_000);

describe('every alert about other systems has been seen to ring, and was quiet before', () => {
  const world = new InboundWorld();
  const query = (sql: string) => world.gateway.app.db.query<unknown[]>(sql);
  let watch: AlertWatch;

  beforeEach(() => {
    const target = { service: 'integration-gateway', instance: 'gateway-1', url: () => world.gateway.app.url };
    watch = new AlertWatch(alertRules(), [target]);
  });

  /** Quiet; then the fault happens and time passes; then it rings. */
  const rings = async (alert: string, fault: () => Promise<unknown>, time: string) => {
    await watch.pass('1m');
    expect([alert, watch.firing(alert)]).toEqual([alert, []]);
    await fault();
    await watch.pass(time);
    expect([alert, watch.firing(alert)]).toEqual([alert, [expect.anything()]]);
  };
  const record = () => world.gateway.record(anEvent(ReferralSubmitted, { crn: world.crn, nomsNumber: world.noms }));

  afterEach(() => query('delete from sync_operation; delete from event_detail'));

  it('ThroughcareSyncWaiting rings while something for nDelius does not leave', async () => {
    const fault = async () => {
      await record();
      await query(`update sync_operation set created_at = now() - interval '6 minutes'`);
    };
    await rings('ThroughcareSyncWaiting', fault, '6m');
  });

  it('ThroughcareSyncParked rings while something for nDelius is parked', async () => {
    const fault = async () => {
      const event = anEvent(BookingConfirmed, { crn: world.noms, nomsNumber: world.noms });
      await world.gateway.record(event);
      await world.gateway.dispatch();
    };
    await rings('ThroughcareSyncParked', fault, '16m');
  });

  it('ThroughcareSyncUntaken rings while nDelius has not read what was published', async () => {
    const fault = async () => {
      await record();
      await world.gateway.dispatch();
      await query(`update sync_operation set published_at = now() - interval '11 minutes'`);
    };
    await rings('ThroughcareSyncUntaken', fault, '6m');
  });

  it.each(['read-again', 'no-address'])('F-018: ThroughcareSyncRefused rings for what is %s', async (state) => {
    const fault = async () => {
      await record();
      await world.gateway.dispatch();
      await query(`update sync_operation set state = '${state}', taken_at = now()`);
    };
    await rings('ThroughcareSyncRefused', fault, '2m');
  });

  it('ThroughcareMovementUntold rings for a movement that the prison shows and no message told', async () => {
    const fault = async () => {
      await query(`insert into custody_person (noms_number, aggregate_id) values ('${world.noms}', gen_random_uuid())`);
      await query(
        `insert into custody_gap (id, noms_number, movement, claim, code)
         values (gen_random_uuid(), '${world.noms}', 'm', 'released', 'NO_MESSAGE')`,
      );
    };
    await rings('ThroughcareMovementUntold', fault, '1m');
  });
});
