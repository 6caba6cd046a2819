import type { HttpClient, Path } from '@throughcare/platform/http';
import type { z } from 'zod';

/** What a change says beside its body. */
export interface ChangeOptions {
  /** The same for every attempt at one change: it is made once. */
  readonly once?: string;
  /** The version it was decided on; `conflict` when there is another. */
  readonly ifMatch?: string;
  readonly query?: Readonly<Record<string, string | boolean | undefined>>;
}

/**
 * The public API with the token of whoever is on the page: what they may not see or do, the page does not. Every answer is read by a
 * schema; one that does not fit is `unavailable`. Errors are those of `HttpClient`.
 */
export class ApiClient {
  constructor(
    private readonly http: HttpClient,
    private readonly token: string,
  ) {}

  get<S extends z.ZodType>(path: string | Path, schema: S, query: ChangeOptions['query'] = {}): Promise<z.output<S>> {
    return this.http.get(path, { token: this.token, schema: schema as z.ZodType<z.output<S>>, query });
  }

  /** With the entity tag of what was read, for `ifMatch`. */
  getTagged<S extends z.ZodType>(path: string | Path, schema: S): Promise<{ value: z.output<S>; etag?: string }> {
    return this.http.getTagged(path, { token: this.token, schema: schema as z.ZodType<z.output<S>> });
  }

  post<S extends z.ZodType>(path: string | Path, body: object, schema: S, options: ChangeOptions = {}) {
    return this.http.post<z.output<S>>(path, body, this.options(schema, options));
  }

  put<S extends z.ZodType>(path: string | Path, body: object, schema: S, options: ChangeOptions = {}) {
    return this.http.put<z.output<S>>(path, body, this.options(schema, options));
  }

  delete<S extends z.ZodType>(path: string | Path, schema: S, options: ChangeOptions = {}) {
    return this.http.delete<z.output<S>>(path, this.options(schema, options));
  }

  private options<S extends z.ZodType>(schema: S, { once, ifMatch, query = {} }: ChangeOptions) {
    const headers = {
      ...(once !== undefined && { 'idempotency-key': once }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    };
    return { token: this.token, schema: schema as z.ZodType<z.output<S>>, headers, query };
  }
}
