import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { newId } from '@throughcare/events/ids';
import { TestGateway } from '../testing/gateway';
import { ledgerSamples } from './ledger-samples';
import { LedgerWorld } from '../testing/ledger-world';

jest.setTimeout(30_000);

describe('what the ledger keeps back', () => {
  const world = new LedgerWorld();
  const { event, outcomes, mine, fetchDetail, age } = world;

  describe('without a CRN', () => {
    it('an event is parked, cannot be read, and goes on when the link is learnt', async () => {
      const noms = `A${(1000 + world.n).toString().slice(-4)}ZZ`;
      const submitted = event(ReferralSubmitted, { crn: noms, nomsNumber: noms });
      const confirmed = event(BookingConfirmed, { crn: noms, nomsNumber: noms });
      await world.gateway.record(submitted, confirmed);
      await world.gateway.dispatch();
      const rows = async () =>
        (await world.gateway.operations())
          .filter((row) => row['noms_number'] === noms)
          .map((row) => [row['state'], row['crn']]);
      expect(await rows()).toEqual([
        ['parked', null],
        ['parked', null],
      ]);
      expect(await outcomes(submitted.id)).toEqual(['NO_CRN']);
      expect((await fetchDetail(submitted.id, 'referral-submitted')).status).toBe(404);
      await world.gateway.inbound.take(linkEvent(noms, world.crn));
      await world.gateway.dispatch();
      expect(world.gateway.sns.types).toEqual(['referral.submitted', 'booking.confirmed']);
      expect(await rows()).toEqual([
        ['published', world.crn],
        ['published', world.crn],
      ]);
      expect((await fetchDetail(submitted.id, 'referral-submitted')).body).toMatchObject({
        eventDetails: { personReference: { crn: world.crn, noms } },
      });
      const toldUnder = (await world.gateway.published())
        .filter(({ data }) => data['sourceEventId'] === submitted.id)
        .map(({ key, version }) => [key, version]);
      expect(toldUnder).toEqual([1, 2, 3].map((version) => [noms, version]));
      const held = await world.gateway.app.db.query('select 1 from sync_operation where held_event is not null');
      expect(held).toEqual([]);
    });
  });

  it('is counted for operators, and so is what was published and never read', async () => {
    const [read, unread] = [event(BookingProvisionallyMade), event(BookingConfirmed)];
    await world.gateway.record(read, unread);
    await world.gateway.dispatch();
    await fetchDetail(read.id, 'booking-provisionally-made');
    await world.gateway.app.db.query(`update sync_operation set published_at = now() - interval '20 minutes'`);
    const untaken = (await ledgerSamples(world.gateway.app.db, world.gateway.hold)).filter(
      ({ labels }) => labels?.['state'] === 'untaken',
    );
    expect(untaken).toEqual([
      { name: 'throughcare_sync_operations', value: 1, labels: { target: 'ndelius', state: 'untaken' } },
      {
        name: 'throughcare_sync_oldest_seconds',
        value: expect.any(Number),
        labels: { target: 'ndelius', state: 'untaken' },
      },
    ]);
    expect(untaken[1]?.value).toBeGreaterThanOrEqual(1_200);
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
      await world.gateway.record(event(BookingConfirmed, { bookingId: id }), arrived);
      await world.gateway.dispatch();
      await fetchDetail(arrived.id, 'person-arrived');
      await fetchDetail(arrived.id, 'person-arrived');
      const { status, body } = await (await world.gateway.app.as(probation)).get(`/sync/bookings/${id}`);
      expect([status, body]).toEqual([
        200,
        {
          bookingId: id,
          operations: [
            expect.objectContaining({ operation: 'booking.confirmed', state: 'published', warnings: [] }),
            expect.objectContaining({
              operation: 'person.arrived',
              target: 'ndelius',
              state: 'read-again',
              evidence: 'detail-fetched',
              warnings: ['ADDRESS_CUT_BY_NDELIUS', 'READ_AGAIN_BY_CONSUMER'],
              fetches: 2,
            }),
          ],
        },
      ]);
      expect(JSON.stringify(body)).not.toContain(world.crn);
    });

    it('of a booking of which nothing was told is nothing', async () => {
      const { body } = await (await world.gateway.app.as(probation)).get(`/sync/bookings/${newId()}`);
      expect(body).toMatchObject({ operations: [] });
    });

    it.each([403, 404] as const)('F-008: is %p where the booking service says so of the booking', async (status) => {
      const id = bookingId();
      await world.gateway.record(event(BookingConfirmed, { bookingId: id }));
      world.gateway.upstreams.hiddenBookings.set(id, status);
      const reply = await (await world.gateway.app.as(probation)).get(`/sync/bookings/${id}`);
      expect([reply.status, JSON.stringify(reply.body)]).toEqual([status, expect.not.stringContaining('operations')]);
      expect(reply.body).toMatchObject({ code: status === 403 ? 'BOOKING_NOT_VISIBLE' : 'BOOKING_NOT_FOUND' });
    });

    it('only an administrator decides what nobody knows, and then it goes on', async () => {
      const arrived = event(PersonArrived);
      await world.gateway.record(arrived, event(PersonDeparted));
      world.gateway.sns.fault = 'lost';
      await world.gateway.dispatch();
      await age(120);
      await world.gateway.dispatcher.recover();
      world.gateway.sns.fault = undefined;
      const [op] = await mine();
      const path = `/sync/operations/${String(op?.['id'])}/resolution`;
      world.gateway.upstreams.staff.set('BOSS', {
        name: { forename: 'A', surname: 'B' },
        code: 'N07',
        probationArea: { code: 'N07' },
      });
      const boss = await world.gateway.app.as({ ...probation, username: 'BOSS' });
      await boss.get('/profile/v2');
      expect((await boss.put(path, { outcome: 'not-sent' })).status).toBe(403);
      await world.gateway.app.db.query(`update staff set roles = '{CAS3_ADMIN}' where username = 'BOSS'`);
      expect((await boss.put(path, { outcome: 'maybe' })).status).toBe(400);
      const keyed = boss.with({ 'idempotency-key': 'F-034' });
      expect((await keyed.put(path, { outcome: 'not-sent' })).status).toBe(200);
      expect((await keyed.put(path, { outcome: 'not-sent' })).headers.get('idempotency-replayed')).toBe('true');
      await world.gateway.dispatch();
      expect(world.gateway.sns.types).toEqual(['person.arrived', 'person.arrived', 'person.departed']);
      expect((await boss.put(path, { outcome: 'not-sent' })).status).toBe(409);
    });
  });

  const linkEvent = (noms: string, to: string) =>
    JSON.stringify({
      eventType: 'probation-case.prison-identifier.added',
      version: 1,
      occurredAt: new Date().toISOString(),
      personReference: {
        identifiers: [
          { type: 'CRN', value: to },
          { type: 'NOMS', value: noms },
        ],
      },
    });
});
