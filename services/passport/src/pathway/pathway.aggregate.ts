import type { AggregateType } from '@throughcare/messaging/aggregate';
import { PathwayStatus } from './pathway.entity';

export const pathways: AggregateType<PathwayStatus> = {
  entity: PathwayStatus,
  table: 'pathway_status',
  keyOf: ({ eventKey }) => eventKey,
  // Nobody has some pathways and not the others: they are opened with the person.
  missing: 'PERSON_NOT_FOUND',
  // A status that stays may be confirmed, or taken over with another passport: see `setStatus` and `mergePeople`.
  bookkeeping: ['cause', 'updatedAt'],
};
