import type { Request, RequestHandler, Response, Router } from 'express';
import { clock } from '@throughcare/base/clock';
import { unauthenticated } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import { type WebConfig, authEndpoints } from './config';
import { tell } from './session/notices';
import { newFormToken } from './security';
import { type SignedIn, storeSession } from './session/session';
import { WaitingRoom } from './waiting';

// An ES module without a CommonJS form.
const openId = () => import('openid-client');
type OpenId = Awaited<ReturnType<typeof openId>>;
type Tokens = Awaited<ReturnType<OpenId['authorizationCodeGrant']>>;

/** Nobody stays signed in longer, however often the page refreshes itself. */
const LONGEST_MS = 12 * 60 * 60_000;
/** A token that is about to expire would expire on its way. */
const MARGIN_MS = 30_000;
/** A form may name people: what was typed is neither stored for somebody who is not signed in nor put into a cookie. */
const TOO_LATE =
  'Nothing was changed: you had been signed out before you sent the form. What you typed was not kept: fill it in again.';
const log = logger('sign-in');

const claimsOf = (token: string): Record<string, unknown> => {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    return JSON.parse(payload) as Record<string, unknown>;
  } catch {
    throw unauthenticated('TOKEN_UNREADABLE');
  }
};

const textOf = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** The token came straight from the token endpoint, so its claims are read and not verified again; services verify it. */
export const signedInBy = (tokens: Tokens, now: number, signedInAt = now): SignedIn => {
  const claims = claimsOf(tokens.access_token);
  const username = textOf(claims['user_name'], '');
  if (username === '') throw unauthenticated('TOKEN_NAMES_NOBODY');
  const { authorities } = claims;
  return {
    username,
    name: textOf(claims['name'], username),
    authorities: Array.isArray(authorities) ? authorities.map(String) : [],
    accessToken: tokens.access_token,
    ...(tokens.refresh_token !== undefined && { refreshToken: tokens.refresh_token }),
    expiresAt: typeof claims['exp'] === 'number' ? claims['exp'] * 1000 : now + (tokens.expires_in ?? 0) * 1000,
    signedInAt,
  };
};

const renewed = (request: Request) =>
  new Promise<void>((resolve, reject) =>
    request.session.regenerate((error) => (error ? reject(error as Error) : resolve())),
  );
const ended = (request: Request) =>
  new Promise<void>((resolve, reject) =>
    request.session.destroy((error) => (error ? reject(error as Error) : resolve())),
  );

/** False where the session has ended. */
const loadedAgain = ({ session }: Request) =>
  new Promise<boolean>((resolve) => session.reload((error) => resolve(!error)));

/** A path of ours; an address that begins with two slashes is somebody else's. */
const localPath = (path: string | undefined): string => (path && /^\/(?![/\\])/.test(path) ? path : '/');

/** Sign-in by the authorization code flow with PKCE. */
export class SignIn {
  private readonly endpoints: ReturnType<typeof authEndpoints>;
  private readonly waiting: WaitingRoom;
  private readonly refreshing = new Map<string, Promise<SignedIn | undefined>>();

  constructor(
    private readonly config: WebConfig,
    /** The page on which a form is found again. */
    private readonly formPageOf: (path: string) => string,
  ) {
    this.endpoints = authEndpoints(config);
    this.waiting = new WaitingRoom(config.SESSION_SECRET, config.BASE_URL.startsWith('https:'));
  }

  /** `/sign-in`, `/sign-in/callback`: the only pages for somebody who is not signed in. */
  routes(router: Router): void {
    router.get('/sign-in', (request, response) => this.leave(request, response));
    router.get('/sign-in/callback', (request, response) => this.comeBack(request, response));
  }

  /** Lets nobody past who is not signed in. A form sent too late changes nothing, and the person is told so. */
  readonly required: RequestHandler = async (request, response, next) => {
    const user = await this.current(request);
    if (user) {
      if (user !== request.session.user) await this.renew(request, user);
      response.locals['user'] = { name: user.name, username: user.username, authorities: user.authorities };
      return next();
    }
    delete request.session.user;
    const isForm = request.method !== 'GET' && request.method !== 'HEAD';
    const notice = isForm ? { notice: { kind: 'important', text: TOO_LATE } as const } : {};
    const asked = localPath(request.originalUrl);
    this.waiting.keep(response, { returnTo: isForm ? this.formPageOf(asked) : asked, ...notice });
    response.redirect(303, '/sign-in');
  };

  readonly signOut: RequestHandler = async (request, response) => {
    await ended(request);
    const url = new URL(this.endpoints.signOut);
    url.searchParams.set('client_id', this.config.AUTH_CLIENT_ID);
    url.searchParams.set('redirect_uri', this.config.BASE_URL);
    response.redirect(303, url.href);
  };

  private async leave(request: Request, response: Response): Promise<void> {
    const client = await openId();
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    this.waiting.keep(response, { ...this.waiting.read(request), pending: { state, verifier } });
    const url = client.buildAuthorizationUrl(this.clientOf(client), {
      redirect_uri: this.redirectUri,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    });
    response.redirect(303, url.href);
  }

  private async comeBack(request: Request, response: Response): Promise<void> {
    const { pending, returnTo, notice } = this.waiting.read(request);
    if (!pending) throw unauthenticated('SIGN_IN_NOT_BEGUN');
    const client = await openId();
    const url = new URL(request.originalUrl, this.config.BASE_URL);
    const checks = { pkceCodeVerifier: pending.verifier, expectedState: pending.state };
    const tokens = await client.authorizationCodeGrant(this.clientOf(client), url, checks).catch((err: unknown) => {
      throw unauthenticated('SIGN_IN_REFUSED', { cause: err });
    });
    const user = signedInBy(tokens, clock.now().getTime());
    // Another session than the one that was open before: its name may be known to others.
    await renewed(request);
    request.session.user = user;
    newFormToken(request);
    const goTo = localPath(returnTo);
    if (notice) tell(request, goTo, notice);
    this.waiting.forget(response);
    response.redirect(303, goTo);
  }

  private async current(request: Request): Promise<SignedIn | undefined> {
    const { user } = request.session;
    const now = clock.now().getTime();
    if (!user || now > user.signedInAt + LONGEST_MS) return undefined;
    if (now < user.expiresAt - MARGIN_MS) return user;
    return (await this.refreshed(user)) ?? this.renewedElsewhere(request, user);
  }

  /** At once: another page that begins now must not need the old refresh token. */
  private async renew(request: Request, user: SignedIn): Promise<void> {
    request.session.user = user;
    await storeSession(request);
  }

  /** Another instance may have used the refresh token a moment ago, and stored what it got for it. */
  private async renewedElsewhere(request: Request, { accessToken }: SignedIn): Promise<SignedIn | undefined> {
    if (!(await loadedAgain(request))) return undefined;
    const { user } = request.session;
    return user && user.accessToken !== accessToken ? user : undefined;
  }

  /** A refresh token works once: pages asked for at the same time share the answer. */
  private refreshed(user: SignedIn): Promise<SignedIn | undefined> {
    const { refreshToken } = user;
    if (refreshToken === undefined) return Promise.resolve(undefined);
    const running = this.refreshing.get(refreshToken) ?? this.refresh(user, refreshToken);
    this.refreshing.set(refreshToken, running);
    return running.finally(() => setTimeout(() => this.refreshing.delete(refreshToken), 10_000).unref());
  }

  private async refresh(user: SignedIn, refreshToken: string): Promise<SignedIn | undefined> {
    try {
      const client = await openId();
      const tokens = await client.refreshTokenGrant(this.clientOf(client), refreshToken);
      return signedInBy(tokens, clock.now().getTime(), user.signedInAt);
    } catch (err) {
      log.info({ err }, 'a token was not refreshed');
      return undefined;
    }
  }

  private get redirectUri(): string {
    return new URL('/sign-in/callback', this.config.BASE_URL).href;
  }

  private clientOf(client: OpenId) {
    const { issuer, authorize, token } = this.endpoints;
    const metadata = { issuer, authorization_endpoint: authorize, token_endpoint: token };
    const { AUTH_CLIENT_ID: id, AUTH_CLIENT_SECRET: secret } = this.config;
    const configuration = new client.Configuration(metadata, id, undefined, client.ClientSecretBasic(secret));
    if (token.startsWith('http:')) client.allowInsecureRequests(configuration);
    return configuration;
  }
}
