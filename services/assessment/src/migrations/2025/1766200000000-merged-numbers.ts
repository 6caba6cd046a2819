import { mergedNumberTables } from '@throughcare/platform/numbers';
import { sqlMigration } from '@throughcare/platform/database';

export const MergedNumbers = sqlMigration('MergedNumbers1766200000000', mergedNumberTables);
