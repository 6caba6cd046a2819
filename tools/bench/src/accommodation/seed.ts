import { Client } from 'pg';
import type { Say } from '../say';
import { crnSql, FORENAMES, forenameSql, limitedSql, SURNAMES, surnameSql } from './people';
import { seedBookings } from './seed-bookings';
import { seedEstate } from './seed-estate';
import { seedReferrals, type Staff } from './seed-referrals';
import type { Sizes } from './sizes';

/**
 * Everybody is in the index of names of each service that lists them, and the gateway has seen them before, as on any day but the first.
 * One in two hundred has limits.
 */
const seedPeople = async (db: Client, { booked, referred, fresh }: Sizes): Promise<void> => {
  await db.query(
    `create temp table person as
     select n, ${crnSql('n')} as crn, ${limitedSql('n')} as is_limited, ${forenameSql('n', '$2')} as forename, ${surnameSql('n', '$3')} as surname
       from generate_series(0, $1::bigint - 1) n`,
    [booked + referred + fresh, FORENAMES, SURNAMES],
  );
  for (const [schema, most] of Object.entries({ booking: booked, assessment: booked + referred }))
    await db.query(
      `insert into ${schema}.person_index (person_key, is_limited, sort_name, search_text, checked_at)
       select crn, is_limited, case when not is_limited then lower(forename || ' ' || surname) || chr(1) || forename || ' ' || surname end,
              case when not is_limited then lower(forename || ' ' || surname || '|' || forename || surname || '|' || surname) end, now()
         from person where n < $1`,
      [most],
    );
  await db.query(
    `insert into gateway.known_details (id, version, crn, digest)
     select id, 1, crn, encode(sha256(convert_to(id || ' ' || case when is_limited then 'limited'
              else '["' || forename || '","' || surname || '"]' end, 'UTF8')), 'hex')
       from (select *, pg_temp.id_of('known', n) as id from person) as known`,
  );
};

const TABLES = [
  'booking.premises',
  'booking.bedspace',
  'booking.booking',
  'booking.booking_action',
  'booking.occupancy',
  'booking.referral_view',
  'booking.void_bedspace',
  'booking.person_index',
  'assessment.assessment',
  'assessment.person_index',
  'assessment.staff',
  'referral.application',
  'gateway.known_details',
];

/** Rows come quicker without indexes, which are made again as they were; those of constraints stay. */
const withoutIndexes = async (db: Client, fill: () => Promise<void>): Promise<void> => {
  const { rows } = await db.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
      where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
      order by 1`,
    [TABLES],
  );
  for (const { name } of rows) await db.query(`drop index ${name}`);
  await fill();
  for (const { made } of rows) await db.query(made);
};

/** Fills the tables of the services with what years of work would have left there: set-based, past triggers and events. */
export const seed = async (url: string, sizes: Sizes, staff: Staff, say: Say): Promise<void> => {
  const db = new Client({ connectionString: url });
  await db.connect();
  try {
    // Nobody is to hear of these rows, and they are in order: no triggers, no foreign keys.
    await db.query(
      `set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '256MB'`,
    );
    const steps: Record<string, () => Promise<void>> = {
      estate: () => seedEstate(db, sizes),
      bookings: () => seedBookings(db, [staff.assessor]),
      referrals: () => seedReferrals(db, sizes, staff),
      people: () => seedPeople(db, sizes),
    };
    await withoutIndexes(db, async () => {
      for (const [name, step] of Object.entries(steps)) {
        const begin = performance.now();
        await step();
        say(`seeded ${name} in ${Math.round((performance.now() - begin) / 1000)} s`);
      }
    });
    for (const table of TABLES) await db.query(`vacuum analyze ${table}`);
    await db.query('checkpoint');
  } finally {
    await db.end();
  }
};
