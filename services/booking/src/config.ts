import { peopleIndexConfig, serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';

export const BookingConfig = z.object({ ...serviceConfig, ...peopleIndexConfig });
export type BookingConfig = z.output<typeof BookingConfig>;
