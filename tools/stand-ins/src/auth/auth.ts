import type { FastifyInstance } from 'fastify';
import { bearerGuard } from '../kit/bearer';
import { startStandIn, type StandIn, type StandInOptions, bareApp } from '../kit/stand-in';
import { Store } from '../kit/store';
import { seedOf } from '../seed/seeds';
import type { MakeWorld } from '../seed/world';
import { authState, type AuthState } from './auth.state';
import { registeredClients, type ClientSecrets } from './clients';
import { authControl } from './auth.control';
import { caseloadRoutes } from './caseload.routes';
import { signInRoutes } from './sign-in.routes';
import { tokenRoutes, type AuthContext } from './token.routes';
import { newKey } from './tokens';

export interface AuthOptions extends StandInOptions {
  world: MakeWorld;
  secrets: ClientSecrets;
  /** Public base, e.g. `http://127.0.0.1:9090/auth`; from the port without it. */
  baseUrl?: string;
}

const errorBody = (status: number, message: string): unknown => ({ error: String(status), error_description: message });

const metadataRoutes = (app: FastifyInstance, { store, issuer }: AuthContext, base: string): void => {
  app.get('/auth/.well-known/jwks.json', (_request, reply) =>
    reply.header('cache-control', 'max-age=43200').send({ keys: store.state.keys.map(({ publicJwk }) => publicJwk) }),
  );
  app.get('/auth/issuer/.well-known/openid-configuration', (_request, reply) =>
    reply.header('cache-control', 'max-age=43200').send({
      issuer,
      authorization_endpoint: `${base}/oauth/authorize`,
      token_endpoint: `${base}/oauth/token`,
      jwks_uri: `${base}/.well-known/jwks.json`,
    }),
  );
  app.get('/auth/health/ping', () => ({ status: 'UP' }));
};

/** Forms, and JSON that may be empty: one client asks for its token by the query alone, with the type of JSON and no body. */
const bodies = (app: FastifyInstance): void => {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, String(body) === '' ? {} : JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error('Malformed request body'), { statusCode: 400 }));
    }
  });
};

/** HMPPS Auth: tokens for clients and users, keys, discovery, and a sign-in page where you pick who you are. */
export const startAuth = async (options: AuthOptions): Promise<StandIn> => {
  const base = options.baseUrl ?? `http://127.0.0.1:${options.port}/auth`;
  const firstKey = await newKey();
  const clients = registeredClients(options.secrets);
  const store = new Store<AuthState>('auth 3', () => authState(options.world(), clients, [firstKey]), options.file);
  // Secrets come from the environment of this start, not from the one that was persisted.
  store.state.clients = clients;
  await store.save();
  const context: AuthContext = { store, issuer: `${base}/issuer` };
  const app = bareApp(errorBody);
  bodies(app);
  return startStandIn<AuthState>(
    {
      name: 'auth',
      store,
      errorBody,
      app,
      routes: (to) => {
        tokenRoutes(to, context);
        signInRoutes(to, context);
        metadataRoutes(to, context, base);
        const guard = bearerGuard({ issuer: context.issuer, jwksUrl: `${base}/.well-known/jwks.json` }, errorBody);
        caseloadRoutes(to, store, guard());
      },
      control: (to) => authControl(to, context),
      seeds: seedOf(options.world, (world) => authState(world, clients, store.state.keys)),
    },
    options,
  );
};
