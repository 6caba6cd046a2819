import type { Subscription } from '#src/bus/bus';
import type { EventRecord } from '#src/publish/event-record';
import type { BusHarness } from '../contract/world';
import { wireTo } from './cut-wire';
import { batchOf } from './records';
import { BATCH_BYTES, bodyOf, sizeOf } from '#src/bus/sns/codec';
import { awsClients, SnsBus, type SnsBusOptions } from '#src/bus/sns/sns-bus';
import { createQueue, createTopic } from '#src/bus/sns/topology';

const region = 'eu-west-2';
const SOURCES = ['booking', 'referral', 'assessment', 'passport', 'integration-gateway'];

/** Makes the queue of a consumer before it subscribes, and widens its filter, as deployment would. */
class DeployingBus extends SnsBus {
  constructor(
    private readonly settings: SnsBusOptions,
    private readonly deployed: Map<string, ReadonlySet<string>>,
  ) {
    super(settings);
  }

  override async subscribe(subscription: Subscription) {
    const { consumer, sources } = subscription;
    const before = this.deployed.get(consumer);
    const types = new Set([...(before ?? []), ...subscription.types]);
    if (types.size !== before?.size) {
      this.deployed.set(consumer, types);
      const { sns, sqs } = awsClients(this.settings);
      await createQueue(sns, sqs, { consumer, sources, types: [...types], owner: 'contract' });
      sns.destroy();
      sqs.destroy();
    }
    return super.subscribe(subscription);
  }
}

/** Payload bytes at which a message is full. */
const fullAt = (record: EventRecord): number => {
  const empty = { ...record, payload: '""' };
  return BATCH_BYTES - sizeOf(empty, bodyOf(empty)) + empty.payload.length;
};

export interface SnsHarness extends BusHarness {
  /** A bus of its own for a process. */
  readonly newBus: () => SnsBus;
}

/** The SNS bus at an endpoint, for the contract suite. Interrupting cuts the wire for a second: LocalStack forgets on a restart. */
export const harnessOn = async (
  endpoint: string,
  options: { readonly interrupts: boolean; readonly visibilitySeconds?: number },
): Promise<SnsHarness> => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  const wire = await wireTo(endpoint);
  const deployed = new Map<string, ReadonlySet<string>>();
  const settled = new Map<string, string>();
  const settings: SnsBusOptions = {
    region,
    endpoint: wire.address,
    accountId: '000000000000',
    owner: 'contract',
    pollSeconds: 1,
    visibilitySeconds: options.visibilitySeconds ?? 30,
    claim: async (_source, id) => settled.get(id),
  };
  const { sns, sqs } = awsClients(settings);
  for (const source of SOURCES) await createTopic(sns, source);
  return {
    features: { transactionalCursor: false, retained: false, durable: true },
    newBus: () => new DeployingBus(settings, deployed),
    open: async () => new DeployingBus(settings, deployed),
    busFor: async () => new DeployingBus(settings, deployed),
    publish: async (bus, records) => {
      for (const { id, payload } of records) settled.set(id, payload);
      await bus.publish(batchOf(records));
    },
    settle: (feed, deliveries) => feed.ack(deliveries),
    edges: (record) => [fullAt(record), fullAt(record) + 1],
    perKey: 20,
    mostBytes: 24 * 1_048_576,
    ...(options.interrupts && { interrupt: () => wire.cut(1_000) }),
    close: async () => {
      sns.destroy();
      sqs.destroy();
      await wire.close();
    },
  };
};
