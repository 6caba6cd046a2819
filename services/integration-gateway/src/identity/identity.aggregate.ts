import type { AggregateType } from '@throughcare/messaging/aggregate';
import { IdentityLink } from './identity-link.entity';
import { IdentityMerge } from './identity-merge.entity';

export const links: AggregateType<IdentityLink> = {
  entity: IdentityLink,
  table: 'identity_link',
  id: 'aggregateId',
  keyOf: ({ crn }) => crn,
  missing: 'LINK_NOT_FOUND',
};

export const merges: AggregateType<IdentityMerge> = {
  entity: IdentityMerge,
  table: 'identity_merge',
  keyOf: ({ eventKey }) => eventKey,
  missing: 'MERGE_NOT_FOUND',
};
