export { HealthComponents } from './components';
export type { ComponentHealth, HealthCheck } from './components';
export { DoctorChecks } from './doctor-checks';
export type { Finding } from './doctor-checks';
