import type { AggregateType } from '@throughcare/messaging/aggregate';
import { FollowedRisk } from './followed-risk.entity';

export const followedRisks: AggregateType<FollowedRisk> = {
  entity: FollowedRisk,
  table: 'followed_risk',
  id: 'aggregateId',
  keyOf: ({ crn }) => crn,
  missing: 'PERSON_NOT_FOUND',
};
