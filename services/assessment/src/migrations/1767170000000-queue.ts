import { sqlMigration } from '@throughcare/platform/database';

/** What assessors filter their queue by, and an index for each order of it, so that a page reads its own rows. */
export const Queue = sqlMigration(
  'Queue1767170000000',
  `
alter table assessment
  add column sexual_risk boolean,
  add column eligibility_reason text;
create index assessment_by_required on assessment (probation_region_id, accommodation_required_from_date, id);
create index assessment_by_received on assessment (probation_region_id, created_at, id);
create index assessment_by_release on assessment (probation_region_id, release_date, id);
create index assessment_by_status on assessment (probation_region_id, status, id);
create index assessment_by_crn on assessment (probation_region_id, crn, id);
create index assessment_by_unit on assessment (probation_region_id, probation_delivery_unit_id, id);
create index assessment_open on assessment (probation_region_id, created_at, id) where status in ('unallocated', 'in_review');
create index assessment_of_member on assessment (allocated_to_user_id, probation_region_id, id);`,
);
