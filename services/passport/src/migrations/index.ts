import { CreatePassport } from './1763600000000-create-passport';

/** In order; forward only. */
export const migrations = [CreatePassport];
