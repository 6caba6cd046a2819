import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { deliusFaults } from '../../testing/delius-consumer';
import { publicDefinitions } from '../../testing/events';
import { TestGateway } from '../../testing/gateway';
import { CONSUMER, LedgerWorld } from '../../testing/ledger-world';
import { type Dispatcher } from './dispatcher';

jest.setTimeout(30_000);

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the dispatcher', () => {
  const world = new LedgerWorld();
  const { event, outcomes, mine, states, fetchDetail, due } = world;

  it('publishes every public event so that nDelius takes it, its detail readable at that moment', async () => {
    const seen: string[][] = [];
    world.gateway.sns.onSent = async ({ message }) => {
      const path = new URL(String(message['detailUrl'])).pathname;
      const { status, body } = await (await world.gateway.app.as(CONSUMER)).get<Record<string, unknown>>(path);
      seen.push([String(status), ...deliusFaults(message, body)]);
    };
    await world.gateway.record(...publicDefinitions.map((definition) => event(definition)));
    await world.gateway.dispatch();
    expect(seen).toEqual(publicDefinitions.map(() => ['200']));
    expect(world.gateway.sns.types).toEqual(
      publicDefinitions.map(({ type }) => type.replace('accommodation.cas3.', '')),
    );
    expect(world.gateway.sns.sent.map(({ attributes }) => attributes['eventType'])).toEqual(
      publicDefinitions.map(({ type }) => type),
    );
  });

  it('continues the trace that set the event off', async () => {
    await world.gateway.record(event(BookingConfirmed, {}, { traceparent: TRACE }));
    await world.gateway.dispatch();
    expect(world.gateway.sns.sent[0]?.attributes['traceparent']?.split('-')[1]).toBe(TRACE.split('-')[1]);
  });

  it('tells what was published and what was read', async () => {
    const confirmed = event(BookingConfirmed);
    await world.gateway.record(confirmed);
    await world.gateway.dispatch();
    expect(await states()).toEqual(['published']);
    await fetchDetail(confirmed.id, 'booking-confirmed');
    expect(await states()).toEqual(['read']);
    expect(await outcomes(confirmed.id)).toEqual(['published', 'read']);
  });

  it('believes no one but the consumer', async () => {
    const confirmed = event(BookingConfirmed);
    await world.gateway.record(confirmed);
    await world.gateway.dispatch();
    await fetchDetail(confirmed.id, 'booking-confirmed', { ...CONSUMER, clientId: 'somebody-else' });
    expect(await states()).toEqual(['published']);
  });

  it('keeps one row of an event that comes twice, and sends it once', async () => {
    const arrived = event(PersonArrived);
    await world.gateway.record(arrived, arrived, arrived);
    await world.gateway.dispatch();
    await world.gateway.record(arrived);
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual(['person.arrived']);
  });

  describe('keeps each person’s order', () => {
    it('one after the other, and different people beside each other', async () => {
      const other = `X${980_000 + world.n}`;
      await world.gateway.record(
        event(BookingProvisionallyMade),
        event(BookingProvisionallyMade, { crn: other }),
        event(BookingConfirmed),
        event(PersonArrived),
      );
      expect(await world.gateway.dispatcher.round()).toBe(true);
      expect(world.gateway.sns.types).toEqual(['booking.provisionally-made', 'booking.provisionally-made']);
      await world.gateway.dispatch();
      expect(world.gateway.sns.types.slice(2)).toEqual(['booking.confirmed', 'person.arrived']);
    });

    it('whichever of several instances does it, each message once', async () => {
      const people = Array.from({ length: 6 }, (_, i) => `Y${world.n}${i}`);
      for (const person of people)
        await world.gateway.record(
          ...[BookingProvisionallyMade, BookingConfirmed, PersonArrived, PersonDeparted].map((definition) =>
            event(definition, { crn: person }),
          ),
        );
      const others = [1, 2, 3].map(() => world.gateway.anotherDispatcher());
      await Promise.all(
        [world.gateway.dispatcher, ...others].map(async (dispatcher: Dispatcher) => {
          for (let quiet = 0; quiet < 5;) quiet = (await dispatcher.round()) ? 0 : quiet + 1;
        }),
      );
      await world.gateway.dispatch();
      const perPerson = new Map<string, string[]>();
      for (const { message } of world.gateway.sns.sent) {
        const [id] = (message['personReference'] as { identifiers: { value: string }[] }).identifiers;
        const type = String(message['eventType']).replace('accommodation.cas3.', '');
        perPerson.set(id?.value ?? '', [...(perPerson.get(id?.value ?? '') ?? []), type]);
      }
      for (const person of people)
        expect(perPerson.get(person)).toEqual([
          'booking.provisionally-made',
          'booking.confirmed',
          'person.arrived',
          'person.departed',
        ]);
    });
  });

  describe('while SNS is away', () => {
    it('loses nothing and sends everything once, in order, when it is back', async () => {
      const [a, b] = [event(PersonArrived), event(PersonDeparted)];
      await world.gateway.record(a, b);
      world.gateway.sns.fault = { status: 503 };
      await world.gateway.dispatch();
      expect(await states()).toEqual(['ready', 'ready']);
      expect((await mine()).map((row) => row['attempts'])).toEqual([1, 0]);
      world.gateway.sns.fault = undefined;
      await due();
      await world.gateway.dispatch();
      expect(world.gateway.sns.types).toEqual(['person.arrived', 'person.departed']);
    });

    it('waits as long as it is asked to', async () => {
      await world.gateway.record(event(BookingConfirmed));
      world.gateway.sns.fault = { status: 429, headers: { 'retry-after': '120' } };
      await world.gateway.dispatch();
      const [row] = await mine();
      expect((row?.['next_attempt_at'] as Date).getTime() - Date.now()).toBeGreaterThan(110_000);
    });

    it('does not wait a pause out that belonged to the outage', async () => {
      await world.gateway.record(event(BookingConfirmed));
      world.gateway.sns.fault = { status: 503, headers: { 'retry-after': '600' } };
      await world.gateway.dispatch();
      world.gateway.sns.fault = undefined;
      await world.gateway.record(event(BookingConfirmed, { crn: `Z${world.n}` }));
      await world.gateway.dispatch();
      expect(world.gateway.sns.types).toHaveLength(2);
    });

    it('parks what SNS refuses for good, and what stands behind it', async () => {
      await world.gateway.record(event(BookingProvisionallyMade), event(BookingConfirmed));
      world.gateway.sns.fault = { status: 400 };
      await world.gateway.dispatch();
      expect(await states()).toEqual(['parked REFUSED', 'parked BEHIND_PARKED']);
      await world.gateway.record(event(PersonArrived));
      expect(await states()).toEqual(['parked REFUSED', 'parked BEHIND_PARKED', 'parked BEHIND_PARKED']);
    });
  });

  describe('corrections', () => {
    it('carry the time at which they are sent, and cannot be read before', async () => {
      const updated = event(PersonArrivedUpdated, {}, { time: '2026-01-01T00:00:00.000Z' });
      await world.gateway.record(updated);
      expect((await fetchDetail(updated.id, 'person-arrived-updated')).status).toBe(404);
      const before = Date.now();
      await world.gateway.dispatch();
      const read = async () => (await fetchDetail(updated.id, 'person-arrived-updated')).body as { timestamp: string };
      const { timestamp } = await read();
      expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(before);
      expect((await read()).timestamp).toBe(timestamp);
    });

    it('wait until what they correct was taken, but not for ever', async () => {
      await TestGateway.with({ SYNC_UPDATE_HOLD_SECONDS: '30' }, async (patient) => {
        await patient.record(event(PersonArrived), event(PersonArrivedUpdated));
        await patient.dispatch();
        expect(patient.sns.types).toEqual(['person.arrived']);
        await patient.app.db.query(`update sync_operation set published_at = published_at - interval '31 seconds'`);
        await patient.dispatch();
        expect(patient.sns.types).toEqual(['person.arrived', 'person.arrived.updated']);
      });
    });

    it('go at once when it was', async () => {
      await TestGateway.with({ SYNC_ORDER_HOLD_SECONDS: '30' }, async (patient) => {
        const arrived = event(PersonArrived);
        await patient.record(arrived, event(PersonDeparted));
        await patient.dispatch();
        expect(patient.sns.types).toEqual(['person.arrived']);
        await (await patient.app.as(CONSUMER)).get(`/events/cas3/person-arrived/${arrived.id}`);
        await patient.dispatch();
        expect(patient.sns.types).toEqual(['person.arrived', 'person.departed']);
      });
    });
  });
});
