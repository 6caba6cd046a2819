import type { AggregateType } from '@throughcare/messaging/aggregate';
import { Application } from './application.entity';

export const applications: AggregateType<Application> = {
  entity: Application,
  table: 'application',
  keyOf: ({ eventKey }) => eventKey,
  missing: 'APPLICATION_NOT_FOUND',
  // A draft is its author's until it is submitted; the outcome is what assessment has published; a risk that could not be had is had later.
  bookkeeping: ['data', 'revision', 'risks', 'assessmentStatus', 'assessmentDecision', 'outcomeVersion'],
};
