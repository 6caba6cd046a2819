import type { JWK } from 'jose';
import type { User, World } from '../seed/world';
import type { Client } from './clients';

export interface KeyPair {
  kid: string;
  privateJwk: JWK;
  publicJwk: JWK;
}

export interface Code {
  clientId: string;
  redirectUri: string;
  username: string;
  expiresAt: number;
  /** SHA-256 of the verifier that must come with the code; only where the client sent one. */
  challenge?: string;
}

/** What the stand-in of HMPPS Auth remembers. The first key signs; all are published. */
export interface AuthState {
  keys: KeyPair[];
  users: User[];
  clients: Client[];
  codes: Record<string, Code>;
  refreshTokens: Record<string, { clientId: string; username: string }>;
}

export const authState = (world: World, clients: Client[], keys: KeyPair[]): AuthState => ({
  keys,
  users: world.users,
  clients,
  codes: {},
  refreshTokens: {},
});
