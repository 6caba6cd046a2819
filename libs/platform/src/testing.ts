export { startTestApp } from './testing/app';
export type { TestApp, TestAppOptions } from './testing/app';
export { testDatabase } from './testing/database';
export type { TestDatabase, TestDatabaseOptions } from './testing/database';
export { StandInGateway } from './testing/gateway';
export { TestIssuer } from './testing/issuer';
export type { TestClaims } from './testing/issuer';
export { TestRequest } from './testing/request';
export type { TestResponse } from './testing/request';
