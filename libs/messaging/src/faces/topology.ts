// `@throughcare/messaging/topology`: topics, queues and who handles what, from the code of the services.
export type { ConsumerTopology } from '../bus/topology/consumer-topology';
export { type TopologyDocument, topologyDocument } from '../bus/topology/document';
export { policiesOf, policyProblems, type QueuePolicy } from '../bus/topology/queue-policy';
export { controllersOf, type Handled, handledIn, wiringOf } from '../consumer/wiring';
