import { bearerGuard, type Issuer } from '../kit/bearer';
import { startStandIn, type StandIn, type StandInOptions } from '../kit/stand-in';
import { Store } from '../kit/store';
import { awsClients } from '../messaging/topology';
import { seedOf } from '../seed/seeds';
import type { MakeWorld } from '../seed/world';
import { oasysRoutes } from './beside/oasys.routes';
import { notifyRoutes } from './beside/notify.routes';
import { tierError, tierRoutes } from './beside/tier.routes';
import { addressEvent, publishEvent, type DeliusEvent } from './consumer/address-events';
import { Consumer } from './consumer/consumer';
import { ownToken } from './consumer/token';
import { ndeliusControl } from './ndelius.control';
import { deliusState } from './ndelius.seed';
import type { DeliusState } from './ndelius.state';
import { probationError, readsRoutes } from './reads/reads.routes';

/** What the event consumer of nDelius needs; without it only the reads are there. */
export interface DeliusEvents {
  endpoint: string;
  region: string;
  queue: string;
  topicArn: string;
  tokenUrl: string;
  clientId: string;
  secret: string;
  /** Stretches or shortens the waits between its fetches; 1 is as observed. */
  pace?: number;
}

export interface NdeliusOptions extends StandInOptions {
  world: MakeWorld;
  auth: Issuer;
  events?: DeliusEvents;
}

const consumerOf = (store: Store<DeliusState>, events: DeliusEvents, now: () => Date) => {
  const { sns, sqs } = awsClients(events);
  const publish = (event: DeliusEvent) => publishEvent(sns, events.topicArn, event, now());
  const consumer = new Consumer({
    store,
    now,
    sqs,
    queue: events.queue,
    pace: events.pace ?? 1,
    token: ownToken({ url: events.tokenUrl, clientId: events.clientId, secret: events.secret }),
    publish: (crn, change) => publish(addressEvent(crn, change, now())),
  });
  const stop = async (): Promise<void> => {
    await consumer.stop();
    sns.destroy();
    sqs.destroy();
  };
  return { consumer, publish, stop };
};

/**
 * The side of probation: reads of nDelius for accommodation and the consumer of our events, and below `/oasys`, `/tier` and `/notify` what stands
 * beside nDelius, over one set of people, staff and rows.
 */
export const startNdelius = async (options: NdeliusOptions): Promise<StandIn> => {
  const now = (): Date => options.clock.now();
  const store = new Store<DeliusState>('ndelius 2', () => deliusState(options.world()), options.file);
  await store.save();
  const reads = { store, now, guard: bearerGuard(options.auth, probationError) };
  const events = options.events && consumerOf(store, options.events, now);
  const standIn = await startStandIn<DeliusState>(
    {
      name: 'ndelius',
      store,
      errorBody: probationError,
      routes: (app) => {
        readsRoutes(app, reads);
        oasysRoutes(app, reads);
        notifyRoutes(app);
        tierRoutes(app, { store, guard: bearerGuard(options.auth, tierError) });
      },
      control: (app) => ndeliusControl(app, { store, now, ...events }),
      seeds: seedOf(options.world, deliusState),
      ...(events ? { onClose: events.stop } : {}),
    },
    options,
  );
  events?.consumer.start();
  return standIn;
};
