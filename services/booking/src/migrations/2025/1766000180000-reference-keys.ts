import { sqlMigration } from '@throughcare/platform/database';

/** A reference as it is compared: one width and case, white space in one piece, nothing that nobody sees. */
export const referenceKeyOf = (reference: string) => `lower(btrim(regexp_replace(
  regexp_replace(normalize(${reference}, NFKC), '[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]', '', 'g'), '\\s+', ' ', 'g')))`;

const KEY = referenceKeyOf('reference');

/**
 * Two references that look the same are the same. The database computes the key, so an older version beside this one is held to it as well.
 * Rows that look the same already are marked and left out of the index.
 */
export const ReferenceKeys = sqlMigration(
  'ReferenceKeys1766000180000',
  `
lock table premises, bedspace in share row exclusive mode;
alter table premises add column reference_key text generated always as (${KEY}) stored,
  add column reference_doubled boolean not null default false;
alter table bedspace add column reference_key text generated always as (${KEY}) stored,
  add column reference_doubled boolean not null default false;

update premises p set reference_doubled = true where exists (select from premises o
  where o.id <> p.id and o.probation_delivery_unit_id = p.probation_delivery_unit_id and o.reference_key = p.reference_key);
update bedspace b set reference_doubled = true where exists (select from bedspace o
  where o.id <> b.id and o.premises_id = b.premises_id and o.reference_key = b.reference_key);

create unique index premises_reference_key_per_pdu on premises (probation_delivery_unit_id, reference_key)
  where not reference_doubled;
create unique index bedspace_reference_key_per_premises on bedspace (premises_id, reference_key) where not reference_doubled;`,
);
