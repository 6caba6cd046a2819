import { serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';

/** Assessment needs nothing of its own. */
export const AssessmentConfig = z.object(serviceConfig);
