import { peopleIndexConfig, serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';

export const AssessmentConfig = z.object({ ...serviceConfig, ...peopleIndexConfig });
export type AssessmentConfig = z.output<typeof AssessmentConfig>;
