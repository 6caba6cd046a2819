// A small client of our own API, as any front end would be: a token per user, JSON in and out.
import { CONTROL_OFFSET, CONTROL_TOKEN, type Settings } from './settings';

type Json = Record<string, unknown>;

/** What the API refused, with the words it gave; never thrown away, or nobody could mend it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly what: string,
    readonly status: number,
    readonly body: string,
  ) {
    super(`${what} answered ${status}: ${body.slice(0, 400)}`);
  }
}

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

export type Tokens = (username: string) => Promise<string>;

/** Tokens of the stand-in of HMPPS Auth, which gives them to whoever runs it. Kept until shortly before they end. */
export const standInTokens = ({ ports }: Pick<Settings, 'ports'>): Tokens => {
  const kept = new Map<string, { token: string; until: number }>();
  return async (username) => {
    const held = kept.get(username);
    if (held && held.until > Date.now()) return held.token;
    const reply = await fetch(`http://127.0.0.1:${ports.auth + CONTROL_OFFSET}/__control/tokens`, {
      method: 'POST',
      headers: { 'x-control-token': CONTROL_TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify({ username }),
    });
    if (!reply.ok) throw new Refused(`a token for ${username}`, reply.status, await reply.text());
    const body = (await reply.json()) as { access_token: string; expires_in: number };
    kept.set(username, { token: body.access_token, until: Date.now() + (body.expires_in - 120) * 1000 });
    return body.access_token;
  };
};

const BUSY = [429, 502, 503, 504];
const TRIES = 5;

export class Api {
  constructor(
    readonly edge: string,
    private readonly tokens: Tokens,
  ) {}

  /** One request in a user's name. A service that is just being restarted is asked again; other refusals are thrown. */
  async call<T = Json>(
    username: string,
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
  ): Promise<Reply<T>> {
    const headers = {
      authorization: `Bearer ${await this.tokens(username)}`,
      'x-service-name': 'temporary-accommodation',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...extra,
    };
    for (let attempt = 1; ; attempt += 1) {
      const reply = await fetch(`${this.edge}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      if (reply.ok)
        return { status: reply.status, headers: reply.headers, body: (text ? JSON.parse(text) : undefined) as T };
      const again = method === 'GET' && BUSY.includes(reply.status) && attempt < TRIES;
      if (!again) throw new Refused(`${method} ${path} as ${username}`, reply.status, text);
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
    }
  }

  async get<T = Json>(username: string, path: string): Promise<T> {
    return (await this.call<T>(username, 'GET', path)).body;
  }

  async post<T = Json>(username: string, path: string, body: unknown = {}): Promise<T> {
    return (await this.call<T>(username, 'POST', path, body)).body;
  }
}
