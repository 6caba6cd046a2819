import type { AggregateType } from '@throughcare/messaging/aggregate';
import { Person } from './person.entity';

export const people: AggregateType<Person> = {
  entity: Person,
  table: 'person',
  keyOf: ({ eventKey }) => eventKey,
  missing: 'PERSON_NOT_FOUND',
  // The gateway has published numbers and custody.
  bookkeeping: ['crn', 'nomsNumber', 'prisonId', 'supportNeedsLegacyProfile'],
};
