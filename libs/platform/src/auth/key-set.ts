import { createLocalJWKSet, errors } from 'jose';
import type { FlattenedJWSInput, JSONWebKeySet, JWSHeaderParameters, KeyLike } from 'jose';
import { unavailable } from '@throughcare/base/errors';

export interface KeySetOptions {
  readonly url: string;
  /** How long fetched keys are trusted without asking again. Default 10 minutes. */
  readonly maxAgeMs?: number;
  /** At most one fetch in this time, so that made-up key ids cannot flood the issuer. Default 30 s. */
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

const isKeySet = (body: unknown): body is JSONWebKeySet =>
  typeof body === 'object' && body !== null && Array.isArray((body as { keys?: unknown }).keys);

/**
 * The issuer's public keys. An unknown key id fetches again (at most once per cool-down): that is how rotation is noticed.
 * While the issuer is down, keys already known stay in use; only what cannot be decided is `unavailable` AUTH_KEYS_UNAVAILABLE.
 */
export class KeySet {
  private keys: ReturnType<typeof createLocalJWKSet<KeyLike>> | undefined;
  private fetchedAt = -Infinity;
  private triedAt = -Infinity;
  private lastTryFailed = false;
  private running: Promise<void> | undefined;
  private readonly now: () => number;

  constructor(private readonly options: KeySetOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  /** For `jwtVerify`: the key that this header names. */
  readonly find = async (header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<KeyLike> => {
    if (this.now() - this.fetchedAt > (this.options.maxAgeMs ?? 600_000)) await this.refresh();
    try {
      return await this.known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await this.refresh();
    try {
      return await this.known(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey && this.lastTryFailed) throw this.undecided(error);
      throw error;
    }
  };

  private async known(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<KeyLike> {
    if (!this.keys) throw this.undecided();
    return this.keys(header, token);
  }

  private undecided(cause?: unknown) {
    return unavailable('AUTH_KEYS_UNAVAILABLE', { retryAfter: 5, cause });
  }

  private async refresh(): Promise<void> {
    // Without any keys nothing can be decided, so every second is worth a try.
    const cooldown = this.keys ? (this.options.cooldownMs ?? 30_000) : 1_000;
    if (!this.running && this.now() - this.triedAt < cooldown) return;
    this.running ??= this.fetch().finally(() => (this.running = undefined));
    await this.running;
  }

  private async fetch(): Promise<void> {
    this.triedAt = this.now();
    try {
      const signal = AbortSignal.timeout(this.options.timeoutMs ?? 5_000);
      const response = await fetch(this.options.url, { signal, redirect: 'error' });
      const body: unknown = response.ok ? await response.json() : undefined;
      if (!isKeySet(body)) throw new Error('no key set');
      this.keys = createLocalJWKSet(body);
      this.fetchedAt = this.now();
      this.lastTryFailed = false;
    } catch {
      this.lastTryFailed = true;
    }
  }
}
