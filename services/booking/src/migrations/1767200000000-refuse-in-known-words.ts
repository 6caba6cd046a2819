import { sqlMigration } from '@throughcare/platform/database';
import { referenceKeyOf } from './2025/1766000180000-reference-keys';

/** What says to an older instance "at the moment not" (503, Retry-After 1): asked again, an instance of today answers with the reason. */
const NOT_NOW = 'serialization_failure';
const LIVE = `('provisional', 'confirmed', 'arrived')`;
const days = (of: string) => `daterange(${of}.arrival_date, greatest(${of}.departure_date, ${of}.arrival_date + 1))`;
const inBed = (of: string) =>
  `daterange(coalesce(${of}.in_bed_since, ${of}.arrival_date), case when ${of}.status = 'departed' then ${of}.departure_date end)`;

const refuseLookAlike = (table: 'premises' | 'bedspace', within: string, knownAs: string) => `
create function refuse_same_${table}() returns trigger language plpgsql as $$
begin
  if exists (select from ${table} o where o.${within} = new.${within} and not o.reference_doubled and o.id <> new.id
      and o.reference_key = ${referenceKeyOf('new.reference')}) then
    raise exception 'a reference is taken' using errcode = 'unique_violation', table = '${table}', constraint = '${knownAs}';
  end if;
  return new;
end $$;
create trigger refuse_same before insert or update of reference, ${within} on ${table} for each row
  when (not new.reference_doubled) execute function refuse_same_${table}();`;

/**
 * Instances of the release before the rules of `OnePersonOneBed` and `ReferenceKeys` work beside these for a while, and answer 500 where a
 * constraint refuses that they do not know. So what is refused is refused first in words that they know. The constraints stay, and decide
 * between two that write at the same moment; their names are given here as well, so that nothing changes for an instance of today.
 */
export const RefuseInKnownWords = sqlMigration(
  'RefuseInKnownWords1767200000000',
  `
create function refuse_overlap() returns trigger language plpgsql as $$
declare
  rule text := case
    when new.status = 'arrived' and exists (select from booking o
      where o.crn = new.crn and o.status = 'arrived' and not o.overlap_known and o.id <> new.id) then 'booking_person_one_stay'
    when new.status in ${LIVE} and exists (select from booking o
      where o.crn = new.crn and o.status in ${LIVE} and not o.overlap_known and o.id <> new.id
        and ${days('o')} && ${days('new')}) then 'booking_person_in_one_place'
    when new.status in ${LIVE} and exists (select from booking o
      where o.assessment_id = new.assessment_id and o.status in ${LIVE} and not o.overlap_known and o.id <> new.id)
      then 'booking_one_per_referral'
    when new.status in ('arrived', 'departed') and new.bed_ruled and exists (select from booking o
      where o.bedspace_id = new.bedspace_id and o.status in ('arrived', 'departed') and not o.overlap_known and o.bed_ruled
        and o.id <> new.id and ${inBed('o')} && ${inBed('new')}) then 'booking_bed_from_move'
  end;
begin
  if rule is not null then
    raise exception 'an overlap' using errcode = '${NOT_NOW}', table = 'booking', constraint = rule;
  end if;
  return new;
end $$;
create trigger refuse_overlap before insert or update of crn, bedspace_id, assessment_id, status, arrival_date, departure_date, in_bed_since
  on booking for each row when (not new.overlap_known) execute function refuse_overlap();`,
  refuseLookAlike('premises', 'probation_delivery_unit_id', 'premises_reference_per_pdu'),
  refuseLookAlike('bedspace', 'premises_id', 'bedspace_reference_per_premises'),
);
