export { DatabaseModule } from './database.module';
export type { DatabaseOptions, EntityClass, MigrationClass } from './database.module';
export { isDatabaseDown, sqlStateOf } from './down';
export { migrate, sqlMigration } from './migrate';
export { EVENT_READER, provision, roleOf, serviceUrl } from './provision';
export type { ProvisionOptions, ServiceSchema } from './provision';
