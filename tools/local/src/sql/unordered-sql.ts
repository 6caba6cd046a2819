/** Why a statement of several rows needs no order. A sentence for each, so that whoever adds one has to find theirs. */
const REASONS = {
  ONE_ROW: 'a unique key, a single row of the table, or the first place in an order that is spelled out before',
  BY_KEY: 'the rows go into a map or a set, are added up, or are looked for by their own key',
  ROWS_APART:
    'each row is stored for itself; no number is drawn for it, and nobody reads them in the order in which they were stored',
  PART: 'a part of a statement, which says the order where it is put in, or needs none',
  WHETHER: 'only asked whether there is any',
} as const;

export interface Exception {
  readonly file: string;
  /** How the statement begins, as `sql-order.ts` shows it. */
  readonly begins: string;
  readonly why: string;
}

const because = (why: keyof typeof REASONS, statements: Readonly<Record<string, readonly string[]>>): Exception[] =>
  Object.entries(statements).flatMap(([file, beginnings]) =>
    beginnings.map((begins) => ({ file, begins, why: REASONS[why] })),
  );

/** Statements that may give or store several rows without saying in which order. */
export const UNORDERED: readonly Exception[] = [
  ...because('ONE_ROW', {
    'libs/web/src/session/kept.ts': [
      'select sealed from web_kept where sid = $1 and kind = $2 and id = $3',
      'insert into web_kept (sid, kind, id, sealed, kept_at, expire) select',
    ],
    'libs/web/src/session/session-store.ts': ["select sess ->> 'sealed' as sealed from web_session"],
    'services/integration-gateway/src/identity/erasures.service.ts': [
      'select noms_number from identity_link l where crn = $1',
    ],
    'services/booking/src/custody/numbers.ts': ['insert into custody_view as v', 'insert into release_date_view as v'],
    'services/assessment/src/intake/numbers.ts': [
      'insert into custody_view as v',
      'insert into release_date_view as v',
    ],
    'services/integration-gateway/src/custody/release-dates.service.ts': ['select next_dates_at::text as at'],
    'services/booking/src/booking/one-person.ts': ['update booking set overlap_known = true where id = $1'],
    'libs/messaging/src/database/claims.ts': ['select payload from ….event_log where event_id = $1'],
    'libs/messaging/src/consumer/dead-letters/dead-letter-table.ts': [
      'select key from ….parked_key where consumer = $1 and key = $',
      "select id, event as record, state = 'waiting' as waits, exis",
      "with gone as ( update ….dead_letter set state = 'discarded',",
    ],
    'libs/messaging/src/operations/dead-letter-search.ts': [
      'with wanted as materialized (select consumer, key from ….dea',
    ],
    'libs/messaging/src/relay/outbox-table.ts': ['select case when is_called then last_value else 0 end::float'],
    'libs/platform/src/background/task-table.ts': ['select coalesce(leased_until > clock_timestamp(), fals'],
    'libs/platform/src/idempotency/store.ts': ['select fingerprint, status, headers, body, asked from idempotency'],
    'libs/platform/src/staff/table.ts': ['select * from staff where username = $1'],
    'services/booking/src/occupancy/occupancy.ts': ['select (min(lower(o.period)) - 1)::text as "to" from occupan'],
    'services/referral/src/risk-refresh/risk-readings.service.ts': [
      'select a.risks, a.risks_changed as "risksChanged", r.latest',
    ],
    'services/integration-gateway/src/canary/hmpps-canary.ts': ['select hmpps_sent_at as "sentAt", hmpps_seen_at as'],
    'services/integration-gateway/src/custody/following.ts': [
      'insert into custody_person as p (noms_number, aggregate_id,',
    ],
    'services/integration-gateway/src/movement-checks/movement-checks.service.ts': [
      'update custody_check_turn set next_at = clock_timestamp() +',
      'select followed_until > clock_timestamp() as followed, known',
    ],
    'services/integration-gateway/src/identity/identity.service.ts': [
      'select into_number from identity_merge where number_type = $',
    ],
  }),
  ...because('BY_KEY', {
    'services/assessment/src/erasure/erase.ts': ['update assessment set erased_at = $2'],
    'services/referral/src/erasure/erase.ts': ['update application set erased_at = $2'],
    'services/booking/src/erasure/erase.ts': ['update booking set erased_at = $2'],
    'services/integration-gateway/src/people/known-details.ts': ['select id, crn, digest from known_details'],
    'libs/messaging/src/operations/connection-settings.ts': ['select name, setting from pg_settings'],
    'services/passport/src/custody/custody.events.ts': ['select id from person where noms_number = any($1) or'],
    'services/booking/src/occupancy/occupancy.ts': ['select bedspace_id as "bedspaceId", min(lower('],
    'libs/messaging/src/consumer/inbox.ts': ['with parked as materialized (…), fresh as ( … returning even'],
    'libs/messaging/src/operations/consumer-control.ts': [
      'select source, partition, "offset"::float8 as "offset" from',
      'select consumer, paused, resets,',
      'select consumer, sum(parked)::int as "parkedKeys", sum(lette',
      'select source, partition, "offset"::float8 as "offset" from',
    ],
    'libs/messaging/src/operations/consumer-lag.ts': ['select partition, … as "offset" from … group by 1'],
    'libs/messaging/src/operations/event-search.ts': [
      'select consumer, "offset"::float8 as at from ….consumer_curs',
      'select consumer from ….consumer_cursor union select consumer',
    ],
    'libs/messaging/src/bus/postgres/cursors.ts': ['select source, partition, "offset"::float8 as "offset" from'],
    'libs/messaging/src/bus/postgres/log-reader.ts': ['select p.partition, coalesce(max(l."offset"), 0)::float8 as'],
    'libs/messaging/src/database/ownership.ts': [
      'with mine as ( insert into … (group_name, instance_id, backe',
      'select partition from unnest($2::int[]) as partition where p',
    ],
    'libs/messaging/src/replay/history.ts': [
      'select p as partition, (select max("offset")::float8 from …',
      'select e.partition, type, count(*)::int as events, min(event',
    ],
    'libs/messaging/src/replay/replay-store.ts': ['select distinct key from ….replay_exception where run_id = $'],
    'libs/messaging/src/replay/replay-admission.ts': [
      'with e as ( select * from unnest($3::uuid[], $4::text[], $5:',
      'select key from ….replay_exception where run_id = $2',
    ],
    'libs/messaging/src/replay/run-modes.ts': ['select source || \'/\' || partition as place, "offset"::float8'],
    'libs/messaging/src/rollout/roster-table.ts': [
      'select consumer, instance_id::text as id, wants, knows::text',
      'select consumer, contract, (extract(epoch from gained_at) *',
    ],
    'libs/messaging/src/operations/gauges.ts': [
      'select consumer, extract(epoch from clock_timestamp() - min(',
      'select consumer, sum(unhandled)::float8 as events from ….con',
    ],
    'libs/platform/src/staff/table.ts': ['select * from staff where user_id = any($1::uuid[])'],
    'services/assessment/src/list/astray.service.ts': ['select distinct probation_region_id as "probationRegionId",'],
    'services/assessment/src/timeline/timeline.service.ts': [
      'select username, name from staff where username = any($1)',
    ],
    'services/integration-gateway/src/movement-checks/gap-samples.ts': [
      'select code, count(*)::int as count from custody_gap where f',
    ],
    'services/integration-gateway/src/hmpps-out/detail-reads.service.ts': [
      'select event_type as type, count(*)::float8 as published, ma',
    ],
    'services/integration-gateway/src/identity/identity.service.ts': [
      'select crn, noms_number, learnt_at from identity_link where',
      'select crn, noms_number from identity_link where crn = any($',
    ],
    'services/integration-gateway/src/ledger/ledger-samples.ts': ['select o.target, case when o.state ='],
    'services/integration-gateway/src/people/places.service.ts': ['select n.noms_number, case when s.seen_at >='],
    'libs/messaging/src/operations/writers.ts': ['select pid, application_name as application, usename as'],
  }),
  ...because('ROWS_APART', {
    'services/integration-gateway/src/people/places.service.ts': ['insert into seen_place (noms_number, status'],
    'libs/platform/src/numbers/follow.ts': ['insert into renumbered_row'],
    'libs/messaging/src/consumer/inbox.ts': ['insert into ….inbox (consumer, run_id, event_id, event_day)'],
    'libs/messaging/src/operations/consumer-control.ts': [
      'insert into ….consumer_cursor (consumer, source, partition,',
    ],
    'libs/messaging/src/bus/postgres/cursors.ts': ['insert into … (consumer, source, partition, "offset") select'],
    'libs/messaging/src/bus/postgres/postgres-bus.ts': ['insert into ….consumer_subscription (consumer, source, types'],
    'libs/messaging/src/replay/replay-store.ts': ['insert into ….replay_cursor (run_id, partition, positions, e'],
    'libs/messaging/src/replay/replay-work.ts': ['insert into ….replay_exception (run_id, event_id, key, type,'],
    'libs/messaging/src/replay/run-modes.ts': ['with parked as (insert into ….parked_key (consumer, key) sel'],
    'libs/messaging/src/rollout/roster-table.ts': [
      'update ….consumer_want set unhandled = unhandled + $3 where',
      'update ….consumer_want w set lost_at = clock_timestamp(), un',
      'with silent as ( select consumer, max(seen_at) as since from',
    ],
    'services/integration-gateway/src/custody/custody.service.ts': [
      'update custody_person set lease = null, leased_until = null,',
    ],
    'services/integration-gateway/src/ledger/ledger.service.ts': [
      "update sync_operation o set state = 'ready', reason = null,",
    ],
    'services/integration-gateway/src/staff/staff.service.ts': [
      'insert into role_grant (username, role, granted_by) select $',
      'insert into role_grant (username, role, granted_by) select $',
    ],
  }),
  ...because('PART', {
    'services/referral/src/external/external.service.ts': ['select b.application_id as "applicationId"'],
    'libs/messaging/src/replay/replay-store.ts': ['select r.id, r.consumer, r.mode, r.filter, r.state, r.rate,'],
    'libs/messaging/src/operations/silent-changes.ts': ['select aggregate_id, max(version) as version from ( select a'],
  }),
  ...because('WHETHER', {
    'libs/messaging/src/replay/replays.ts': ['select from ….consumer_control where consumer = $1 and paused'],
    'libs/messaging/src/replay/replay-admission.ts': ['with e as (select $4::text as key, $6::text as source,'],
    'libs/platform/src/operations/database.controller.ts': ['with struck as (delete from ….silent_change where'],
    'libs/messaging/src/operations/doctor.ts': [
      'select distinct group_name from ….relay_instance where seen_',
      'select classid::bigint as lock, count(*)::int as held from p',
    ],
    'services/integration-gateway/src/ledger/ledger.service.ts': [
      'select from sync_operation a where a.booking_id = o.booking_',
      'select from sync_operation n where n.person = o.person and n',
    ],
  }),
];
