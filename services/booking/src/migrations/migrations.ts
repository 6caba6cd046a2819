import { CreateEstate } from './1763740000000-estate';
import { CreateBookings } from './1763740060000-bookings';
import { Rollout } from './1764410400000-rollout';

export const migrations = [CreateEstate, CreateBookings, Rollout];
