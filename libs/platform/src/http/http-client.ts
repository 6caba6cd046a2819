import { context, propagation } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import type { z } from 'zod';
import { outboundGate } from '@throughcare/base/context';
import { clock } from '@throughcare/base/clock';
import { AppError, unavailable } from '@throughcare/base/errors';
import { currentCorrelation, withSpan } from '../telemetry/spans';
import type { TokenSource } from './client-credentials';
import type { Path } from './path';
import { UpstreamAnswer, refusalOf, retryAfterOf, transportFailure } from './upstream';
import { outcomeOf, upstreams } from './upstream-watch';

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

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const MAX_BYTES = 20 * 1024 * 1024;

const queryOf = (query: NonNullable<RequestOptions<unknown>['query']>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? (value as readonly string[]) : value === undefined ? [] : [String(value)];
    for (const item of values) params.append(name, String(item));
  }
  return params.size > 0 ? `?${params.toString()}` : '';
};

interface Content {
  readonly text: string;
  /** Undefined for no body; the text itself where it is not JSON (error pages of proxies). */
  readonly value: unknown;
}

interface Answer<T> {
  readonly text: string;
  readonly value: T;
  readonly etag?: string;
}

const contentOf = async (response: Response): Promise<Content> => {
  if (Number(response.headers.get('content-length') ?? 0) > MAX_BYTES) throw unavailable('UPSTREAM_UNREADABLE');
  const text = await response.text();
  if (text === '') return { text, value: undefined };
  try {
    return { text, value: JSON.parse(text) as unknown };
  } catch {
    if (response.ok) throw unavailable('UPSTREAM_UNREADABLE');
    return { text, value: text };
  }
};

/**
 * JSON over HTTP with a deadline. Errors are AppErrors: 404 `not-found`, 401/403 `forbidden`, 409 `conflict`, other 4xx `invalid`,
 * 429, 5xx and transport `unavailable` with `retryAfter` where the other side said it. Codes: UPSTREAM_NOT_FOUND, UPSTREAM_REFUSED,
 * UPSTREAM_CONFLICT, UPSTREAM_REJECTED, UPSTREAM_BUSY, UPSTREAM_FAILED, UPSTREAM_UNREADABLE, UPSTREAM_UNREACHABLE (never sent), and,
 * with an unknown outcome, UPSTREAM_TIMEOUT and UPSTREAM_LOST. The other side's answer is the error's `cause` (UpstreamAnswer).
 * A replay without effects may not send at all (`outboundGate`). Trace and correlation travel along. Nothing is retried here, and bodies are never logged.
 */
export class HttpClient {
  constructor(private readonly options: HttpClientOptions) {
    upstreams.begin(options.name);
  }

  async get<T>(path: string | Path, options?: RequestOptions<T>): Promise<T> {
    return (await this.send<T>('GET', path, undefined, options)).value;
  }
  /** As `get`, with the JSON text itself, for what is passed on to the byte. */
  getWithText<T>(path: string | Path, options?: RequestOptions<T>): Promise<{ text: string; value: T }> {
    return this.send<T>('GET', path, undefined, options);
  }
  /** As `get`, with the entity tag of the answer, for a change that is to be refused when there is a newer version. */
  getTagged<T>(path: string | Path, options?: RequestOptions<T>): Promise<{ etag?: string; value: T }> {
    return this.send<T>('GET', path, undefined, options);
  }
  async post<T>(path: string | Path, body?: unknown, options?: RequestOptions<T>): Promise<T> {
    return (await this.send<T>('POST', path, body ?? {}, options)).value;
  }
  async put<T>(path: string | Path, body?: unknown, options?: RequestOptions<T>): Promise<T> {
    return (await this.send<T>('PUT', path, body ?? {}, options)).value;
  }
  async patch<T>(path: string | Path, body?: unknown, options?: RequestOptions<T>): Promise<T> {
    return (await this.send<T>('PATCH', path, body ?? {}, options)).value;
  }
  async delete<T>(path: string | Path, options?: RequestOptions<T>): Promise<T> {
    return (await this.send<T>('DELETE', path, undefined, options)).value;
  }

  private send<T>(
    method: Method,
    path: string | Path,
    body: unknown,
    options: RequestOptions<T> = {},
  ): Promise<Answer<T>> {
    const template = typeof path === 'string' ? undefined : path.template;
    const attributes = {
      'http.request.method': method,
      'peer.service': this.options.name,
      ...(template !== undefined && { 'url.template': template }),
    };
    const name = `${method} ${this.options.name}`;
    return withSpan(name, { kind: 'client', attributes }, (span) =>
      this.watched(options.token === undefined, () => this.exchange<T>(method, path, body, options, span)),
    );
  }

  /** Keeps in mind how it went, for metrics, health and doctor. */
  private async watched<R>(withOwnToken: boolean, call: () => Promise<R>): Promise<R> {
    const { name } = this.options;
    try {
      const result = await call();
      upstreams.note(name, 'ok');
      return result;
    } catch (error) {
      const outcome = outcomeOf(error, withOwnToken);
      if (outcome) upstreams.note(name, outcome, error instanceof AppError ? error.code : '');
      throw error;
    }
  }

  private async exchange<T>(
    method: Method,
    path: string | Path,
    body: unknown,
    options: RequestOptions<T>,
    span: Span,
  ): Promise<Answer<T>> {
    outboundGate(this.options.name);
    const url = this.urlOf(path, options);
    const headers = await this.headersOf(body !== undefined, options);
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const { response, content } = await this.fetch(url, init, options.timeoutMs);
    span.setAttribute('http.response.status_code', response.status);
    if (!response.ok) {
      const answer = new UpstreamAnswer(this.options.name, response.status, content.value);
      throw refusalOf(answer, retryAfterOf(response.headers.get('retry-after'), clock.now().getTime()));
    }
    const etag = response.headers.get('etag');
    return {
      text: content.text,
      value: this.parse(content.value, options.schema),
      ...(etag !== null && { etag }),
    };
  }

  private async fetch(url: string, init: RequestInit, timeoutMs = this.options.timeoutMs ?? 10_000) {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, { ...init, signal, redirect: 'manual' });
      return { response, content: await contentOf(response) };
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw transportFailure(error);
    }
  }

  private urlOf(path: string | Path, { query = {} }: RequestOptions<unknown>): string {
    const value = typeof path === 'string' ? path : path.value;
    return this.options.baseUrl.replace(/\/$/, '') + value + queryOf(query);
  }

  private async headersOf(hasBody: boolean, options: RequestOptions<unknown>): Promise<Record<string, string>> {
    const token = options.token ?? (await this.options.tokens?.token(options.username));
    const carrier: Record<string, string> = {};
    propagation.inject(context.active(), carrier);
    return {
      accept: 'application/json',
      ...(hasBody && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'x-correlation-id': currentCorrelation().correlationId,
      ...carrier,
      ...this.options.headers,
      ...options.headers,
    };
  }

  private parse<T>(content: unknown, schema: z.ZodType<T> | undefined): T {
    if (!schema) return content as T;
    const parsed = schema.safeParse(content);
    if (!parsed.success) throw unavailable('UPSTREAM_UNREADABLE', { cause: parsed.error });
    return parsed.data;
  }
}
