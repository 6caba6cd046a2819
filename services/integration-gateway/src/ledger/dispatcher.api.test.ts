import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { newId } from '@throughcare/events/ids';
import type { PublicEvent } from '../hmpps-out/public-event.rules';
import { deliusFaults } from '../testing/delius-consumer';
import { anEvent, publicDefinitions } from '../testing/events';
import { TestGateway } from '../testing/gateway';
import { type Dispatcher } from './dispatcher';

jest.setTimeout(30_000);

const consumer = { clientId: 'cas3-and-delius', authorities: ['ROLE_APPROVED_PREMISES_EVENTS'] };
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the dispatcher', () => {
  let gateway: TestGateway;
  let n = 0;
  /** A person of the test's own, so that tests do not stand in each other's line. */
  let crn: string;
  const event = (definition: (typeof publicDefinitions)[number], changes: object = {}, envelope: object = {}) =>
    anEvent(definition, { crn, nomsNumber: `A${crn.slice(-4)}AA`, ...changes }, envelope as never) as PublicEvent;
  const outcomes = async (id: string) =>
    (await gateway.published())
      .filter(({ data }) => data['sourceEventId'] === id)
      .map(({ data }) => data['outcome'] ?? data['reason']);
  const mine = async () => (await gateway.operations()).filter((row) => row['person'] === crn);
  const states = async () => (await mine()).map((row) => [row['state'], row['reason']].filter(Boolean).join(' '));
  const fetchDetail = async (id: string, slug: string, as: object = consumer) =>
    (await gateway.app.as(as)).get(`/events/cas3/${slug}/${id}`);
  const due = () => gateway.app.db.query(`update sync_operation set next_attempt_at = now() where state = 'ready'`);
  const age = (seconds: number) =>
    gateway.app.db.query(`update sync_operation set claimed_at = claimed_at - $1 * interval '1 second'`, [seconds]);

  beforeAll(async () => {
    gateway = await TestGateway.start({ SYNC_CONSUMER_CLIENT_ID: 'cas3-and-delius' });
  });
  afterAll(() => gateway.close());
  beforeEach(async () => {
    await gateway.app.db.query('delete from sync_operation; delete from event_detail');
    n += 1;
    crn = `X${910_000 + n}`;
    gateway.sns.sent.length = 0;
    gateway.sns.fault = undefined;
    gateway.sns.onSent = () => Promise.resolve();
  });

  it('publishes every public event so that nDelius takes it, its detail readable at that moment', async () => {
    const seen: string[][] = [];
    gateway.sns.onSent = async ({ message }) => {
      const path = new URL(String(message['detailUrl'])).pathname;
      const { status, body } = await (await gateway.app.as(consumer)).get<Record<string, unknown>>(path);
      seen.push([String(status), ...deliusFaults(message, body)]);
    };
    await gateway.record(...publicDefinitions.map((definition) => event(definition)));
    await gateway.dispatch();
    expect(seen).toEqual(publicDefinitions.map(() => ['200']));
    expect(gateway.sns.types).toEqual(publicDefinitions.map(({ type }) => type.replace('accommodation.cas3.', '')));
    expect(gateway.sns.sent.map(({ attributes }) => attributes['eventType'])).toEqual(
      publicDefinitions.map(({ type }) => type),
    );
  });

  it('continues the trace that set the event off', async () => {
    await gateway.record(event(BookingConfirmed, {}, { traceparent: TRACE }));
    await gateway.dispatch();
    expect(gateway.sns.sent[0]?.attributes['traceparent']?.split('-')[1]).toBe(TRACE.split('-')[1]);
  });

  it('tells what was published and what was seen taken', async () => {
    const confirmed = event(BookingConfirmed);
    await gateway.record(confirmed);
    await gateway.dispatch();
    expect(await states()).toEqual(['published']);
    await fetchDetail(confirmed.id, 'booking-confirmed');
    expect(await states()).toEqual(['confirmed']);
    expect(await outcomes(confirmed.id)).toEqual(['published', 'confirmed']);
  });

  it('believes no one but the consumer', async () => {
    const confirmed = event(BookingConfirmed);
    await gateway.record(confirmed);
    await gateway.dispatch();
    await fetchDetail(confirmed.id, 'booking-confirmed', { ...consumer, clientId: 'somebody-else' });
    expect(await states()).toEqual(['published']);
  });

  it('keeps one row of an event that comes twice, and sends it once', async () => {
    const arrived = event(PersonArrived);
    await gateway.record(arrived, arrived, arrived);
    await gateway.dispatch();
    await gateway.record(arrived);
    await gateway.dispatch();
    expect(gateway.sns.types).toEqual(['person.arrived']);
  });

  describe('keeps each person’s order', () => {
    it('one after the other, and different people beside each other', async () => {
      const other = `X${980_000 + n}`;
      await gateway.record(
        event(BookingProvisionallyMade),
        event(BookingProvisionallyMade, { crn: other }),
        event(BookingConfirmed),
        event(PersonArrived),
      );
      expect(await gateway.dispatcher.round()).toBe(true);
      expect(gateway.sns.types).toEqual(['booking.provisionally-made', 'booking.provisionally-made']);
      await gateway.dispatch();
      expect(gateway.sns.types.slice(2)).toEqual(['booking.confirmed', 'person.arrived']);
    });

    it('whichever of several instances does it, each message once', async () => {
      const people = Array.from({ length: 6 }, (_, i) => `Y${n}${i}`);
      for (const person of people)
        await gateway.record(
          ...[BookingProvisionallyMade, BookingConfirmed, PersonArrived, PersonDeparted].map((definition) =>
            event(definition, { crn: person }),
          ),
        );
      const others = [1, 2, 3].map(() => gateway.anotherDispatcher());
      await Promise.all(
        [gateway.dispatcher, ...others].map(async (dispatcher: Dispatcher) => {
          for (let quiet = 0; quiet < 5;) quiet = (await dispatcher.round()) ? 0 : quiet + 1;
        }),
      );
      await gateway.dispatch();
      const perPerson = new Map<string, string[]>();
      for (const { message } of gateway.sns.sent) {
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
      await gateway.record(a, b);
      gateway.sns.fault = { status: 503 };
      await gateway.dispatch();
      expect(await states()).toEqual(['ready', 'ready']);
      expect((await mine()).map((row) => row['attempts'])).toEqual([1, 0]);
      gateway.sns.fault = undefined;
      await due();
      await gateway.dispatch();
      expect(gateway.sns.types).toEqual(['person.arrived', 'person.departed']);
    });

    it('waits as long as it is asked to', async () => {
      await gateway.record(event(BookingConfirmed));
      gateway.sns.fault = { status: 429, headers: { 'retry-after': '120' } };
      await gateway.dispatch();
      const [row] = await mine();
      expect((row?.['next_attempt_at'] as Date).getTime() - Date.now()).toBeGreaterThan(110_000);
    });

    it('does not wait a pause out that belonged to the outage', async () => {
      await gateway.record(event(BookingConfirmed));
      gateway.sns.fault = { status: 503, headers: { 'retry-after': '600' } };
      await gateway.dispatch();
      gateway.sns.fault = undefined;
      await gateway.record(event(BookingConfirmed, { crn: `Z${n}` }));
      await gateway.dispatch();
      expect(gateway.sns.types).toHaveLength(2);
    });

    it('parks what SNS refuses for good, and what stands behind it', async () => {
      await gateway.record(event(BookingProvisionallyMade), event(BookingConfirmed));
      gateway.sns.fault = { status: 400 };
      await gateway.dispatch();
      expect(await states()).toEqual(['parked REFUSED', 'parked BEHIND_PARKED']);
      await gateway.record(event(PersonArrived));
      expect(await states()).toEqual(['parked REFUSED', 'parked BEHIND_PARKED', 'parked BEHIND_PARKED']);
    });
  });

  describe('when the answer is lost', () => {
    it.each([
      ['the connection breaks after SNS took it', 'lost' as const],
      ['a gateway answers 502', { status: 502 }],
    ])('a harmless message is repeated: %s', async (_, fault) => {
      const provisional = event(BookingProvisionallyMade);
      await gateway.record(provisional);
      gateway.sns.fault = fault;
      await gateway.dispatch();
      expect(await states()).toEqual(['ready']);
      gateway.sns.fault = undefined;
      await due();
      await gateway.dispatch();
      expect(await states()).toEqual(['published']);
    });

    it('a harmless message is not repeated when it was seen taken meanwhile', async () => {
      const provisional = event(BookingProvisionallyMade);
      await gateway.record(provisional);
      gateway.sns.fault = 'lost';
      await gateway.dispatch();
      await fetchDetail(provisional.id, 'booking-provisionally-made');
      await due();
      gateway.sns.fault = undefined;
      await gateway.dispatch();
      expect(gateway.sns.types).toHaveLength(1);
      expect(await states()).toEqual(['confirmed']);
    });

    it.each([
      ['person.arrived', PersonArrived],
      ['person.arrived.updated', PersonArrivedUpdated],
      ['booking.cancelled.updated', BookingCancelledUpdated],
    ] as const)('%s is never sent again by itself, and nothing overtakes it', async (_, definition) => {
      const first = event(definition);
      await gateway.record(first, event(PersonDeparted));
      gateway.sns.fault = 'lost';
      await gateway.dispatch();
      gateway.sns.fault = undefined;
      await gateway.dispatch();
      await age(30);
      await gateway.dispatcher.recover();
      await gateway.dispatch();
      expect(await states()).toEqual(['claimed', 'ready']);
      await age(60);
      await gateway.dispatcher.recover();
      await gateway.dispatch();
      expect(await states()).toEqual(['unconfirmed UNCONFIRMED', 'parked BEHIND_PARKED']);
      expect(await outcomes(first.id)).toEqual(['UNCONFIRMED']);
      expect(gateway.sns.types).toHaveLength(1);
    });

    it('an arrival goes on when its detail was read, and what stood behind it follows', async () => {
      const arrived = event(PersonArrived);
      await gateway.record(arrived, event(PersonDeparted));
      gateway.sns.fault = 'lost';
      await gateway.dispatch();
      await age(120);
      await gateway.dispatcher.recover();
      gateway.sns.fault = undefined;
      await fetchDetail(arrived.id, 'person-arrived');
      await gateway.dispatch();
      expect(gateway.sns.types).toEqual(['person.arrived', 'person.departed']);
      expect(await states()).toEqual(['published', 'published']);
    });

    it('an arrival is confirmed by the address that nDelius made of it', async () => {
      const arrived = event(PersonArrived);
      await gateway.record(arrived);
      gateway.sns.fault = 'lost';
      await gateway.dispatch();
      await gateway.inbound.take(addressEvent('created', new Date()));
      expect(await states()).toEqual(['confirmed']);
      expect(await outcomes(arrived.id)).toEqual(['published', 'confirmed']);
    });

    it('an address made before the claim is no evidence', async () => {
      await gateway.record(event(PersonArrived));
      gateway.sns.fault = 'lost';
      await gateway.dispatch();
      await gateway.inbound.take(addressEvent('created', new Date(Date.now() - 600_000)));
      expect(await states()).toEqual(['claimed']);
    });

    it('our own message coming back from the topic shows that it was sent', async () => {
      const arrived = event(PersonArrived);
      await gateway.record(arrived);
      gateway.sns.fault = 'lost';
      await gateway.dispatch();
      await gateway.inbound.take(JSON.stringify(gateway.sns.sent[0]?.message));
      expect(await states()).toEqual(['published']);
    });
  });

  describe('after a crash between claim and answer', () => {
    const crashAfterClaim = async () => {
      const claimed = (await gateway.anotherDispatcher().claim()).claimed;
      expect(claimed).toHaveLength(1);
    };

    it('what is harmless is sent by someone else', async () => {
      await gateway.record(event(BookingConfirmed));
      await crashAfterClaim();
      await gateway.dispatch();
      expect(gateway.sns.sent).toHaveLength(0);
      await age(30);
      await gateway.dispatcher.recover();
      await gateway.dispatch();
      expect(await states()).toEqual(['published']);
    });

    it('an arrival is read back first, and shown to people when nothing is found', async () => {
      await gateway.record(event(PersonArrived));
      await crashAfterClaim();
      await age(90);
      await gateway.dispatcher.recover();
      await gateway.dispatch();
      expect(await states()).toEqual(['unconfirmed UNCONFIRMED']);
      expect(gateway.sns.sent).toHaveLength(0);
    });

    it('a process that slept through its claim does not send any more', async () => {
      await gateway.record(event(PersonArrived));
      const [op] = (await gateway.dispatcher.claim()).claimed;
      if (op?.claimedAt) op.claimedAt = new Date(op.claimedAt.getTime() - 10_000);
      expect(op && (await gateway.dispatcher.send(op))).toBe(false);
      expect(gateway.sns.sent).toHaveLength(0);
      expect(await states()).toEqual(['ready']);
    });

    it('what SNS answered is written down although the database was away at that moment', async () => {
      await gateway.record(event(PersonArrived));
      gateway.sns.onSent = async () => {
        await gateway.breakConnections();
      };
      await gateway.dispatch();
      expect(await states()).toEqual(['published']);
      expect(gateway.sns.types).toEqual(['person.arrived']);
    });

    it('the consumer may read the detail before the answer is noted', async () => {
      const confirmed = event(BookingConfirmed);
      gateway.sns.onSent = async () => void (await fetchDetail(confirmed.id, 'booking-confirmed'));
      await gateway.record(confirmed);
      await gateway.dispatch();
      expect(await states()).toEqual(['confirmed']);
      expect(await outcomes(confirmed.id)).toEqual(['published', 'confirmed']);
    });
  });

  describe('corrections', () => {
    it('carry the time at which they are sent, and cannot be read before', async () => {
      const updated = event(PersonArrivedUpdated, {}, { time: '2026-01-01T00:00:00.000Z' });
      await gateway.record(updated);
      expect((await fetchDetail(updated.id, 'person-arrived-updated')).status).toBe(404);
      const before = Date.now();
      await gateway.dispatch();
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
        await (await patient.app.as(consumer)).get(`/events/cas3/person-arrived/${arrived.id}`);
        await patient.dispatch();
        expect(patient.sns.types).toEqual(['person.arrived', 'person.departed']);
      });
    });
  });

  describe('without a CRN', () => {
    it('an event is parked, cannot be read, and goes on when the link is learnt', async () => {
      const noms = `A${(1000 + n).toString().slice(-4)}ZZ`;
      const submitted = event(ReferralSubmitted, { crn: noms, nomsNumber: noms });
      const confirmed = event(BookingConfirmed, { crn: noms, nomsNumber: noms });
      await gateway.record(submitted, confirmed);
      await gateway.dispatch();
      const rows = async () =>
        (await gateway.operations())
          .filter((row) => row['noms_number'] === noms)
          .map((row) => [row['state'], row['crn']]);
      expect(await rows()).toEqual([
        ['parked', null],
        ['parked', null],
      ]);
      expect(await outcomes(submitted.id)).toEqual(['NO_CRN']);
      expect((await fetchDetail(submitted.id, 'referral-submitted')).status).toBe(404);
      await gateway.inbound.take(linkEvent(noms, crn));
      await gateway.dispatch();
      expect(gateway.sns.types).toEqual(['referral.submitted', 'booking.confirmed']);
      expect(await rows()).toEqual([
        ['published', crn],
        ['published', crn],
      ]);
      expect((await fetchDetail(submitted.id, 'referral-submitted')).body).toMatchObject({
        eventDetails: { personReference: { crn, noms } },
      });
      const held = await gateway.app.db.query('select 1 from sync_operation where held_event is not null');
      expect(held).toEqual([]);
    });
  });

  describe('switches', () => {
    it('turn a type off for good, without holding others up, and dry-run it', async () => {
      const SYNC_SWITCHES = '{"ndelius:referral.submitted":"off","ndelius:booking.confirmed":"dry-run"}';
      await TestGateway.with({ SYNC_SWITCHES }, async (switched) => {
        await switched.record(
          ...[ReferralSubmitted, BookingProvisionallyMade, BookingConfirmed, PersonArrived].map((one) => event(one)),
        );
        await switched.dispatch();
        expect(switched.sns.types).toEqual(['booking.provisionally-made', 'person.arrived']);
        expect(await switched.states()).toEqual([
          'referral.submitted parked SWITCHED_OFF',
          'booking.provisionally-made published',
          'booking.confirmed dry-run',
          'person.arrived published',
        ]);
      });
    });
  });

  describe('shown to people', () => {
    const bookingId = () => newId();
    const probation = { username: 'CAST_01', authorities: ['ROLE_PROBATION'] };

    it('is the state of every operation of a booking, naming no one', async () => {
      const id = bookingId();
      const arrived = event(PersonArrived, {
        bookingId: id,
        premises: { addressLine1: 'x'.repeat(106), postcode: 'A1 1AA', region: 'London' },
      });
      await gateway.record(event(BookingConfirmed, { bookingId: id }), arrived);
      await gateway.dispatch();
      await fetchDetail(arrived.id, 'person-arrived');
      await fetchDetail(arrived.id, 'person-arrived');
      const { status, body } = await (await gateway.app.as(probation)).get(`/sync/bookings/${id}`);
      expect([status, body]).toEqual([
        200,
        {
          bookingId: id,
          operations: [
            expect.objectContaining({ operation: 'booking.confirmed', state: 'published', warnings: [] }),
            expect.objectContaining({
              ...{ operation: 'person.arrived', target: 'ndelius', state: 'published', evidence: 'detail-fetched' },
              ...{ warnings: ['ADDRESS_CUT_BY_NDELIUS', 'READ_AGAIN_BY_CONSUMER'], fetches: 2 },
            }),
          ],
        },
      ]);
      expect(JSON.stringify(body)).not.toContain(crn);
    });

    it('of an unknown booking is nothing', async () => {
      const { body } = await (await gateway.app.as(probation)).get(`/sync/bookings/${newId()}`);
      expect(body).toMatchObject({ operations: [] });
    });

    it('only an administrator decides what nobody knows, and then it goes on', async () => {
      const arrived = event(PersonArrived);
      await gateway.record(arrived, event(PersonDeparted));
      gateway.sns.fault = 'lost';
      await gateway.dispatch();
      await age(120);
      await gateway.dispatcher.recover();
      gateway.sns.fault = undefined;
      const [op] = await mine();
      const path = `/sync/operations/${String(op?.['id'])}/resolution`;
      gateway.upstreams.staff.set('BOSS', {
        name: { forename: 'A', surname: 'B' },
        code: 'N07',
        probationArea: { code: 'N07' },
      });
      const boss = await gateway.app.as({ ...probation, username: 'BOSS' });
      await boss.get('/profile/v2');
      expect((await boss.put(path, { outcome: 'not-sent' })).status).toBe(403);
      await gateway.app.db.query(`update staff set roles = '{CAS3_ADMIN}' where username = 'BOSS'`);
      expect((await boss.put(path, { outcome: 'maybe' })).status).toBe(400);
      expect((await boss.put(path, { outcome: 'not-sent' })).status).toBe(200);
      await gateway.dispatch();
      expect(gateway.sns.types).toEqual(['person.arrived', 'person.arrived', 'person.departed']);
      expect((await boss.put(path, { outcome: 'not-sent' })).status).toBe(409);
    });
  });

  const addressEvent = (change: 'created' | 'updated', at: Date) =>
    JSON.stringify({
      ...{ eventType: `probation-case.address.${change}`, version: 1, occurredAt: at.toISOString() },
      additionalInformation: { addressStatus: 'M', addressId: newId() },
      personReference: { identifiers: [{ type: 'CRN', value: crn }] },
    });
  const linkEvent = (noms: string, to: string) =>
    JSON.stringify({
      ...{ eventType: 'probation-case.prison-identifier.added', version: 1, occurredAt: new Date().toISOString() },
      personReference: {
        identifiers: [
          { type: 'CRN', value: to },
          { type: 'NOMS', value: noms },
        ],
      },
    });
});
