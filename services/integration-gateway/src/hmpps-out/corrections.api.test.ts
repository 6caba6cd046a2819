import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingDatesChanged } from '@throughcare/events/booking-dates-changed.v1';
import { newId } from '@throughcare/events/ids';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonMoved } from '@throughcare/events/person-moved.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { anEvent, type publicDefinitions } from '../testing/events';
import { TestGateway } from '../testing/gateway';
import { CONSUMER, LedgerWorld } from '../testing/ledger-world';

jest.setTimeout(30_000);

const colleague = { staffCode: 'N07S009', username: 'CAST_09', probationRegionCode: 'N07' };
const category = () => newId();

describe('corrections on their way to nDelius', () => {
  const world = new LedgerWorld();
  const details = async () => {
    const api = await world.gateway.app.as(CONSUMER);
    const read = world.gateway.sns.sent.map(async ({ message }) => {
      const { body } = await api.get<{ eventDetails: Record<string, unknown> }>(
        new URL(String(message['detailUrl'])).pathname,
      );
      return body.eventDetails;
    });
    return Promise.all(read);
  };
  const tell = async (...events: [(typeof publicDefinitions)[number], object?][]) => {
    for (const [definition, changes] of events) await world.gateway.record(world.event(definition, changes));
    await world.gateway.dispatch();
  };

  it.each([
    ['departure', PersonDeparted, PersonDepartedUpdated, { moveOnCategoryId: category() }],
    ['arrival', PersonArrived, PersonArrivedUpdated, { recordedBy: colleague }],
    ['cancellation', BookingCancelled, BookingCancelledUpdated, { cancelledBy: colleague }],
  ] as const)(
    'F-030: a correction of a %s that changes nothing we send is not sent',
    async (_, plain, updated, changes) => {
      await tell(
        [plain],
        [updated, { notes: '', ...changes, recordedAt: '2026-06-30T10:00:00.000Z' }],
        [updated, { notes: 'new' }],
      );
      const operation = plain.type.replace('accommodation.cas3.', '');
      expect(world.gateway.sns.types).toEqual([operation, `${operation}.updated`]);
      await tell([updated, { notes: 'new' }], [updated, { notes: '' }]);
      expect(world.gateway.sns.types).toEqual([operation, `${operation}.updated`, `${operation}.updated`]);
    },
  );

  it('F-030: a correction is compared with what was told last, not with what is read first', async () => {
    const noms = `A${3_000 + world.n}BC`;
    const person = { crn: noms, nomsNumber: noms };
    await tell(
      [PersonDeparted, person],
      [PersonDepartedUpdated, { ...person, notes: '', moveOnCategoryId: category() }],
    );
    expect(await world.gateway.operations()).toHaveLength(1);
  });

  it('F-030: a correction after one that a switch held back is sent', async () => {
    const SYNC_SWITCHES = '{"ndelius:person.departed":"off"}';
    await TestGateway.with({ SYNC_SWITCHES }, async (switched) => {
      await switched.record(world.event(PersonDeparted));
      await switched.dispatch();
      await switched.record(world.event(PersonDepartedUpdated, { notes: '' }));
      await switched.dispatch();
      expect(switched.sns.types).toEqual(['person.departed.updated']);
    });
  });

  const aMove = (over: object = {}) => {
    const { data } = world.event(PersonArrived);
    return anEvent(PersonMoved, {
      crn: data.crn,
      nomsNumber: data.nomsNumber,
      movedOn: '2026-02-27',
      arrivalDate: '2026-02-20',
      ...over,
    });
  };

  it('a move is an arrival at the other address, and a correction after it leaves the day of the move', async () => {
    await tell([PersonArrived, { arrivedOn: '2026-02-20' }]);
    await world.gateway.record(aMove({ recordedAt: '2026-02-27T15:00:00.000Z' }));
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual(['person.arrived', 'person.arrived']);
    expect((await details())[1]).toMatchObject({
      premises: { addressLine1: 'Flat 4', postcode: 'CR0 2BB' },
      arrivedAt: '2026-02-27T12:00:00.000Z',
      notes: expect.stringContaining('Moved from Flat 2, CR0 1AA, during the stay that began on 20/02/2026.') as string,
    });
    const { premises } = PersonMoved.example;
    const later = { premises, arrivedOn: '2026-02-20', atAddressSince: '2026-02-27', notes: 'Late' };
    await tell([PersonArrivedUpdated, later]);
    expect((await details())[2]).toMatchObject({ arrivedAt: '2026-02-27T12:00:00.000Z' });
  });

  it('other days before the arrival are sent as the confirmation again, with the new expected day', async () => {
    const { data } = world.event(BookingConfirmed);
    const numbers = { crn: data.crn, nomsNumber: data.nomsNumber };
    await world.gateway.record(
      anEvent(BookingDatesChanged, { ...numbers, status: 'confirmed', arrivalDate: '2026-02-27' }),
    );
    await world.gateway.record(anEvent(BookingDatesChanged, { ...numbers, status: 'provisional' }));
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual(['booking.confirmed', 'booking.provisionally-made']);
    expect((await details())[0]).toMatchObject({ expectedArrivedAt: '2026-02-27T12:00:00.000Z' });
  });

  it('a move to another room of the house is sent to nobody, and a move delivered twice once', async () => {
    const { fromPremisesId: toPremisesId } = PersonMoved.example;
    const moved = aMove();
    await world.gateway.record(aMove({ toPremisesId }));
    for (let n = 0; n < 2; n += 1) await world.gateway.record(moved);
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual(['person.arrived']);
  });

  it('F-006: a corrected address is sent as a correction with the new lines', async () => {
    const premises = { ...PersonArrived.example.premises, addressLine1: '21 Right Street' };
    await tell([PersonArrived], [PersonArrivedUpdated, { premises }]);
    expect(world.gateway.sns.types).toEqual(['person.arrived', 'person.arrived.updated']);
    expect((await details())[1]).toMatchObject({ premises: { addressLine1: '21 Right Street' } });
  });

  it('F-042: an undone arrival is told by what nDelius takes, in this order', async () => {
    await tell([PersonArrived]);
    const undone = anEvent(PersonArrivalUndone, {
      crn: world.crn,
      nomsNumber: `A${world.crn.slice(-4)}AA`,
      notes: 'Somebody else',
    });
    await world.gateway.record(undone, undone);
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual(['person.arrived', 'person.arrived.updated', 'person.departed']);
    const [, corrected, departed] = await details();
    const notes = /^This arrival was recorded in error: Recording Error \(e.g. a data entry error\)\. Somebody else/;
    expect(corrected).toMatchObject({ notes: expect.stringMatching(notes), arrivedAt: '2026-03-02T12:00:00.000Z' });
    expect(departed).toMatchObject({
      reason: 'Arrival recorded in error',
      notes: expect.stringMatching(notes),
      departedAt: '2026-03-02T12:00:00.001Z',
    });
    expect(new Set((await world.mine()).map(({ event_id }) => event_id)).size).toBe(3);
    await tell([PersonArrived, { arrivedOn: '2026-03-05' }]);
    expect(world.gateway.sns.types.at(-1)).toBe('person.arrived');
  });

  it('F-042: whose arrival was undone is still waited for', async () => {
    const nomsNumber = `A${world.crn.slice(-4)}AA`;
    await tell([PersonArrived]);
    await world.gateway.record(anEvent(PersonArrivalUndone, { crn: world.crn, nomsNumber }));
    const followed = await world.gateway.app.db.query(
      'select 1 from custody_person where noms_number = $1 and followed_since is not null',
      [nomsNumber],
    );
    expect(followed).toHaveLength(1);
  });

  it('F-004: leaving one of two stays ends no address, nor does undoing one, and the other address is told again', async () => {
    await tell([PersonDeparted, { staysAtBookingId: newId() }]);
    expect(world.gateway.sns.types).toEqual(['person.departed.updated']);
    const [bookingId, stays] = [newId(), newId()];
    await tell([PersonArrived, { bookingId: stays }], [PersonArrived, { bookingId }]);
    const undone = anEvent(PersonArrivalUndone, { crn: world.crn, bookingId, staysAtBookingId: stays });
    await world.gateway.record(undone);
    await tell([PersonArrivedUpdated, { bookingId: stays, notes: 'The person stays here' }]);
    expect(world.gateway.sns.types.slice(-3)).toEqual([
      'person.arrived.updated',
      'person.departed.updated',
      'person.arrived.updated',
    ]);
    expect((await details()).at(-1)).toMatchObject({ bookingId: stays });
  });
});
