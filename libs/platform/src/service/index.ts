export { createApp } from './create-app';
export type { ServiceOptions } from './create-app';
export { Lifecycle } from '../health/lifecycle';
export { closeApp, startService } from './start-service';
export type { RunningService } from './start-service';
export { SERVICE_NAME } from '../config/service-name';
export { documentOfModule } from './preview';
