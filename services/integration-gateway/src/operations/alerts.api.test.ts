import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { HealthComponents } from '@throughcare/platform/health';
import { ClientCredentials } from '@throughcare/platform/http';
import { AlertWatch, alertRules, TestClock } from '@throughcare/platform/testing';
import { HmppsCanary } from '../canary/hmpps-canary';
import { subscriptionFilter } from '../testing/samples';
import { NdeliusClient } from '../ndelius/ndelius.client';
import { Emulator, eventually } from '../testing/emulator';
import { TestGateway } from '../testing/gateway';
import { Background } from '@throughcare/platform/background';
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

  it('ThroughcareQuarantine and ThroughcareQuarantineFilling ring for what cannot be taken', async () => {
    const odd = (n: number) => world.take(`no JSON ${n}`);
    await rings('ThroughcareQuarantine', () => odd(0), '6m');
    const many = async () => {
      for (let n = 1; n <= 20; n += 1) await odd(n);
    };
    await rings('ThroughcareQuarantineFilling', many, '6m');
    await query('delete from quarantine where id <> (select id from quarantine limit 1)');
    await rings(
      'ThroughcareQuarantineFilling',
      () => query(`update quarantine set received_at = now() - interval '25 hours'`),
      '6m',
    );
    await query('delete from quarantine');
  });

  it('ThroughcareCustodyClaimPending rings for a movement that stays neither believed nor refused', async () => {
    const fault = async () => {
      world.gateway.upstreams.break('/prison');
      await world.take(world.releaseMessage());
      await world.look();
      await query(`update custody_claim set received_at = now() - interval '3 hours'`);
    };
    await rings('ThroughcareCustodyClaimPending', fault, '6m');
  });

  it.each([
    ['ndelius', '/ndelius', 503],
    ['ndelius', '/ndelius', 403],
    ['hmpps-auth', '/auth', 401],
  ])(
    'ThroughcareUpstreamFailing rings when %s (%s) answers %i, and /health and doctor say so',
    async (name, path, status) => {
      const ask = () =>
        world.gateway.app.app
          .get(NdeliusClient)
          .staff('A_USER')
          .catch(() => undefined);
      world.gateway.app.app.get(ClientCredentials).forget();
      for (let n = 0; n < 4; n += 1) await ask();
      await watch.pass('1m');
      expect(watch.firing('ThroughcareUpstreamFailing')).toEqual([]);
      world.gateway.upstreams.break(path, status);
      for (let n = 0; n < 8; n += 1) {
        world.gateway.app.app.get(ClientCredentials).forget();
        for (let again = 0; again < 3; again += 1) await ask();
        await watch.pass('1m');
      }
      expect(watch.firing('ThroughcareUpstreamFailing')).toEqual([{ service: 'integration-gateway', upstream: name }]);
      const health = await world.gateway.app.app.get(HealthComponents).check();
      expect(health[name]).toMatchObject({ status: 'DOWN' });
      const operator = await world.gateway.app.as({ username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS'] });
      const checks = (await operator.get<{ name: string }[]>('/ops/doctor')).body;
      const finding = { name: 'upstreams', status: 'fail', detail: expect.stringContaining(name) as unknown };
      expect(checks).toContainEqual(finding);
      world.gateway.upstreams.mend();
      world.gateway.app.app.get(ClientCredentials).forget();
      await ask();
      expect((await world.gateway.app.app.get(HealthComponents).check())[name]).toMatchObject({ status: 'UP' });
    },
  );
});

describe('alerts about the HMPPS queue have been seen to ring', () => {
  let emulator: Emulator;
  let gateway: TestGateway;
  let watch: AlertWatch;
  let dlq: string;
  let unsubscribe: () => Promise<unknown>;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const { arn } = await emulator.queue('in');
    const topic = await emulator.topic('hmpps');
    unsubscribe = await emulator.subscribe(topic, arn, subscriptionFilter());
    ({ url: dlq } = await emulator.queue('in-dlq'));
    gateway = await TestGateway.start({
      AWS_ENDPOINT_URL: emulator.url,
      BACKGROUND: 'on',
      CUSTODY_CHECK_SECONDS: '0',
      HMPPS_TOPIC_ARN: topic,
    });
    watch = newWatch();
  });
  afterAll(async () => {
    await gateway.close();
    await emulator.stop();
  });

  const newWatch = () =>
    new AlertWatch(alertRules(), [
      { service: 'integration-gateway', instance: 'gateway-1', url: () => gateway.app.url },
    ]);
  const metrics = async () => (await gateway.app.request.get<string>('/metrics')).body;

  it('F-079: ThroughcareHmppsCanaryMissing rings when the queue no longer hears the topic', async () => {
    const own = newWatch();
    const time = TestClock.at(new Date());
    const minute = async () => {
      time.move({ minutes: 1 });
      await gateway.app.app.get(HmppsCanary).round();
    };
    for (let n = 0; n < 12; n += 1) {
      await minute();
      const sent = `} ${time.now().getTime() / 1000}\n`;
      await eventually(metrics, (text) => text.includes(sent));
      await own.pass('1m');
      expect(own.firing('ThroughcareHmppsCanaryMissing')).toEqual([]);
    }
    await unsubscribe();
    for (let n = 0; n < 12; n += 1) {
      await minute();
      await own.pass('1m');
    }
    time.release();
    expect(own.firing('ThroughcareHmppsCanaryMissing')).toEqual([{ service: 'integration-gateway' }]);
  });

  it('ThroughcareHmppsDeadLetters rings while a message lies among the dead letters', async () => {
    await watch.pass('6m');
    expect(watch.firing('ThroughcareHmppsDeadLetters')).toEqual([]);
    await emulator.sqs.send(new SendMessageCommand({ QueueUrl: dlq, MessageBody: '{}' }));
    // The depth is asked for at most every ten seconds.
    await eventually(metrics, (text) => text.includes('state="dead"} 1'), 20_000);
    await watch.pass('6m');
    expect(watch.firing('ThroughcareHmppsDeadLetters')).toEqual([{ service: 'integration-gateway' }]);
  });

  it('ThroughcareHmppsQueueOld rings when nobody looks into the queue', async () => {
    await watch.pass('6m');
    expect(watch.firing('ThroughcareHmppsQueueOld')).toEqual([]);
    const time = TestClock.at(new Date());
    await gateway.app.app.get(Background).stop();
    time.move({ minutes: 11 });
    await watch.pass('6m');
    time.release();
    expect(watch.firing('ThroughcareHmppsQueueOld')).toHaveLength(1);
  });
});
