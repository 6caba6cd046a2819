import type { AggregateType } from '@throughcare/messaging/aggregate';
import { Assessment } from './assessment.entity';

export const assessments: AggregateType<Assessment> = {
  entity: Assessment,
  table: 'assessment',
  keyOf: ({ eventKey }) => eventKey,
  missing: 'ASSESSMENT_NOT_FOUND',
};
