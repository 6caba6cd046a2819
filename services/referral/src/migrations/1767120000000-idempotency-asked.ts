import { sqlMigration } from '@throughcare/platform/database';
import { idempotencyAsked } from '@throughcare/platform/idempotency';

export const IdempotencyAsked = sqlMigration('IdempotencyAsked1767120000000', idempotencyAsked);
