import { CreatePassport } from './1763600000000-create-passport';
import { Rollout } from './1764410400000-rollout';
import { Letters } from './1766000000000-letters';

/** In order; forward only. */
export const migrations = [CreatePassport, Rollout, Letters];
