// `@throughcare/messaging/schema`: what a service's migrations and connections need of messaging's tables.
export { LOCK_WAIT } from '../database/ddl';
export { quoteSchema, schemaOf } from '../database/names';
export { rolloutTables } from '../database/rollout-tables';
export { EVENT_READER_ROLE, keepKey, messagingTables, watchAggregate } from '../database/schema';
export { messagingSteps } from '../database/schema-steps';
export { dropSpentConnections, ServiceClient } from '../database/service-client';
