import { bearerGuard, type Issuer } from '../kit/bearer';
import { startStandIn, type StandIn, type StandInOptions } from '../kit/stand-in';
import { Store } from '../kit/store';
import { seedOf } from '../seed/seeds';
import type { MakeWorld } from '../seed/world';
import { Announcer, type PrisonEvents } from './announcer';
import { alertRoutes } from './alert.routes';
import { adjudicationRoutes } from './adjudication.routes';
import { prisonControl } from './prison.control';
import { prisonError, prisonRoutes, type PrisonContext } from './prison.routes';
import { prisonState } from './prison.seed';
import type { PrisonState } from './prison.state';

export interface PrisonApiOptions extends StandInOptions {
  world: MakeWorld;
  auth: Issuer;
  /** Where movements are announced; nowhere without it. */
  events?: PrisonEvents;
}

/** The prison API over a small NOMIS: people, bookings and movements that change together; below `/alerts` the alerts of prisoners. */
export const startPrisonApi = async (options: PrisonApiOptions): Promise<StandIn> => {
  const store = new Store<PrisonState>('prison-api 2', () => prisonState(options.world()), options.file);
  await store.save();
  const now = (): Date => options.clock.now();
  const context: PrisonContext = { store, now, guard: bearerGuard(options.auth, prisonError) };
  const announcer = options.events && new Announcer(options.events);
  return startStandIn<PrisonState>(
    {
      name: 'prison-api',
      store,
      errorBody: prisonError,
      routes: (app) => {
        prisonRoutes(app, context);
        adjudicationRoutes(app, context);
        alertRoutes(app, context);
      },
      control: (app) => prisonControl(app, context, announcer),
      seeds: seedOf(options.world, prisonState),
      afterReset: () => announcer?.withdraw(),
      onClose: async () => announcer?.close(),
    },
    options,
  );
};
