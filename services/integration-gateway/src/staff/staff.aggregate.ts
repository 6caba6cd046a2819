import type { AggregateType } from '@throughcare/messaging/aggregate';
import { StaffRecord } from './staff-member.entity';

export const staffMembers: AggregateType<StaffRecord> = {
  entity: StaffRecord,
  table: 'staff',
  id: 'userId',
  keyOf: ({ username }) => username,
  missing: 'STAFF_NOT_FOUND',
  // Shown here only; what the others keep is in the event, so what changes besides is no news.
  bookkeeping: ['email', 'telephoneNumber', 'refreshedAt'],
};
