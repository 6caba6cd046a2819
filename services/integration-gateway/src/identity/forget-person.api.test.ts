import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { personalColumns, tablesWith } from '@throughcare/platform/testing';
import { LedgerWorld } from '../testing/ledger-world';
import { ErasuresService } from './erasures.service';

jest.setTimeout(60_000);

describe('a person whom nDelius has deleted', () => {
  const world = new LedgerWorld();
  const { event, fetchDetail } = world;
  const noms = () => `A${world.crn.slice(-4)}AA`;
  const query = (sql: string, values?: unknown[]) => world.gateway.app.db.query<Record<string, unknown>[]>(sql, values);
  const traces = () => tablesWith(world.gateway.app.db, world.crn, noms());
  const erase = () =>
    world.gateway.app.app
      .get(UnitOfWork)
      .run((tx) => world.gateway.app.app.get(ErasuresService).erase(tx, world.crn, new Date('2026-05-12T08:30:00Z')));
  const known = async () => {
    const { crn } = world;
    await query(
      `insert into identity_link (aggregate_id, crn, noms_number, source, learnt_at, version)
       values (gen_random_uuid(), $1, $2, 'test', now(), 1)`,
      [crn, noms()],
    );
    await query(
      `insert into identity_merge (id, version, number_type, from_number, into_number, is_merged, said_at, event_key)
       values (gen_random_uuid(), 1, 'crn', $2, $1, true, now(), $1)`,
      [crn, `X92${crn.slice(-4)}`],
    );
    await query(
      'insert into custody_person (noms_number, aggregate_id) values ($1, gen_random_uuid()) on conflict do nothing',
      [noms()],
    );
    await query(`insert into seen_place (noms_number, status, seen_at) values ($1, 'ACTIVE IN', now())`, [noms()]);
  };

  it('is out of ledger, details, custody and links; what was sent stays without them, what waits goes', async () => {
    const [read, unread, waiting] = [
      event(ReferralSubmitted),
      event(BookingProvisionallyMade),
      event(BookingConfirmed),
    ];
    await world.gateway.record(read, unread);
    await world.gateway.dispatch();
    await fetchDetail(read.id, 'referral-submitted');
    await world.gateway.record(waiting);
    await known();
    expect(await traces()).toEqual([
      'custody_person',
      'event_detail',
      'identity_link',
      'identity_merge',
      'seen_place',
      'sync_operation',
    ]);
    await erase();
    await erase();
    expect(await traces()).toEqual([]);
    const rows = await query('select operation, state, person, crn, noms_number from sync_operation order by seq');
    expect(rows).toEqual([
      {
        operation: 'referral.submitted',
        state: 'read',
        person: expect.stringMatching(/^ERASED-/),
        crn: null,
        noms_number: null,
      },
    ]);
    expect((await fetchDetail(read.id, 'referral-submitted')).status).toBe(404);
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual(['referral.submitted', 'booking.provisionally-made']);
  });

  it('is not brought back by what is announced of them later', async () => {
    await known();
    await erase();
    await world.gateway.record(event(ReferralSubmitted), event(BookingConfirmed));
    expect(await traces()).toEqual([]);
    await world.gateway.dispatch();
    expect(world.gateway.sns.types).toEqual([]);
  });

  it('is not who bears the prison number in another record of nDelius', async () => {
    await known();
    await query(
      `insert into identity_link (aggregate_id, crn, noms_number, source, learnt_at, version)
       values (gen_random_uuid(), $1, $2, 'test', now(), 1)`,
      [`X93${world.crn.slice(-4)}`, noms()],
    );
    await erase();
    expect(await tablesWith(world.gateway.app.db, world.crn)).toEqual([]);
    expect(await tablesWith(world.gateway.app.db, noms())).toEqual(['custody_person', 'identity_link', 'seen_place']);
    const told = (await world.gateway.published()).filter(({ key }) => key === world.crn);
    expect(told.map(({ data }) => data)).toEqual([{ crn: world.crn, erasedAt: '2026-05-12T08:30:00.000Z' }]);
  });

  /** Their row goes, or it loses them. */
  const GOES = [
    'custody_claim.noms_number',
    'custody_claim.reason',
    'custody_gap.noms_number',
    'custody_person.key',
    'custody_person.known',
    'custody_person.noms_number',
    'event_detail.body',
    'followed_risk.crn',
    'identity_link.crn',
    'identity_link.noms_number',
    'identity_merge.event_key',
    'identity_merge.from_number',
    'identity_merge.into_number',
    'known_details.crn',
    'seen_place.noms_number',
    'seen_place.prison_name',
    'sync_operation.address_id',
    'sync_operation.crn',
    'sync_operation.event_key',
    'sync_operation.held_event',
    'sync_operation.made_with',
    'sync_operation.noms_number',
    'sync_operation.person',
  ];
  /** Codes, a digest, and a message that an operator gives back or discards. */
  const STAYS = ['inbound_message.reason', 'inbound_message.semantic_key', 'quarantine.body', 'sync_operation.reason'];

  it('is decided about, column by column: a new one fails here until it is', async () => {
    const decided = [...GOES, ...STAYS].toSorted();
    expect((await personalColumns(world.gateway.app.db)).toSorted()).toEqual(decided);
  });
});
