import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { LedgerWorld } from '../testing/ledger-world';

jest.setTimeout(30_000);

describe('a dispatcher that does not know what became of a message', () => {
  const world = new LedgerWorld();
  const { event, outcomes, states, fetchDetail, due, age, addressEvent } = world;

  describe('when the answer is lost', () => {
    it.each([
      ['the connection breaks after SNS took it', 'lost' as const],
      ['a gateway answers 502', { status: 502 }],
    ])('a harmless message is repeated: %s', async (_, fault) => {
      const provisional = event(BookingProvisionallyMade);
      await world.gateway.record(provisional);
      world.gateway.sns.fault = fault;
      await world.gateway.dispatch();
      expect(await states()).toEqual(['ready']);
      world.gateway.sns.fault = undefined;
      await due();
      await world.gateway.dispatch();
      expect(await states()).toEqual(['published']);
    });

    it('a harmless message is not repeated when it was seen taken meanwhile', async () => {
      const provisional = event(BookingProvisionallyMade);
      await world.gateway.record(provisional);
      world.gateway.sns.fault = 'lost';
      await world.gateway.dispatch();
      await fetchDetail(provisional.id, 'booking-provisionally-made');
      await due();
      world.gateway.sns.fault = undefined;
      await world.gateway.dispatch();
      expect(world.gateway.sns.types).toHaveLength(1);
      expect(await states()).toEqual(['read']);
    });

    it.each([
      ['person.arrived', PersonArrived],
      ['person.arrived.updated', PersonArrivedUpdated],
      ['booking.cancelled.updated', BookingCancelledUpdated],
    ] as const)('%s is never sent again by itself, and nothing overtakes it', async (_, definition) => {
      const first = event(definition);
      await world.gateway.record(first, event(PersonDeparted));
      world.gateway.sns.fault = 'lost';
      await world.gateway.dispatch();
      world.gateway.sns.fault = undefined;
      await world.gateway.dispatch();
      await age(30);
      await world.gateway.dispatcher.recover();
      await world.gateway.dispatch();
      expect(await states()).toEqual(['claimed', 'ready']);
      await age(60);
      await world.gateway.dispatcher.recover();
      await world.gateway.dispatch();
      expect(await states()).toEqual(['unconfirmed UNCONFIRMED', 'parked BEHIND_PARKED']);
      expect(await outcomes(first.id)).toEqual(['UNCONFIRMED']);
      expect(world.gateway.sns.types).toHaveLength(1);
    });

    it('an arrival goes on when its detail was read, and what stood behind it follows', async () => {
      const arrived = event(PersonArrived);
      await world.gateway.record(arrived, event(PersonDeparted));
      world.gateway.sns.fault = 'lost';
      await world.gateway.dispatch();
      await age(120);
      await world.gateway.dispatcher.recover();
      world.gateway.sns.fault = undefined;
      await fetchDetail(arrived.id, 'person-arrived');
      await world.gateway.dispatch();
      expect(world.gateway.sns.types).toEqual(['person.arrived', 'person.departed']);
      expect(await states()).toEqual(['read', 'published']);
    });

    it('an arrival is confirmed by the address that nDelius made of it', async () => {
      const arrived = event(PersonArrived);
      await world.gateway.record(arrived);
      world.gateway.sns.fault = 'lost';
      await world.gateway.dispatch();
      await world.gateway.inbound.take(addressEvent('created', new Date()));
      expect(await states()).toEqual(['confirmed']);
      expect(await outcomes(arrived.id)).toEqual(['published', 'confirmed']);
    });

    it('an address made before the claim is no evidence', async () => {
      await world.gateway.record(event(PersonArrived));
      world.gateway.sns.fault = 'lost';
      await world.gateway.dispatch();
      await world.gateway.inbound.take(addressEvent('created', new Date(Date.now() - 600_000)));
      expect(await states()).toEqual(['claimed']);
    });

    it('our own message coming back from the topic shows that it was sent', async () => {
      const arrived = event(PersonArrived);
      await world.gateway.record(arrived);
      world.gateway.sns.fault = 'lost';
      await world.gateway.dispatch();
      await world.gateway.inbound.take(JSON.stringify(world.gateway.sns.sent[0]?.message));
      expect(await states()).toEqual(['published']);
    });
  });

  describe('after a crash between claim and answer', () => {
    const crashAfterClaim = async () => {
      const claimed = (await world.gateway.anotherDispatcher().claim()).claimed;
      expect(claimed).toHaveLength(1);
    };

    it('what is harmless is sent by someone else', async () => {
      await world.gateway.record(event(BookingConfirmed));
      await crashAfterClaim();
      await world.gateway.dispatch();
      expect(world.gateway.sns.sent).toHaveLength(0);
      await age(30);
      await world.gateway.dispatcher.recover();
      await world.gateway.dispatch();
      expect(await states()).toEqual(['published']);
    });

    it('an arrival is read back first, and shown to people when nothing is found', async () => {
      await world.gateway.record(event(PersonArrived));
      await crashAfterClaim();
      await age(90);
      await world.gateway.dispatcher.recover();
      await world.gateway.dispatch();
      expect(await states()).toEqual(['unconfirmed UNCONFIRMED']);
      expect(world.gateway.sns.sent).toHaveLength(0);
    });

    it('a process that slept through its claim does not send any more', async () => {
      await world.gateway.record(event(PersonArrived));
      const [op] = (await world.gateway.dispatcher.claim()).claimed;
      if (op?.claimedAt) op.claimedAt = new Date(op.claimedAt.getTime() - 10_000);
      expect(op && (await world.gateway.dispatcher.send(op))).toBe(false);
      expect(world.gateway.sns.sent).toHaveLength(0);
      expect(await states()).toEqual(['ready']);
    });

    it('what SNS answered is written down although the database was away at that moment', async () => {
      await world.gateway.record(event(PersonArrived));
      world.gateway.sns.onSent = async () => {
        await world.gateway.breakConnections();
      };
      await world.gateway.dispatch();
      expect(await states()).toEqual(['published']);
      expect(world.gateway.sns.types).toEqual(['person.arrived']);
    });

    it('the consumer may read the detail before the answer is noted', async () => {
      const confirmed = event(BookingConfirmed);
      world.gateway.sns.onSent = async () => void (await fetchDetail(confirmed.id, 'booking-confirmed'));
      await world.gateway.record(confirmed);
      await world.gateway.dispatch();
      expect(await states()).toEqual(['read']);
      expect(await outcomes(confirmed.id)).toEqual(['published', 'read']);
    });
  });
});
