export { DatabaseModule } from './database/database.module';
export type { DatabaseOptions, EntityClass, MigrationClass } from './database/database.module';
export { isDatabaseDown, sqlStateOf } from './database/down';
export { migrate, sqlMigration } from './database/migrate';
export { EVENT_READER, provision, roleOf, serviceUrl } from './database/provision';
export type { ProvisionOptions, ServiceSchema } from './database/provision';
