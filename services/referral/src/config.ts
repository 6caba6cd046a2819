import { peopleIndexConfig, serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });

/** Besides what all have: a client of its own, which asks for risks when nobody is there. */
export const ReferralConfig = z.object({
  ...serviceConfig,
  ...peopleIndexConfig,
  AUTH_TOKEN_URL: url,
  AUTH_CLIENT_ID: z.string().min(1),
  AUTH_CLIENT_SECRET: z.string().min(1),
  /**
   * Drafts that nobody has used for more days are deleted: how long they may be kept is for the data controller to say. Without it none is.
   * Other systems are offered drafts of up to two months, so no less.
   */
  DRAFTS_KEPT_DAYS: z.coerce.number().int().min(62).max(3_660).optional(),
});
export type ReferralConfig = z.output<typeof ReferralConfig>;
