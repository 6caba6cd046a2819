import { serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });

/** Besides what all have: a client of its own, which asks for risks when nobody is there. */
export const ReferralConfig = z.object({
  ...serviceConfig,
  AUTH_TOKEN_URL: url,
  AUTH_CLIENT_ID: z.string().min(1),
  AUTH_CLIENT_SECRET: z.string().min(1),
});
export type ReferralConfig = z.output<typeof ReferralConfig>;
