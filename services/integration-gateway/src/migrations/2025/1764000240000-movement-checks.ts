import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- Who is followed, because a referral or stay of theirs was announced: since and until when. And when the person's last
-- movement is next compared with the prison's.
alter table custody_person
  add column followed_since timestamptz,
  add column followed_until timestamptz,
  add column next_check_at  timestamptz;
create index custody_person_check on custody_person (next_check_at) where next_check_at is not null;
create index custody_claim_person on custody_claim (noms_number, received_at);

-- One row: when the next round of comparisons may start, whichever instance does it.
create table custody_check_turn (
  only_one boolean     primary key default true check (only_one),
  next_at  timestamptz not null default clock_timestamp(),
  failures int         not null default 0
);
insert into custody_check_turn default values;

-- Movements that the prison showed and no message had told, each once.
create table custody_gap (
  id          uuid        primary key,
  noms_number text        not null references custody_person,
  movement    text        not null,
  claim       text        not null check (claim in ('released', 'received')),
  code        text        not null,
  found_at    timestamptz not null default clock_timestamp(),
  unique (noms_number, movement)
);
create index custody_gap_found_at on custody_gap (found_at);

update custody_person set next_check_at = clock_timestamp() + interval '1 day' where known_as = 'received';
insert into custody_person (noms_number, aggregate_id, followed_since, followed_until, next_check_at)
  select noms_number, gen_random_uuid(), min(created_at), max(created_at) + interval '1 year', clock_timestamp() + interval '1 hour'
  from sync_operation where noms_number ~ '^[A-Z][0-9]{4}[A-Z]{2}$'
  group by noms_number
  having (array_agg(operation order by seq desc))[1] not like 'person.departed%'
    and max(created_at) > clock_timestamp() - interval '1 year'
on conflict (noms_number) do update set followed_since = excluded.followed_since,
  followed_until = excluded.followed_until, next_check_at = excluded.next_check_at;
`;

export const MovementChecks = sqlMigration('MovementChecks1764000240000', sql);
