import type { z } from 'zod';
import { pending } from './pending';

export interface TokenSource {
  /** A bearer token; with `username` one that names the person on whose behalf we act. */
  token(username?: string): Promise<string>;
}

/** A path with its parameters encoded and its template remembered for traces: path`/people/${crn}/offences`. */
export interface Path {
  readonly value: string;
  readonly template: string;
}
export const path = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): Path => ({
  value: String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value))),
  template: parts.join('{}'),
});

export interface HttpClientOptions {
  /** Name of the other side, for traces and logs: `prison-api`. */
  readonly name: string;
  readonly baseUrl: string;
  /** For the whole exchange, body included. Default 10,000. */
  readonly timeoutMs?: number;
  /** Used when a call brings no token of its own. */
  readonly tokens?: TokenSource;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RequestOptions<T> {
  readonly token?: string;
  /** With the client's own token source: the person on whose behalf. */
  readonly username?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** An answer that does not parse is `unavailable` UPSTREAM_UNREADABLE. */
  readonly schema?: z.ZodType<T>;
}

/**
 * JSON over HTTP with a deadline. Errors are AppErrors: 404 not-found, 401/403 forbidden, 409 conflict, other 4xx invalid,
 * 429/5xx/transport unavailable (with `retryAfter`). Codes: UPSTREAM_NOT_FOUND, UPSTREAM_REFUSED, UPSTREAM_CONFLICT, UPSTREAM_REJECTED,
 * UPSTREAM_BUSY, UPSTREAM_FAILED, UPSTREAM_TIMEOUT (outcome unknown), UPSTREAM_LOST (outcome unknown), UPSTREAM_UNREACHABLE (never sent), UPSTREAM_UNREADABLE.
 */
export class HttpClient {
  constructor(readonly options: HttpClientOptions) {}
  get<T>(_path: string | Path, _options?: RequestOptions<T>): Promise<T> {
    return pending();
  }
  post<T>(_path: string | Path, _body?: unknown, _options?: RequestOptions<T>): Promise<T> {
    return pending();
  }
  put<T>(_path: string | Path, _body?: unknown, _options?: RequestOptions<T>): Promise<T> {
    return pending();
  }
  patch<T>(_path: string | Path, _body?: unknown, _options?: RequestOptions<T>): Promise<T> {
    return pending();
  }
  delete<T>(_path: string | Path, _options?: RequestOptions<T>): Promise<T> {
    return pending();
  }
}

export interface ClientCredentialsOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs?: number;
}

/** Tokens of our own client, kept until a minute before they expire, per username. */
export class ClientCredentials implements TokenSource {
  constructor(readonly options: ClientCredentialsOptions) {}
  token(_username?: string): Promise<string> {
    return pending();
  }
}
