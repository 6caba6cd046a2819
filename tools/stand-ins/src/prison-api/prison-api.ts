import { bearerGuard, type Issuer } from '../kit/bearer';
import { startStandIn, type StandIn, type StandInOptions } from '../kit/stand-in';
import { Store } from '../kit/store';
import type { World } from '../seed/world';
import { prisonError, prisonRoutes, type PrisonContext } from './prison.routes';
import { prisonState } from './prison.seed';
import type { PrisonState } from './prison.state';

export interface PrisonApiOptions extends StandInOptions {
  world: () => World;
  auth: Issuer;
  file?: string;
}

/** The prison API over a small NOMIS: people, bookings and movements that change together. */
export const startPrisonApi = async (options: PrisonApiOptions): Promise<StandIn> => {
  const store = new Store<PrisonState>(() => prisonState(options.world()), options.file);
  await store.save();
  const context: PrisonContext = {
    store,
    now: () => options.clock.now(),
    guard: bearerGuard(options.auth, prisonError),
  };
  return startStandIn<PrisonState>(
    { name: 'prison-api', store, errorBody: prisonError, routes: (app) => prisonRoutes(app, context) },
    options,
  );
};
