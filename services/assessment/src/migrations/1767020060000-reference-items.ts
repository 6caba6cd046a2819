import { sqlMigration } from '@throughcare/platform/database';
import { referenceTable } from '@throughcare/platform/reference';

export const ReferenceItems = sqlMigration('ReferenceItems1767020060000', referenceTable);
