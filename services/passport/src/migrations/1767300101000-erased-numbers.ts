import { sqlMigration } from '@throughcare/platform/database';
import { erasedNumberTable } from '@throughcare/platform/erasure';

/** A passport of a person who was erased is nobody's: what became of its pathways is counted. */
export const ErasedNumbers = sqlMigration(
  'ErasedNumbers1767300101000',
  erasedNumberTable,
  'alter table person add column erased_at timestamptz;',
);
