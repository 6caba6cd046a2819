import { sqlMigration } from '@throughcare/platform/database';
import { erasedNumberTable } from '@throughcare/platform/erasure';

/** A booking of a person who was erased is about nobody, and in no list. */
export const ErasedNumbers = sqlMigration(
  'ErasedNumbers1767300101000',
  erasedNumberTable,
  'alter table booking add column erased_at timestamptz;',
);
