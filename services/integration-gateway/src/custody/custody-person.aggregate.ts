import type { AggregateType } from '@throughcare/messaging/aggregate';
import { CustodyPerson } from './custody-person.entity';

export const custodyPeople: AggregateType<CustodyPerson> = {
  entity: CustodyPerson,
  table: 'custody_person',
  id: 'aggregateId',
  keyOf: ({ key, nomsNumber }) => key ?? nomsNumber,
  missing: 'PERSON_NOT_FOUND',
  // Whose turn it is, and for how long they are watched.
  bookkeeping: [
    'nextLookAt',
    'nextDatesAt',
    'nextCheckAt',
    'followedSince',
    'followedUntil',
    'lease',
    'leasedUntil',
    'failures',
  ],
};
