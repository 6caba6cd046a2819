import { bearerGuard, type Issuer } from '../kit/bearer';
import { startStandIn, type StandIn, type StandInOptions } from '../kit/stand-in';
import { Store } from '../kit/store';
import type { World } from '../seed/world';
import { deliusState } from './ndelius.seed';
import type { DeliusState } from './ndelius.state';
import { probationError, readsRoutes, type ReadsContext } from './reads/reads.routes';

export interface NdeliusOptions extends StandInOptions {
  world: () => World;
  auth: Issuer;
  file?: string;
}

/** nDelius: the reads for accommodation, over one set of people, staff and limits. */
export const startNdelius = async (options: NdeliusOptions): Promise<StandIn> => {
  const store = new Store<DeliusState>(() => deliusState(options.world()), options.file);
  await store.save();
  const context: ReadsContext = {
    store,
    now: () => options.clock.now(),
    guard: bearerGuard(options.auth, probationError),
  };
  return startStandIn<DeliusState>(
    { name: 'ndelius', store, errorBody: probationError, routes: (app) => readsRoutes(app, context) },
    options,
  );
};
