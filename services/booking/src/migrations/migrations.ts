import { CreateEstate } from './1763740000000-estate';
import { CreateBookings } from './1763740060000-bookings';

export const migrations = [CreateEstate, CreateBookings];
