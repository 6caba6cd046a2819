/** Everything that the audits of all services may have been told. */
export const ACTIONS: readonly string[] = [
  'consumer.pause',
  'consumer.reset',
  'consumer.resume',
  'dead-letters.discard',
  'dead-letters.redrive',
  'hmpps.quarantine-discard',
  'hmpps.quarantine-redrive',
  'hmpps.retry-dlq',
  'hmpps.send',
  'queue-admin.purge-queue',
  'queue-admin.retry-dlq',
  'replay.cancel',
  'replay.pause',
  'replay.resume',
  'replay.run',
  'silent-change.strike-off',
  'sync.resend',
  'sync.resolve',
  'writer.end',
  'read.api',
  'read.audit',
  'read.dead-letter',
  'read.dead-letters',
  'read.dlq-messages',
  'read.event',
  'read.events',
  'read.movement',
  'read.person-keys',
  'read.quarantine',
  'read.replay-exceptions',
  'read.sync-operation',
  'read.sync-operations',
];

/** `*` stands for any characters. */
export const isAction = (pattern: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return ACTIONS.some((action) => new RegExp(`^${parts.join('.*')}$`).test(action));
};
