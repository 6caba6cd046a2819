// The console as its visitors meet it: its pages, and who is signed in.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type WebName, root } from '../settings';
import type { Operation } from './operations';

interface Registered {
  readonly method: string;
  readonly path: string;
  readonly fields: readonly string[];
}

const load = createRequire(__filename);

/** Pages of everybody: what no application registers. */
const common: readonly Registered[] = [
  ...['/sign-in', '/sign-in/callback', '/assets/{file}', '/no/such/page'].map((path) => ({
    method: 'GET',
    path,
    fields: [],
  })),
  { method: 'POST', path: '/sign-out', fields: [] },
];

/** Every page of a built web application. What one form sends, another page may be asked for. */
export const pagesOf = (name: WebName, base: string): Operation[] => {
  const { staffApp } = load(join(root, 'web', name, 'dist/staff-app')) as {
    staffApp: (config: object) => { pages: { list: readonly Registered[] } };
  };
  const { list } = staffApp({ THROUGHCARE_SERVICES: [] }).pages;
  const query = ['refresh', 'page', 'state', 'code', ...new Set(list.flatMap(({ fields }) => fields))];
  return [...list, ...common].map(({ method, path, fields }) => ({
    method,
    base,
    query,
    isBuilt: true,
    isForOperators: true,
    template: path.replace(/:(\w+)/g, '{$1}'),
    form: fields,
  }));
};

/** Somebody signed in. */
export interface Session {
  readonly cookie: string;
  /** The token that forms of this session carry. */
  readonly csrf: string;
}

export const nobody: Session = { cookie: '', csrf: '' };

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

const to = (response: Response): URL => {
  const location = response.headers.get('location');
  if (!location) throw new Error(`no way to sign in: ${response.status}`);
  return new URL(location, response.url);
};

/** The sign-in page of the stand-in takes back what it was asked with, and a name. */
const signIn = async (base: string, username: string): Promise<Session> => {
  const leaving = await fetch(`${base}/sign-in`, { redirect: 'manual' });
  const page = to(leaving);
  const body = new URLSearchParams([...page.searchParams, ['username', username]]);
  const picked = await fetch(`${page.origin}${page.pathname}`, { method: 'POST', body, redirect: 'manual' });
  const back = await fetch(to(picked), { headers: { cookie: cookiesOf(leaving) }, redirect: 'manual' });
  const cookie = cookiesOf(back);
  const html = await (await fetch(`${base}/operations`, { headers: { cookie } })).text();
  const csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1];
  if (csrf === undefined) throw new Error(`${username} is not signed in to the console`);
  return { cookie, csrf };
};

/** Sessions of one console, kept until somebody is signed out. */
export class Sessions {
  private readonly open = new Map<string, Promise<Session>>();

  constructor(private readonly base: string) {}

  of(username: string): Promise<Session> {
    if (username === '') return Promise.resolve(nobody);
    // A connection that was idle may be closed just as it is used again.
    const session = this.open.get(username) ?? signIn(this.base, username).catch(() => signIn(this.base, username));
    this.open.set(username, session);
    return session;
  }

  forget(username: string): void {
    this.open.delete(username);
  }
}
