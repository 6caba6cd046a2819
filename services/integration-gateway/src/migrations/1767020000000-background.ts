import { backgroundTable } from '@throughcare/platform/background';
import { sqlMigration } from '@throughcare/platform/database';

export const BackgroundTasks = sqlMigration('BackgroundTasks1767020000000', backgroundTable);
