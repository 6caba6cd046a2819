import { z } from 'zod';
import { clock } from '@throughcare/base/clock';
import { unavailable } from '@throughcare/base/errors';
import { retryAfterOf, transportFailure } from './upstream';
import { upstreams } from './upstream-watch';

export interface TokenSource {
  /** A bearer token; with `username` one that names the person on whose behalf we act. */
  token(username?: string): Promise<string>;
}

export interface ClientCredentialsOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

const TokenResponse = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().optional() });
/** The token endpoint among the upstreams. */
const TOKENS = 'hmpps-auth';
const EARLY_S = 60;
const DEFAULT_LIFE_S = 300;
/** Each user is one entry; a process that has seen this many forgets the oldest. */
const MAX_KEPT = 5_000;

interface Kept {
  readonly token: Promise<string>;
  until: number;
}

/**
 * Tokens of our own client by client credentials (Basic header, form body), kept per username until a minute before they expire.
 * Several callers at once cause one request. Failure is `unavailable` TOKEN_UNAVAILABLE and is not kept.
 */
export class ClientCredentials implements TokenSource {
  private readonly kept = new Map<string, Kept>();
  private readonly now: () => number;

  constructor(private readonly options: ClientCredentialsOptions) {
    this.now = options.now ?? (() => performance.now());
    upstreams.begin(TOKENS);
  }

  token(username = ''): Promise<string> {
    const known = this.kept.get(username);
    if (known && known.until > this.now()) return known.token;
    const entry: Kept = { token: this.renew(username), until: Infinity };
    this.keep(username, entry);
    entry.token.catch(() => this.kept.get(username) === entry && this.kept.delete(username));
    return entry.token;
  }

  /** Whose tokens they are: for a log that says who was refused. */
  get clientId(): string {
    return this.options.clientId;
  }

  /** Forgets a token that the other side no longer takes. */
  forget(username = ''): void {
    this.kept.delete(username);
  }

  private keep(username: string, entry: Kept): void {
    this.kept.delete(username);
    this.kept.set(username, entry);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }

  private async renew(username: string): Promise<string> {
    const askedAt = this.now();
    const { access_token, expires_in = DEFAULT_LIFE_S } = await this.ask(username);
    // A token that lives for less than two minutes is kept for half its life.
    const life = expires_in > 2 * EARLY_S ? expires_in - EARLY_S : expires_in / 2;
    const entry = this.kept.get(username);
    if (entry) entry.until = askedAt + life * 1000;
    return access_token;
  }

  private async ask(username: string): Promise<z.output<typeof TokenResponse>> {
    try {
      const answer = await this.fetch(username);
      upstreams.note(TOKENS, 'ok');
      return answer;
    } catch (error) {
      upstreams.note(TOKENS, 'failed', 'TOKEN_UNAVAILABLE');
      throw error;
    }
  }

  private async fetch(username: string): Promise<z.output<typeof TokenResponse>> {
    const { tokenUrl, clientId, clientSecret, timeoutMs = 5_000 } = this.options;
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...(username && { username }) });
    let response: Response;
    let text: string;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const headers = { authorization: `Basic ${basic}`, accept: 'application/json' };
      response = await fetch(tokenUrl, { method: 'POST', headers, body, signal, redirect: 'error' });
      text = await response.text();
    } catch (error) {
      throw unavailable('TOKEN_UNAVAILABLE', { cause: transportFailure(error) });
    }
    const retryAfter = retryAfterOf(response.headers.get('retry-after'), clock.now().getTime());
    const refused = unavailable('TOKEN_UNAVAILABLE', {
      cause: new Error(`the token endpoint answered ${response.status}`),
      ...(retryAfter !== undefined && { retryAfter }),
    });
    if (!response.ok) throw refused;
    const parsed = TokenResponse.safeParse(safeJson(text));
    if (!parsed.success) throw refused;
    return parsed.data;
  }
}

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
