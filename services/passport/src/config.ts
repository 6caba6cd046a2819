import { serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';

/** Nothing of its own: `GATEWAY_URL` is where people's details come from. */
export const PassportConfig = z.object(serviceConfig);
export type PassportConfig = z.output<typeof PassportConfig>;
