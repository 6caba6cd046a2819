import { serviceConfig } from '@throughcare/platform/config';
import { peopleIndexConfig } from '@throughcare/platform/lists';
import { z } from 'zod';

export const BookingConfig = z.object({ ...serviceConfig, ...peopleIndexConfig });
export type BookingConfig = z.output<typeof BookingConfig>;
