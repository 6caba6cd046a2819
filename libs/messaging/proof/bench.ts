// The internals that benchmarks measure, and nobody else may know.
export type { Bus, OutboxBatch } from '#src/bus/bus';
export { calmKafkaTimers } from '#src/bus/kafka/calm-timers';
export { toMessage, topicOf } from '#src/bus/kafka/codec';
export { createTopics, KafkaBus } from '#src/bus/kafka/kafka-bus';
export { moveStatement } from '#src/bus/postgres/cursors';
export { logReadStatement } from '#src/bus/postgres/log-reader';
export { bodyOf, readBody, sizeOf } from '#src/bus/sns/codec';
export { groupOf, queueName, topicName } from '#src/bus/sns/names';
export { nextBatches } from '#src/bus/sns/publisher';
export { awsClients, SnsBus } from '#src/bus/sns/sns-bus';
export { createQueue } from '#src/bus/sns/topology';
export { admitStatement, LIVE_RUN } from '#src/consumer/inbox';
export { eventLogClaims } from '#src/database/claims';
export { PLAN_ONCE } from '#src/database/connection';
export { execute, statement } from '#src/database/statement';
export type { EventRecord } from '#src/publish/event-record';
export { appendOneSql } from '#src/publish/outbox';
export { relayStatements } from '#src/relay/outbox-table';
