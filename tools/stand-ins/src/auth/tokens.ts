import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { User } from '../seed/world';
import type { KeyPair } from './auth.state';
import type { Client } from './clients';

export const CLIENT_TOKEN_SECONDS = 3600;
export const USER_TOKEN_SECONDS = 3600;

export const newKey = async (): Promise<KeyPair> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = `dps-${randomUUID()}`;
  const publicJwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' };
  return { kid, privateJwk: await exportJWK(privateKey), publicJwk };
};

export interface Claims {
  sub: string;
  user_name?: string;
  auth_source: string;
  user_id?: string;
  name?: string;
  scope: string[];
  authorities?: string[];
  client_id: string;
}

export interface Issued {
  token: string;
  claims: Claims & { iss: string; jti: string };
  expiresIn: number;
}

/** A client's own token; asked for with a user name it carries that name as subject, but the client's roles. */
export const clientClaims = (client: Client, username: string | undefined, known: User | undefined): Claims => ({
  sub: username ?? client.id,
  ...(username ? { user_name: username } : {}),
  auth_source: known?.authSource ?? 'none',
  scope: ['read', 'write'],
  ...(client.authorities.length > 0 ? { authorities: client.authorities } : {}),
  client_id: client.id,
});

export const userClaims = (user: User, clientId: string): Claims => ({
  sub: user.username,
  user_name: user.username,
  auth_source: user.authSource,
  user_id: user.userId,
  name: user.name,
  scope: ['read', 'write'],
  ...(user.authorities.length > 0 ? { authorities: user.authorities } : {}),
  client_id: clientId,
});

/** Signs with machine time, not the stand-ins' clock: those who check the token use machine time too. */
export const sign = async (key: KeyPair, issuer: string, claims: Claims, expiresIn: number): Promise<Issued> => {
  const jti = randomUUID();
  const token = await new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .setIssuer(issuer)
    .setJti(jti)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
    .sign(await importJWK(key.privateJwk, 'RS256'));
  return { token, claims: { ...claims, iss: issuer, jti }, expiresIn };
};
