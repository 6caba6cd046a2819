// `@throughcare/messaging/operations`: what `/ops`, health and metrics of a service ask of messaging.
export { type Action, audit, auditTrail } from '../database/audit';
export { refusesWrites } from '../operations/connection-settings';
export type { Check } from '../operations/doctor';
export { notChecked } from '../operations/not-checked.rules';
export { Operations } from '../operations/operations';
export { outboxStatus, stuckPartitions } from '../operations/outbox-status';
export { silentChanges } from '../operations/silent-changes';
