import { sqlMigration } from '@throughcare/platform/database';
import { erasedNumberTable } from '@throughcare/platform/erasure';

export const ErasedNumbers = sqlMigration('ErasedNumbers1767300101000', erasedNumberTable);
