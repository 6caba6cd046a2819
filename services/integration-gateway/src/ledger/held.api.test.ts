import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { newId } from '@throughcare/events/ids';
import type { PublicEvent } from '../hmpps-out/public-event.rules';
import { AlertWatch, alertRules } from '@throughcare/platform/testing';
import { CONSUMER, LedgerWorld } from '../testing/ledger-world';
import { TestGateway } from '../testing/gateway';
import { ledgerSamples } from './ledger-samples';

jest.setTimeout(60_000);

const ops = { username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS_RW'] };
const DAY = 86_400;

describe('a move behind another that nDelius may not have used yet', () => {
  const world = new LedgerWorld();
  const { event } = world;
  let patient: TestGateway;
  beforeAll(async () => {
    patient = await TestGateway.start({ SYNC_MOVE_HOLD_SECONDS: String(7 * DAY) });
  });
  afterAll(() => patient.close());
  beforeEach(async () => {
    await patient.app.db.query('delete from sync_operation; delete from event_detail');
    patient.sns.sent.length = 0;
  });

  const sent = async () => {
    await patient.dispatch();
    return patient.sns.types;
  };
  const read = async ({ id, type }: PublicEvent) =>
    (await patient.app.as(CONSUMER)).get(
      `/events/cas3/${type.replace('accommodation.cas3.', '').replaceAll('.', '-')}/${id}`,
    );
  const told = (change: 'created' | 'updated', facts: object = {}) =>
    patient.inbound.take(world.addressEvent(change, new Date(Date.now() + 1_000), facts));
  const later = (seconds: number) =>
    patient.app.db.query(
      `update sync_operation set published_at = published_at - $1 * interval '1 second',
         taken_at = taken_at - $1 * interval '1 second', last_read_at = last_read_at - $1 * interval '1 second'`,
      [seconds],
    );
  const nextStay = () => ({ bookingId: newId() });
  const counted = async () =>
    Object.fromEntries(
      (await ledgerSamples(patient.app.db, patient.hold))
        .filter(({ name }) => name === 'throughcare_sync_operations')
        .map(({ labels, value }) => [labels?.['state'], value]),
    );

  it.each([PersonDeparted, PersonArrivedUpdated, PersonDepartedUpdated])(
    'waits for the arrival however long nDelius does not read it: $type',
    async (next) => {
      await patient.record(event(PersonArrived), event(next));
      expect(await sent()).toEqual(['person.arrived']);
      await later(6 * DAY);
      expect(await sent()).toEqual(['person.arrived']);
    },
  );

  it('goes when the message before can no longer come', async () => {
    await patient.record(event(PersonArrived), event(PersonDeparted));
    expect(await sent()).toEqual(['person.arrived']);
    await later(7 * DAY + 1);
    expect(await sent()).toEqual(['person.arrived', 'person.departed']);
  });

  it('does not go because nDelius has read the arrival: what it read it need not have used', async () => {
    const arrived = event(PersonArrived);
    await patient.record(arrived, event(PersonDeparted));
    await sent();
    await read(arrived);
    expect(await sent()).toEqual(['person.arrived']);
    await later(59);
    expect(await sent()).toEqual(['person.arrived']);
    await read(arrived);
    await later(59);
    expect(await sent()).toEqual(['person.arrived']);
    await later(2);
    expect(await sent()).toEqual(['person.arrived', 'person.departed']);
  });

  it('goes as soon as nDelius tells the address', async () => {
    const arrived = event(PersonArrived);
    await patient.record(arrived, event(PersonDeparted));
    await sent();
    await read(arrived);
    await told('created');
    expect(await sent()).toEqual(['person.arrived', 'person.departed']);
  });

  it('goes as soon as somebody says that it is there', async () => {
    await patient.record(event(PersonArrived), event(PersonDeparted));
    await sent();
    await later(601);
    const [{ id }] = (await patient.operations()) as [{ id: string }];
    const as = await patient.app.as(ops);
    expect((await as.post(`/ops/sync/operations/${id}/resolve`, { reason: 'INC-7' })).status).toBe(200);
    expect(await sent()).toEqual(['person.arrived', 'person.departed']);
  });

  it('is an arrival that waits for the departure before it, and its correction with it', async () => {
    const [left, next] = [event(PersonDeparted), nextStay()];
    await patient.record(left, event(PersonArrived, next), event(PersonArrivedUpdated, next));
    expect(await sent()).toEqual(['person.departed']);
    await read(left);
    await told('updated', { addressStatus: 'Previous' });
    expect(await sent()).toEqual(['person.departed', 'person.arrived']);
  });

  it('lets contacts pass, those of the next stay too', async () => {
    await patient.record(event(PersonArrived), event(PersonDeparted), event(BookingConfirmed, nextStay()));
    expect(await sent()).toEqual(['person.arrived', 'booking.confirmed']);
  });

  it('keeps nobody else waiting', async () => {
    await patient.record(event(PersonArrived), event(PersonDeparted, { crn: `W${world.n}` }));
    expect(await sent()).toEqual(['person.arrived', 'person.departed']);
  });

  it('goes out beside the older type of its event, and is used once either of the two is', async () => {
    const older = {
      gone: { ...PersonArrivedUpdated, deprecated: { since: '9.0', until: '2026-06-30', use: 'PersonArrived' } },
      successor: PersonArrived.type,
      dataOf: ({ data }: PublicEvent) => ({ ...data, notes: 'The older type says it so.' }),
    };
    await patient.recordWith([older], event(PersonArrived));
    await patient.record(event(PersonDeparted));
    expect(await sent()).toEqual(['person.arrived', 'person.arrived.updated']);
    const [, beside] = await patient.operations();
    await read({ id: String(beside?.['event_id']), type: PersonArrivedUpdated.type } as PublicEvent);
    await later(61);
    expect(await sent()).toEqual(['person.arrived', 'person.arrived.updated', 'person.departed']);
  });

  it('waits for nothing that was never sent', async () => {
    await patient.record(event(PersonArrived), event(PersonDeparted));
    await patient.app.db.query(`update sync_operation set state = 'dry-run' where operation = 'person.arrived'`);
    expect(await sent()).toEqual(['person.departed']);
  });

  describe('is shown', () => {
    const stay = { bookingId: newId() };
    const rows = async () => {
      await patient.record(event(PersonArrived, stay), event(PersonDeparted, stay));
      await sent();
      const as = await patient.app.as(ops);
      const search = async (filter: object) =>
        (
          await as.post<{ operationId: string; state: string; heldBy: string | null; advice: string | null }[]>(
            '/ops/sync/operations/search',
            filter,
          )
        ).body;
      return { search, as };
    };

    it('as held, with what it waits for, in the list and alone', async () => {
      const { search, as } = await rows();
      const [departed, arrived] = await search(stay);
      expect(departed).toMatchObject({ state: 'held', heldBy: arrived?.operationId, advice: null });
      expect(arrived).toMatchObject({ state: 'published', heldBy: null });
      expect(await search({ ...stay, state: 'held' })).toEqual([departed]);
      expect(await search({ ...stay, state: 'ready' })).toEqual([]);
      expect(await search({ ...stay, open: true })).toEqual([]);
      const { body } = await as.get(`/ops/sync/operations/${departed?.operationId}`);
      expect(body).toMatchObject({ state: 'held', heldBy: arrived?.operationId });
    });

    it('as ready once it may go', async () => {
      const { search } = await rows();
      await later(8 * DAY);
      expect((await search(stay))[0]).toMatchObject({ state: 'ready', heldBy: null });
    });

    it('by metrics under a state of its own, so that nobody is called because of it', async () => {
      await rows();
      await patient.app.db.query(`update sync_operation set created_at = now() - interval '6 minutes'`);
      expect(await counted()).toMatchObject({ ready: 0, held: 1 });
      const text = await (await fetch(`${patient.app.url}/metrics`)).text();
      expect(text).toMatch(/throughcare_sync_operations\{.*target="ndelius",state="held"\} 1/);
      expect(text).toMatch(/throughcare_sync_oldest_seconds\{.*target="ndelius",state="ready"\} 0/);
      const health = (await (await fetch(`${patient.app.url}/health`)).json()) as { components: object };
      expect(health.components).toMatchObject({ 'sync-ledger': { details: { waiting: 0, held: 1 } } });
      const target = { service: 'integration-gateway', instance: 'gateway-1', url: () => patient.app.url };
      const watch = new AlertWatch(alertRules(), [target]);
      await watch.pass('11m');
      expect(watch.firing('ThroughcareSyncWaiting')).toEqual([]);
    });
  });
});
