import { serviceConfig } from '@throughcare/platform/config';
import { peopleIndexConfig } from '@throughcare/platform/lists';
import { z } from 'zod';

export const AssessmentConfig = z.object({ ...serviceConfig, ...peopleIndexConfig });
export type AssessmentConfig = z.output<typeof AssessmentConfig>;
