import { CreateAssessments } from './1763740000000-assessments';

export const migrations = [CreateAssessments];
