import { CreateApplications } from './1763740000000-applications';

export const migrations = [CreateApplications];
