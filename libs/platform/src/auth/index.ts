export { Authority, Public, Reads } from './decorators';
export { AUTH_SOURCES } from './principal';
export type { AuthSource, Principal } from './principal';
