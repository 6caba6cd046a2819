import { CONFIG } from '@throughcare/platform/config';
import { ClientCredentials } from '@throughcare/platform/http';
import type { GatewayConfig } from '../config';

/** One client of HMPPS Auth for the reads we make in our own name. */
export const upstreamTokens = {
  provide: ClientCredentials,
  inject: [CONFIG],
  useFactory: (config: GatewayConfig) =>
    new ClientCredentials({
      tokenUrl: config.AUTH_TOKEN_URL,
      clientId: config.AUTH_CLIENT_ID,
      clientSecret: config.AUTH_CLIENT_SECRET,
    }),
};
