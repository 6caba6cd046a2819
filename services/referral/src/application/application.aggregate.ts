import type { AggregateType } from '@throughcare/messaging/aggregate';
import { Application } from './application.entity';

export const applications: AggregateType<Application> = {
  entity: Application,
  table: 'application',
  keyOf: ({ eventKey }) => eventKey,
  missing: 'APPLICATION_NOT_FOUND',
  // A draft and its use are its author's until it is submitted; the outcome is what assessment has published; a risk that could not be had is had later.
  bookkeeping: ['data', 'revision', 'usedAt', 'risks', 'assessmentStatus', 'assessmentDecision', 'outcomeVersion'],
};
