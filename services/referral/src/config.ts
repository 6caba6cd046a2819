import { serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';

/** Referral needs nothing of its own. */
export const ReferralConfig = z.object(serviceConfig);
