import { sqlMigration } from '@throughcare/platform/database';
import { personIndex, personIndexSex, personIndexWanted } from '@throughcare/platform/people/index-table';

/** Names of the people whom referrals are about, and an index for each order of a region's list, so that a page reads its own rows. */
export const ListOfReferrals = sqlMigration(
  'ListOfReferrals1767300200000',
  personIndex('referral', { table: 'application', key: 'crn' }),
  personIndexWanted('referral'),
  personIndexSex('referral'),
  `
create index application_by_submitted on application (placement_region_id, submitted_at, id) where submitted_at is not null;
create index application_by_created on application (placement_region_id, created_at, id) where submitted_at is not null;
create index application_by_required on application (placement_region_id, arrival_date, id) where submitted_at is not null;
create index application_by_crn on application (placement_region_id, crn, id) where submitted_at is not null;
create index application_by_stage on application (placement_region_id, (case when submitted_at is null then 'draft'
  when withdrawn_at is not null then 'withdrawn' else coalesce(assessment_status, 'unallocated') end), id) where submitted_at is not null;`,
);
