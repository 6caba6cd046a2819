export { Authority, Public, Reads } from './auth/decorators';
export { AUTH_SOURCES } from './auth/principal';
export type { AuthSource, Principal } from './auth/principal';
export { TokenVerifier } from './auth/token-verifier';
