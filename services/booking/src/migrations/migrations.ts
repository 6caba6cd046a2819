import { CreateEstate } from './1763740000000-estate';
import { CreateBookings } from './1763740060000-bookings';
import { Rollout } from './1764410400000-rollout';
import { Letters } from './1766000000000-letters';

export const migrations = [CreateEstate, CreateBookings, Rollout, Letters];
