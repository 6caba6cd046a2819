import { sqlMigration } from '@throughcare/platform/database';
import { idempotencyTable } from '@throughcare/platform/idempotency';

export const Idempotency = sqlMigration('Idempotency1766300000000', idempotencyTable);
