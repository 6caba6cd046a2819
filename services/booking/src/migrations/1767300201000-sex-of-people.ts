import { personIndexSex } from '@throughcare/platform/people/index-table';
import { sqlMigration } from '@throughcare/platform/database';

export const SexOfPeople = sqlMigration('SexOfPeople1767300201000', personIndexSex('booking'));
