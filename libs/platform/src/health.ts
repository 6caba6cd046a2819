export { HealthComponents } from './health/components';
export type { ComponentHealth, HealthCheck } from './health/components';
