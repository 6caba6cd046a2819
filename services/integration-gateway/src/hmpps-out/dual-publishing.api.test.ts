import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { LedgerWorld } from '../testing/ledger-world';
import { aPredecessor } from '../testing/events';

jest.setTimeout(30_000);

const LAST_DAY = '2026-06-30T22:59:59.999Z';
const NEXT_DAY = '2026-06-30T23:00:00.000Z';

describe('while a public type goes', () => {
  const world = new LedgerWorld();
  const record = async (time: string) => {
    const event = world.event(BookingConfirmed, {}, { time });
    await world.gateway.recordWith([aPredecessor('2026-06-30')], event);
    await world.gateway.dispatch();
    return event;
  };
  const besides = async () => (await world.mine()).find((row) => row['beside'] !== null);
  const untaken = async () => {
    const text = await (await fetch(`${world.gateway.app.url}/metrics`)).text();
    return Number(/throughcare_sync_operations\{[^}]*state="untaken"\} (\d+)/.exec(text)?.[1] ?? 0);
  };

  it('both types go out, the successor first, and after the last day the successor only', async () => {
    await record(LAST_DAY);
    expect(world.gateway.sns.types).toEqual(['booking.confirmed', 'booking.provisionally-made']);
    await record(NEXT_DAY);
    expect(world.gateway.sns.types).toEqual(['booking.confirmed', 'booking.provisionally-made', 'booking.confirmed']);
  });

  it('each has its own detail, which stays', async () => {
    const event = await record(LAST_DAY);
    const row = await besides();
    const old = await world.fetchDetail(String(row?.['event_id']), 'booking-provisionally-made');
    expect(old).toMatchObject({ status: 200, body: { eventType: 'accommodation.cas3.booking.provisionally-made' } });
    expect((await world.fetchDetail(event.id, 'booking-confirmed')).body).toMatchObject({
      eventType: BookingConfirmed.type,
    });
  });

  it('neither goes out twice when the event comes again', async () => {
    const event = await record(LAST_DAY);
    await world.gateway.recordWith([aPredecessor('2026-06-30')], event);
    await world.gateway.dispatch();
    expect(world.gateway.sns.sent).toHaveLength(2);
  });

  it('both name the event that a service decided as their source', async () => {
    const event = await record(LAST_DAY);
    expect((await world.outcomes(event.id)).filter((outcome) => outcome === 'published')).toHaveLength(2);
  });

  it('a consumer that reads one of the two has taken it', async () => {
    await record(LAST_DAY);
    expect(await untaken()).toBe(2);
    const row = await besides();
    await world.fetchDetail(String(row?.['event_id']), 'booking-provisionally-made');
    expect(await untaken()).toBe(0);
  });
});
