import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { JWK, KeyLike } from 'jose';
import { listenOnLoopback } from './loopback';

export interface TestClaims {
  /** `user_name`. Left out: a client's own token. */
  readonly username?: string;
  readonly authorities?: readonly string[] | string;
  readonly authSource?: string;
  readonly userId?: string;
  readonly name?: string;
  readonly clientId?: string;
  /** Seconds from now; negative for a token that has expired. Default 1200. */
  readonly expiresIn?: number;
  /** Signing algorithm. Default RS256, the only one that HMPPS Auth uses. */
  readonly alg?: 'RS256' | 'RS512' | 'PS256';
  /** Further claims; `undefined` takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyLike;
  readonly jwk: JWK;
}

const newKey = async (kid: string): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
};

const payloadOf = ({ username, authorities, authSource, userId, name, clientId, claims }: TestClaims) => ({
  ...(username !== undefined && { user_name: username }),
  sub: username ?? clientId ?? 'test-client',
  ...(authorities !== undefined && { authorities }),
  auth_source: authSource ?? (username === undefined ? 'none' : 'delius'),
  ...(userId !== undefined && { user_id: userId }),
  ...(name !== undefined && { name }),
  client_id: clientId ?? 'test-client',
  scope: ['read', 'write'],
  ...claims,
});

/** Signs tokens as HMPPS Auth does, with a key of its own, and serves the JWKS on loopback. */
export class TestIssuer {
  /** Times the JWKS was fetched. */
  fetches = 0;
  /** True: the JWKS answers 500. */
  down = false;
  private keys = 1;

  private constructor(
    private readonly server: Server,
    private current: SigningKey,
    readonly url: string,
  ) {}

  static async start(): Promise<TestIssuer> {
    const server = createServer();
    const issuer = new TestIssuer(server, await newKey('key-1'), await listenOnLoopback(server));
    server.on('request', (_request, response) => {
      issuer.fetches += 1;
      response.writeHead(issuer.down ? 500 : 200, { 'content-type': 'application/json' });
      response.end(issuer.down ? '{}' : JSON.stringify({ keys: [issuer.current.jwk] }));
    });
    return issuer;
  }

  get issuer(): string {
    return `${this.url}/auth/issuer`;
  }

  get jwksUrl(): string {
    return `${this.url}/auth/.well-known/jwks.json`;
  }

  /** The public key, to try confusing it with a shared secret. */
  get publicJwk(): JWK {
    return this.current.jwk;
  }

  token(claims: TestClaims = {}): Promise<string> {
    const payload = payloadOf(claims);
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ iss: this.issuer, exp: now + (claims.expiresIn ?? 1200), jti: `${now}`, ...payload })
      .setProtectedHeader({ alg: claims.alg ?? 'RS256', kid: this.current.kid, typ: 'JWT' })
      .sign(this.current.privateKey);
  }

  /** A new key replaces the old one. */
  async rotate(): Promise<void> {
    this.keys += 1;
    this.current = await newKey(`key-${this.keys}`);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
