// What tests, benchmarks and tools of other workspaces need of this package; nothing of it ships.
export { aggregateSuite } from './aggregates/aggregate-suite';
export { statementsOf } from './aggregates/statements';
export { type BrokerKind, NoBroker, startBroker } from './harness/brokers';
export { wireTo } from './harness/cut-wire';
export { describeWithBroker } from './harness/describe-with-broker';
export { type EmbeddedPostgres, embeddedPostgres } from './harness/embedded-postgres';
export { type ScratchDatabase, scratchDatabase } from './harness/scratch-database';
export { partitionOf } from '#src/partition';
export { settled } from './harness/settled';
