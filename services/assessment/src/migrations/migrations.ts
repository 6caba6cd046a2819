import { CreateAssessments } from './1763740000000-assessments';
import { Rollout } from './1764410400000-rollout';

export const migrations = [CreateAssessments, Rollout];
