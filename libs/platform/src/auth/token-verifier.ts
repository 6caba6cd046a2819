import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { CONFIG } from '../config';
import type { ServiceConfig } from '../config';
import { AppError, unauthenticated } from '@throughcare/base/errors';
import { KeySet } from './key-set';
import { principalOf } from './principal';
import type { Principal } from './principal';

const CLOCK_TOLERANCE_S = 5;

/** Verifies HMPPS Auth access tokens: RS256 only, our issuer, in date, a key of the issuer's JWKS. */
@Injectable()
export class TokenVerifier {
  private readonly keys: KeySet;

  constructor(@Inject(CONFIG) private readonly config: Pick<ServiceConfig, 'AUTH_ISSUER' | 'AUTH_JWKS_URL'>) {
    this.keys = new KeySet({ url: config.AUTH_JWKS_URL });
  }

  /** Throws `unauthenticated` TOKEN_EXPIRED or TOKEN_INVALID, or `unavailable` while the issuer's keys cannot be had. */
  async verify(token: string): Promise<Principal> {
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        algorithms: ['RS256'],
        issuer: this.config.AUTH_ISSUER,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp'],
      });
      const principal = principalOf(payload, token);
      if (!principal) throw unauthenticated('TOKEN_INVALID');
      return principal;
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw unauthenticated(error instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID');
    }
  }
}
