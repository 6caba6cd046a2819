import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { LedgerWorld } from '../testing/ledger-world';

jest.setTimeout(30_000);

describe('what an address event of nDelius shows', () => {
  const world = new LedgerWorld();
  const { event, states } = world;
  const OURS = { addressId: '7002' };
  const HOME = { addressId: '7001' };
  const told = async (change: 'created' | 'updated', facts: object) => {
    world.tick += 1;
    await world.gateway.inbound.take(world.addressEvent(change, new Date(Date.now() + world.tick), facts));
  };
  const record = async (...events: ReturnType<typeof event>[]) => {
    await world.gateway.record(...events);
    await world.gateway.dispatch();
    await world.gateway.dispatch();
  };

  it('a main address that a departure left as it was confirms no departure', async () => {
    await record(event(PersonDeparted));
    await told('updated', { ...HOME, addressStatus: 'Main' });
    expect(await states()).toEqual(['published']);
    await told('updated', { ...HOME, addressStatus: undefined });
    expect(await states()).toEqual(['published']);
    await told('updated', { ...OURS, addressStatus: 'Previous' });
    expect(await states()).toEqual(['confirmed']);
  });

  it('the home that an arrival ended confirms no departure; the address of the stay does', async () => {
    await record(event(PersonArrived), event(PersonDeparted));
    await told('updated', { ...HOME, addressStatus: 'Previous' });
    expect(await states()).toEqual(['published', 'published']);
    await told('created', { ...OURS, addressStatus: 'Main' });
    await told('updated', { ...HOME, addressStatus: 'Previous' });
    expect(await states()).toEqual(['confirmed', 'published']);
    await told('updated', { ...OURS, addressStatus: 'Previous' });
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });

  it('a correction of an arrival is confirmed by the main address of its stay, not by one that ended', async () => {
    await record(event(PersonArrived));
    await told('created', { ...OURS, addressStatus: 'Main' });
    await record(event(PersonArrivedUpdated));
    await told('updated', { ...HOME, addressStatus: 'Previous' });
    await told('updated', { ...HOME, addressStatus: 'Main' });
    expect((await states())[1]).toMatch(/^(ready|published)$/);
    await world.gateway.dispatcher.round();
    await told('updated', { ...OURS, addressStatus: 'Main' });
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });
});
