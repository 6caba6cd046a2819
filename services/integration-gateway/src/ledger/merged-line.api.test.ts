import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { IdentityService } from '../identity/identity.service';
import { LedgerWorld } from '../testing/ledger-world';
import { findOperations, historyOf } from './sync-search';
import { SyncOperation } from './sync-operation.entity';

jest.setTimeout(30_000);

describe('F-023: the line of a person whose CRN is merged', () => {
  const world = new LedgerWorld();
  const { event, age } = world;
  let [old, now] = ['', ''];
  beforeEach(() => {
    [old, now] = [world.crn, `Y${world.crn.slice(1)}`];
  });

  const say = (isMerged: boolean, during: () => Promise<unknown> = () => Promise.resolve()) =>
    world.gateway.app.app.get(UnitOfWork).run(async (tx) => {
      const said = { numberType: 'crn', from: old, into: now, isMerged, at: new Date() } as const;
      await world.gateway.app.app.get(IdentityService).merge(tx, said);
      await during();
    });
  const ofOther = (definition: Parameters<typeof event>[0]) => event(definition, { crn: now });
  const sent = () =>
    world.gateway.sns.sent.map(({ message }) => [
      String(message['eventType']).replace('accommodation.cas3.', ''),
      (message['personReference'] as { identifiers: { value: string }[] }).identifiers[0]?.value,
    ]);
  const line = async () =>
    (await world.gateway.operations()).map((row) => [row['person'], row['crn'], row['state'], row['reason']]);

  it('is one line, in the order in which it was told, under the CRN that stays', async () => {
    const arrived = event(PersonArrived);
    world.gateway.sns.fault = { status: 503 };
    await world.gateway.record(event(BookingProvisionallyMade), ofOther(BookingProvisionallyMade), arrived);
    await world.gateway.dispatch();
    await say(true);
    await world.gateway.record(event(PersonDeparted), ofOther(BookingConfirmed));
    world.gateway.sns.fault = undefined;
    await world.due();
    await world.gateway.dispatch();
    expect(sent()).toEqual(
      [
        'booking.provisionally-made',
        'booking.provisionally-made',
        'person.arrived',
        'person.departed',
        'booking.confirmed',
      ].map((type) => [type, now]),
    );
    expect((await world.fetchDetail(arrived.id, 'person-arrived')).body).toMatchObject({
      eventDetails: { personReference: { crn: now } },
    });
  });

  it('waits as a whole for what nobody knows of either, and no longer when the merge is undone', async () => {
    world.gateway.sns.fault = 'lost';
    await world.gateway.record(event(PersonArrived));
    await world.gateway.dispatch();
    await age(120);
    await world.gateway.dispatcher.recover();
    world.gateway.sns.fault = undefined;
    await world.gateway.record(ofOther(BookingConfirmed));
    await say(true);
    expect(await line()).toEqual([
      [now, now, 'unconfirmed', 'UNCONFIRMED'],
      [now, now, 'parked', 'BEHIND_PARKED'],
    ]);
    await world.gateway.record(event(PersonDeparted));
    await say(false);
    expect(await line()).toEqual([
      [old, old, 'unconfirmed', 'UNCONFIRMED'],
      [now, now, 'ready', null],
      [old, old, 'parked', 'BEHIND_PARKED'],
    ]);
    await world.gateway.dispatch();
    expect(sent()).toEqual([
      ['person.arrived', old],
      ['booking.confirmed', now],
    ]);
  });

  it('takes in what is recorded while the merge is taken in', async () => {
    // begun outside the merge's transaction, of which it would be a part otherwise
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const recorded = begun.then(() => world.gateway.record(event(BookingConfirmed)));
    await say(true, () => (begin(), waiting()));
    await recorded;
    expect(await line()).toEqual([[now, now, 'ready', null]]);
  });

  /** Resolves when a session of this database waits for a lock. */
  const waiting = async (): Promise<void> => {
    const sql = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                 union all select 1 from sync_operation`;
    while ((await world.gateway.app.db.query<unknown[]>(sql)).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('is found under both numbers, with all that became of it', async () => {
    await world.gateway.record(event(BookingConfirmed));
    await world.gateway.dispatch();
    await say(true);
    const { db } = world.gateway.app;
    const [[byOld], [byNew]] = [
      await findOperations(db, world.gateway.hold, { person: old }, 10),
      await findOperations(db, world.gateway.hold, { person: now }, 10),
    ];
    expect([byOld?.person, byNew]).toEqual([now, byOld]);
    const [op] = await db.manager.find(SyncOperation);
    expect((await historyOf(db, op as SyncOperation)).map(({ what }) => what)).toEqual(['recorded', 'published']);
  });
});
