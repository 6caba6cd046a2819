import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { User } from '../seed/world';
import type { AuthContext } from './token.routes';

const CODE_MS = 5 * 60_000;

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]!);

const row = (user: User): string =>
  `<li><button name="username" value="${escape(user.username)}"${user.locked ? ' disabled' : ''}>${escape(user.username)}</button> ` +
  `${escape(user.name)} (${user.authSource}): ${escape(user.about)}${user.locked ? ', locked' : ''}</li>`;

const page = (users: User[], hidden: Record<string, string>, problem = ''): string => {
  const passed = Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join('\n');
  const form = (inside: string): string =>
    `<form method="post" action="/auth/oauth/authorize">\n${passed}\n${inside}</form>`;
  return `<!DOCTYPE html>
<html lang="en"><head><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in (stand-in of HMPPS Auth)</title></head><body>
<h1>Sign in</h1>${problem && `<p role="alert">${escape(problem)}</p>`}
${form(`<p><label for="username">Username</label> <input id="username" name="username" autocomplete="username"></p>
<p><label for="password">Password</label> <input id="password" name="password" type="password" autocomplete="off"> (any)</p>
<p><button>Sign in</button></p>`)}
<h2>Or sign in as</h2>
${form(`<ul>${users.map(row).join('\n')}</ul>`)}</body></html>`;
};

type Query = Record<string, string | undefined>;

/** What the page hands on when somebody signs in. */
const FORWARDED = ['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method'];

const passedOn = (query: Query): Record<string, string> =>
  Object.fromEntries(FORWARDED.map((name) => [name, query[name] ?? '']));

/** Only loopback addresses are sent back to: nothing else belongs to a local system. */
const allowedRedirect = (uri: string | undefined): boolean => {
  const host = uri && URL.canParse(uri) ? new URL(uri).hostname : '';
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host);
};

const wrong = ({ store }: AuthContext, query: Query): string | undefined => {
  const client = store.state.clients.find(({ id }) => id === query['client_id']);
  if (!client?.grants.includes('authorization_code')) return 'Unknown client';
  if (!allowedRedirect(query['redirect_uri'])) return 'Invalid redirect';
  if (query['code_challenge'] && query['code_challenge_method'] !== 'S256') return 'Unsupported challenge';
  return query['response_type'] === 'code' ? undefined : 'Unsupported response type';
};

/** The page where you sign in by name (any password does) or by a button, and the way back with a single-use code. */
export const signInRoutes = (app: FastifyInstance, context: AuthContext): void => {
  const { store } = context;
  app.get('/auth/oauth/authorize', (request, reply) => {
    const query = request.query as Query;
    const problem = wrong(context, query);
    if (problem) return reply.code(400).type('text/html').send(`<h1>${problem}</h1>`);
    return reply.type('text/html').send(page(store.state.users, passedOn(query)));
  });
  app.post('/auth/oauth/authorize', async (request, reply) => {
    const form = request.body as Query;
    const problem = wrong(context, form);
    if (problem) return reply.code(400).type('text/html').send(`<h1>${problem}</h1>`);
    const asked = form['username']?.trim().toUpperCase();
    const user = store.state.users.find(({ username }) => username.toUpperCase() === asked);
    if (!user) {
      const again = page(store.state.users, passedOn(form), 'Enter a valid username and password');
      return reply.code(400).type('text/html').send(again);
    }
    if (user.locked) return reply.code(401).type('text/html').send('<h1>Your account is locked</h1>');
    const code = randomBytes(5).toString('hex');
    store.state.codes[code] = {
      clientId: form['client_id']!,
      redirectUri: form['redirect_uri']!,
      username: user.username,
      expiresAt: Date.now() + CODE_MS,
      ...(form['code_challenge'] ? { challenge: form['code_challenge'] } : {}),
    };
    const target = new URL(form['redirect_uri']!);
    target.searchParams.set('code', code);
    if (form['state']) target.searchParams.set('state', form['state']);
    return reply.redirect(target.href, 302);
  });
  app.get('/auth/sign-out', (request, reply) => {
    const { redirect_uri: back } = request.query as Query;
    return allowedRedirect(back) ? reply.redirect(back!, 302) : reply.type('text/html').send('<h1>Signed out</h1>');
  });
};
