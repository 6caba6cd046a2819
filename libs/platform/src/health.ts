export { HealthComponents } from './health/components';
export type { ComponentHealth, HealthCheck } from './health/components';
export { DoctorChecks } from './health/doctor-checks';
export type { Finding } from './health/doctor-checks';
