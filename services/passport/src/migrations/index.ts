import { CreatePassport } from './1763600000000-create-passport';
import { Rollout } from './1764410400000-rollout';

/** In order; forward only. */
export const migrations = [CreatePassport, Rollout];
