import { lists } from '@throughcare/reference/lists';
import type { Client } from 'pg';
import type { Sizes } from './sizes';

export const LONDON = lists.all('probation-regions').find(({ name }) => name === 'London')?.id ?? '';

/** London's first, so that even the smallest estate has some of every kind there. */
export const UNITS = lists
  .offered('probation-delivery-units')
  .toSorted((one, other) => Number(other.probationRegionId === LONDON) - Number(one.probationRegionId === LONDON));
export const LONDON_UNITS = UNITS.filter((unit) => unit.probationRegionId === LONDON);

const characteristic = (name: string): string =>
  lists.all('premises-characteristics').find((row) => row.name === name)?.id ?? '';
export const WHEELCHAIR =
  lists.all('bedspace-characteristics').find(({ name }) => name === 'isWheelchairAccessible')?.id ?? '';
export const SHARED = characteristic('isSharedProperty');
export const SINGLE = characteristic('isSingleOccupancy');
export const MEN = characteristic('isMenOnly');
const WOMEN = characteristic('isWomenOnly');
export const NOT_FOR_SEXUAL_RISK = characteristic('notSuitableForSexualRiskToAdults');

/** Ids and numbers that look like chance and are the same in every run. Of this connection only. */
const FUNCTIONS = `
  create function pg_temp.id_of(kind text, n bigint) returns uuid immutable language sql return
    overlay(overlay(md5(kind || ' ' || n) placing '4' from 13) placing '8' from 17)::uuid;
  create function pg_temp.dice(n bigint, kind bigint, sides int) returns int immutable language sql return
    ((hashint8extended(n, kind) & 9223372036854775807) % sides)::int;
  create function pg_temp.after_cleaning(day date) returns date immutable language sql return
    day + (array[2, 2, 2, 4, 4, 3, 2])[extract(isodow from day)];`;

/** Properties and bedspaces that have been there for years, of all regions, as the aggregates would have written them. */
export const seedEstate = async (db: Client, { premises }: Sizes): Promise<void> => {
  await db.query(FUNCTIONS);
  await db.query('create temp table unit (place int primary key, id uuid, region uuid)');
  await db.query(
    `insert into unit select place - 1, id, region from unnest($1::uuid[], $2::uuid[]) with ordinality u (id, region, place)`,
    [UNITS.map(({ id }) => id), UNITS.map(({ probationRegionId }) => probationRegionId)],
  );
  await db.query(
    `insert into booking.premises (id, reference, address_line1, town, postcode, probation_region_id, probation_delivery_unit_id,
       characteristic_ids, turnaround_working_days, start_date, created_at, updated_at, version)
     select pg_temp.id_of('premises', n), 'House ' || n, (n % 200 + 1) || ' Invented Street', 'Imaginton',
            'ZZ' || n % 90 || ' ' || n % 9 || 'AB', u.region, u.id,
            array_remove(array[case when n % 5 < 2 then $2::uuid else $3::uuid end,
              case when n % 10 = 3 then $4::uuid when n % 10 in (4, 5) then $5::uuid end, case when n % 10 = 7 then $6::uuid end], null),
            2, current_date - 1500, now() - interval '1500 days', now() - interval '1500 days', 1
       from generate_series(0, $1::int - 1) n join unit u on u.place = n % (select count(*) from unit)`,
    [premises, SHARED, SINGLE, WOMEN, MEN, NOT_FOR_SEXUAL_RISK],
  );
  await db.query(
    `create temp table bed as
     select row_number() over (order by n, room) - 1 as n, pg_temp.id_of('bedspace', n * 4 + room) as id, room,
            pg_temp.id_of('premises', n) as premises_id, u.region, u.id as unit
       from generate_series(0, ${premises} - 1) n cross join generate_series(0, 3) room
            join unit u on u.place = n % (select count(*) from unit)
      where room < case when n % 7 < 4 then 4 else 3 end`,
  );
  await db.query(
    `insert into booking.bedspace (id, premises_id, reference, start_date, created_date, characteristic_ids, created_at, updated_at, version)
     select id, premises_id, 'Room ' || room + 1, current_date - 1500, current_date - 1500,
            case when n % 20 = 0 then array[$1::uuid] else '{}' end, now() - interval '1500 days', now() - interval '1500 days', 1
       from bed`,
    [WHEELCHAIR],
  );
};
