import { CreateApplications } from './1763740000000-applications';
import { Rollout } from './1764410400000-rollout';

export const migrations = [CreateApplications, Rollout];
