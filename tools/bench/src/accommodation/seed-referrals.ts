import { lists } from '@throughcare/reference/lists';
import type { Client } from 'pg';
import { crnSql } from './people';
import type { Sizes } from './sizes';

const REASON = lists.all('referral-rejection-reasons').find(({ isActive }) => isActive)?.id ?? '';
const SOURCES = ['homelessFromCustody', 'homelessFromApprovedPremises', 'homelessFromBailAccommodation'];
const ASSESSORS_PER_REGION = 20;

export interface Staff {
  readonly referrer: string;
  readonly assessor: string;
}

/**
 * One referral for each booking, decided as the booking says, and as many that led to none: of a hundred four are unallocated, four in
 * review, two ready to place, and the others were rejected.
 */
const REFERRALS = `
  create temp table referred as
  select at, crn, region, unit, arrival as required, made_on - 20 as received,
         case status when 'cancelled' then 'rejected' when 'provisional' then 'ready_to_place' else 'closed' end as status, id as booking_id
    from made
  union all
  select $1::bigint + n, ${crnSql('($2::bigint + n)')}, u.region, u.id,
         case when n % 100 < 10 then current_date + pg_temp.dice(n, 21, 60) else current_date - 30 - pg_temp.dice(n, 22, 1000) end,
         case when n % 100 < 10 then current_date - pg_temp.dice(n, 23, 20) else current_date - 70 - pg_temp.dice(n, 22, 1000) end,
         case when n % 100 < 4 then 'unallocated' when n % 100 < 8 then 'in_review' when n % 100 < 10 then 'ready_to_place' else 'rejected' end,
         null
    from generate_series(0, $3::int - 1) n join unit u on u.place = pg_temp.dice(n, 24, (select count(*)::int from unit))`;

const ASSESSMENTS = `
  insert into assessment.assessment (id, version, application_id, crn, event_key, referrer_user_id, probation_region_id,
    probation_delivery_unit_id, created_at, release_date, accommodation_required_from_date, status, sexual_risk, eligibility_reason,
    allocated_to_user_id, allocated_at, decided_at, completed_at, closed_by_booking_id, rejection_reason_id, is_withdrawn)
  select pg_temp.id_of('assessment', at), 3, pg_temp.id_of('application', at), crn, crn, $1, region, unit, received + interval '9 hours',
         required - 1, required, status, at % 10 = 0, ($4::text[])[1 + at % 3], member,
         case when member is not null then received + interval '10 hours' end,
         case when status in ('ready_to_place', 'closed', 'rejected') then received + interval '3 days' end,
         case when status = 'closed' then received + interval '9 days' end, case when status = 'closed' then booking_id end,
         case when status = 'rejected' then $3::uuid end, case when status = 'rejected' then false end
    from (select *, case when status = 'unallocated' then null
             when pg_temp.dice(at, 25, ${ASSESSORS_PER_REGION}) = 0 then $2::uuid
             else pg_temp.id_of('member ' || region, pg_temp.dice(at, 25, ${ASSESSORS_PER_REGION})) end as member from referred) as allocated`;

/** Referrals as each service knows them, and the assessors of every region. */
export const seedReferrals = async (db: Client, { bookings, booked, referred }: Sizes, staff: Staff): Promise<void> => {
  await db.query(REFERRALS, [bookings, booked, referred]);
  await db.query('analyze referred');
  await db.query(ASSESSMENTS, [staff.referrer, staff.assessor, REASON, SOURCES]);
  await db.query(
    `insert into assessment.staff (user_id, username, name, region_id, roles, is_active, version)
     select pg_temp.id_of('member ' || region, n), 'BENCH_' || row_number() over (order by region, n), 'Member ' || n, region, '{CAS3_ASSESSOR}', true, 1
       from (select distinct region from unit) as regions cross join generate_series(1, ${ASSESSORS_PER_REGION} - 1) n`,
  );
  await db.query(
    `insert into booking.referral_view (application_id, assessment_id, crn, probation_region_id, event_number, sexual_risk, assessment_status,
       assessment_version, probation_delivery_unit_id, required_from, release_date)
     select pg_temp.id_of('application', at), pg_temp.id_of('assessment', at), crn, region, '1', at % 10 = 0, status, 3, unit, required, required - 1
       from referred`,
  );
  await db.query(
    `insert into referral.application (id, version, revision, crn, event_key, conviction_id, event_number, offence_id, created_by_user_id, created_at,
       submitted_at, data, document, summary_data, home_region_id, home_pdu_id, placement_region_id, placement_pdu_id, arrival_date,
       person_release_date, assessment_status, outcome_version)
     select pg_temp.id_of('application', at), 1, 2, crn, crn, 2500295345, '1', 'M2500295343', pg_temp.id_of('referrer', at % 500),
            received + interval '8 hours', received + interval '9 hours', '{}', '{}', '{}', region, unit, region, unit, required, required - 1, status, 3
       from referred`,
  );
};
