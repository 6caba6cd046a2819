import { sqlMigration } from '@throughcare/platform/database';

/** Messages that say of a person that nDelius has deleted them. */
export const Erasures = sqlMigration(
  'Erasures1767200060000',
  `
alter table inbound_message drop constraint inbound_message_decision_check;
alter table inbound_message add constraint inbound_message_decision_check
  check (decision in ('ignore', 'custody', 'link', 'merge', 'unmerge', 'address', 'echo', 'risk', 'erasure')) not valid;`,
);
