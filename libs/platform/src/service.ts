export { BodyLimit } from './service/body-parsing';
export type { RawBody } from './service/body-parsing';
export { createApp } from './service/create-app';
export type { ServiceOptions } from './service/create-app';
export { Lifecycle } from './health/lifecycle';
export { closeApp, startService } from './service/start-service';
export type { RunningService } from './service/start-service';
export { SERVICE_NAME } from './config/service-name';
export { documentOfModule } from './service/preview';
