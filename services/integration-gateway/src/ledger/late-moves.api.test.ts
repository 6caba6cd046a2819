import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { LateWorld } from '../testing/late-world';

jest.setTimeout(60_000);

describe('a move that reaches the ledger after later ones were told', () => {
  const world = new LateWorld();
  const { event, tell, record, mainAddresses, states, open, resend } = world;
  const first = () => world.stay('1 First Street');
  const second = () => world.stay('2 Second Street');

  it('is an arrival behind its departure: it waits for somebody, and sent again with its booking leaves no address', async () => {
    const stay = first();
    const [arrived, departed] = [event(PersonArrived, stay), event(PersonDeparted, stay)];
    await tell(departed);
    await tell(arrived);
    expect(await mainAddresses()).toEqual([]);
    expect(await states()).toEqual(['person.arrived parked DEPARTURE_SENT', 'person.departed published']);
    const [row] = await open();
    expect(row).toMatchObject({ eventId: arrived.id, advice: expect.stringContaining('everything of its booking') });
    expect(await resend({ bookingId: stay.bookingId })).toMatchObject({ refused: [] });
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual(['person.departed', 'person.arrived', 'person.departed']);
    expect(await mainAddresses()).toEqual([]);
    const said = (change: 'created' | 'updated', addressStatus: string) =>
      world.addressEvent(change, new Date(Date.now() + 1_000), { addressId: '8', addressStatus });
    await world.gateway.inbound.take(said('created', 'Main'));
    await world.gateway.inbound.take(said('updated', 'Previous'));
    expect(await states()).toEqual(['person.arrived confirmed', 'person.departed confirmed']);
  });

  it('is a whole stay before the one that was told: neither goes, nor can be sent again, and it is told by hand', async () => {
    const [before, now] = [first(), second()];
    const missed = [event(PersonArrived, before), event(PersonDeparted, before)];
    const told = [event(BookingConfirmed, now), event(PersonArrived, now)];
    await tell(...told);
    await tell(...missed);
    expect(await mainAddresses()).toEqual(['2 Second Street']);
    const rows = await open();
    expect(rows).toMatchObject(
      missed.map(({ id }) => ({
        eventId: id,
        state: 'parked',
        reason: 'LATER_STAY_SENT',
        advice: expect.stringContaining('by hand'),
      })),
    );
    const ids = rows.map(({ operationId }) => operationId);
    const refused = ids.map((operationId) => ({ operationId, code: 'LATER_STAY_SENT' }));
    expect(await resend({ ids })).toMatchObject({ resent: [], refused });
    await world.resolve(ids);
    expect(await open()).toEqual([]);
    await world.gateway.dispatch();
    expect(await mainAddresses()).toEqual(['2 Second Street']);
  });

  it('is a departure before the stay that was told', async () => {
    const [before, now] = [first(), second()];
    const [arrived, departed, next] = [
      event(PersonArrived, before),
      event(PersonDeparted, before),
      event(PersonArrived, now),
    ];
    await tell(arrived, next, departed);
    expect(await mainAddresses()).toEqual(['2 Second Street']);
    expect((await states())[1]).toBe('person.departed parked LATER_STAY_SENT');
  });

  it('is an arrival behind the move to another house', async () => {
    const stay = first();
    const arrived = event(PersonArrived, stay);
    await tell(world.moved(stay, '3 Third Street'), arrived);
    expect(await mainAddresses()).toEqual(['3 Third Street']);
    expect((await states())[0]).toBe('person.arrived parked LATER_STAY_SENT');
  });

  it('is an arrival or correction behind a later correction, which goes again with its booking', async () => {
    const stay = first();
    const [arrived, corrected] = [
      event(PersonArrived, stay),
      event(PersonArrivedUpdated, { ...stay, ...world.at('4 Fourth Street') }),
    ];
    await tell(corrected, arrived);
    expect((await states())[0]).toBe('person.arrived parked CORRECTION_SENT');
    await world.settle('person.arrived.updated', 'no-address');
    expect(await resend({ bookingId: stay.bookingId })).toMatchObject({ refused: [] });
    await world.gateway.dispatch();
    expect(await mainAddresses()).toEqual(['4 Fourth Street']);
  });

  it('is an arrival taken back, after the true one', async () => {
    const stay = first();
    const [arrived, undone, again] = [event(PersonArrived, stay), world.undone(stay), event(PersonArrived, stay)];
    await tell(arrived, again, undone);
    expect(await mainAddresses()).toEqual(['1 First Street']);
    expect((await states()).slice(1, 3)).toEqual([
      'person.arrived.updated parked LATER_STAY_SENT',
      'person.departed parked LATER_STAY_SENT',
    ]);
  });

  it('keeps nobody back, and whoever is followed stays so', async () => {
    const [before, now] = [first(), second()];
    const missed = [event(PersonArrived, before), event(PersonDeparted, before)];
    await tell(event(PersonArrived, now), ...missed);
    expect(await world.isFollowed()).toBe(true);
    await tell(event(BookingConfirmed, second()), event(PersonDeparted, now));
    expect(world.gateway.sns.types).toEqual(['person.arrived', 'booking.confirmed', 'person.departed']);
    expect(await mainAddresses()).toEqual([]);
  });

  it('goes when it is the newest after all', async () => {
    const stay = first();
    const [arrived, departed, next] = [
      event(PersonArrived, stay),
      event(PersonDeparted, stay),
      event(BookingConfirmed, second()),
    ];
    await tell(next, arrived, departed);
    expect(world.gateway.sns.types).toEqual(['booking.confirmed', 'person.arrived', 'person.departed']);
    expect(await open()).toEqual([]);
  });

  it('goes before later ones that have not been sent', async () => {
    const [before, now] = [first(), second()];
    const missed = [event(PersonArrived, before), event(PersonDeparted, before)];
    const [next, left] = [event(PersonArrived, now), event(PersonDeparted, now)];
    await record(left, next);
    await record(...missed.toReversed());
    await world.due();
    await world.gateway.dispatch();
    expect(world.gateway.sns.sent.map(({ attributes }) => attributes['eventId'])).toEqual(
      [...missed, next, left].map(({ id }) => id),
    );
    expect(await mainAddresses()).toEqual([]);
  });

  it('goes before a later one that is refused, and lets go what waited only for that', async () => {
    const stay = first();
    const [arrived, departed] = [event(PersonArrived, stay), event(PersonDeparted, stay)];
    await record(departed);
    await world.settle('person.departed', 'parked', 'REFUSED');
    await tell(event(BookingConfirmed, second()), arrived);
    expect(world.gateway.sns.types).toEqual(['booking.confirmed', 'person.arrived']);
  });

  it('of two stays at one instant is ordered by its event', async () => {
    const [before, now] = [first(), second()];
    const missed = [event(PersonArrived, before), event(PersonDeparted, before)];
    const told = event(PersonArrived, now);
    expect(new Set([...missed, told].map(({ time }) => time)).size).toBe(1);
    await tell(told, ...missed);
    expect(await mainAddresses()).toEqual(['2 Second Street']);
  });
});

describe('a late move, by another way', () => {
  const world = new LateWorld();
  const { event, tell, record, mainAddresses, states } = world;

  it('has waited for a CRN under which a later stay was told meanwhile', async () => {
    const noms = `A${world.crn.slice(-4)}ZZ`;
    const [before, now] = [world.stay('1 First Street'), world.stay('2 Second Street')];
    const under = { crn: noms, nomsNumber: noms };
    const missed = [event(PersonArrived, { ...before, ...under }), event(PersonDeparted, { ...before, ...under })];
    await tell(...missed.toReversed(), event(PersonArrived, now));
    await world.linked(noms);
    await world.gateway.dispatch();
    expect(await mainAddresses()).toEqual(['2 Second Street']);
    expect((await states()).filter((state) => state.endsWith('parked LATER_STAY_SENT'))).toHaveLength(2);
  });

  it('has waited for a CRN in the wrong order with its departure: they go in the right one', async () => {
    const noms = `A${world.crn.slice(-4)}ZZ`;
    const stay = { ...world.stay('1 First Street'), crn: noms, nomsNumber: noms };
    const missed = [event(PersonArrived, stay), event(PersonDeparted, stay)];
    await tell(...missed.toReversed());
    await world.linked(noms);
    await world.gateway.dispatch();
    await world.due();
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual(['person.arrived', 'person.departed']);
    expect(await mainAddresses()).toEqual([]);
  });

  it('is of a CRN that was merged into the one under which the later stay was told', async () => {
    const gone = `W${world.crn.slice(1)}`;
    const [before, now] = [world.stay('1 First Street'), world.stay('2 Second Street')];
    const missed = [event(PersonArrived, { ...before, crn: gone }), event(PersonDeparted, { ...before, crn: gone })];
    await tell(event(PersonArrived, now));
    await world.merged(gone);
    await tell(...missed);
    expect(await mainAddresses()).toEqual(['2 Second Street']);
    expect((await states()).slice(0, 2)).toEqual([
      'person.arrived parked LATER_STAY_SENT',
      'person.departed parked LATER_STAY_SENT',
    ]);
  });

  it('comes at the same moment as a live one: whichever is first, they go in the right order', async () => {
    for (let round = 0; round < 10; round += 1) {
      const stay = world.stay('1 First Street');
      const [arrived, departed] = [event(PersonArrived, stay), event(PersonDeparted, stay)];
      await Promise.all([record(departed), record(arrived)]);
      await world.due();
      await world.gateway.dispatch();
      expect(world.gateway.sns.sent.slice(-2).map(({ attributes }) => attributes['eventId'])).toEqual([
        arrived.id,
        departed.id,
      ]);
    }
  });

  it('is measured by the time of its row where an earlier release told the later one', async () => {
    const [before, now] = [world.stay('1 First Street'), world.stay('2 Second Street')];
    const missed = event(PersonArrived, before);
    await tell(world.moved(now, '3 Third Street'));
    await world.gateway.app.db.query('update sync_operation set ordered_by = null');
    await tell(missed);
    expect(await mainAddresses()).toEqual(['3 Third Street']);
    await tell(event(PersonArrived, world.stay('4 Fourth Street')));
    expect(await mainAddresses()).toEqual(['4 Fourth Street']);
  });
});
