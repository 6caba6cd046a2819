import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import type { ErrorBody } from './fault-hooks';

export interface Issuer {
  issuer: string;
  jwksUrl: string;
}

export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Checks tokens as the owners do: RS256 signature against the issuer's keys, issuer, expiry, and one of the roles. */
export const bearerGuard = ({ issuer, jwksUrl }: Issuer, errorBody: ErrorBody): ((...roles: string[]) => Guard) => {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 0, timeoutDuration: 2000 });
  const verified = async (authorization: string | undefined): Promise<JWTPayload | undefined> => {
    const [scheme, token] = (authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) return undefined;
    try {
      return (await jwtVerify(token, keys, { issuer, algorithms: ['RS256'] })).payload;
    } catch {
      return undefined;
    }
  };
  return (...roles) =>
    async (request, reply) => {
      const claims = await verified(request.headers.authorization);
      if (!claims) {
        return reply.code(401).header('www-authenticate', 'Bearer').send(errorBody(401, 'Unauthorized'));
      }
      const held = (claims['authorities'] as string[] | undefined) ?? [];
      if (roles.length > 0 && !roles.some((role) => held.includes(role))) {
        return reply.code(403).send(errorBody(403, 'Access Denied'));
      }
      return undefined;
    };
};
