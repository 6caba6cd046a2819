import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { csrfSync } from 'csrf-sync';
import helmet from 'helmet';

const nonceOf = (response: ServerResponse) => String((response as Response).locals['cspNonce']);

/** Security headers with a nonce for each page. Forms may end at `formTargets` too: browsers follow redirects there. */
export const securityHeaders = (isSecure: boolean, formTargets: readonly string[]): RequestHandler[] => {
  const script = (_request: IncomingMessage, response: ServerResponse) => `'nonce-${nonceOf(response)}'`;
  return [
    (_request, response, next) => {
      response.locals['cspNonce'] = randomBytes(16).toString('base64');
      next();
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'", script],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          formAction: ["'self'", ...formTargets],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          ...(isSecure && { upgradeInsecureRequests: [] }),
        },
      },
      strictTransportSecurity: isSecure,
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      // Pages show what is nobody else's business: nothing keeps them.
      response.set('Cache-Control', 'no-store');
      next();
    },
  ];
};

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (request) => {
    const body = request.body as { _csrf?: unknown } | undefined;
    return typeof body?._csrf === 'string' ? body._csrf : undefined;
  },
});

/** Made at sign-in, so that two windows that open side by side have the same one. */
export const newFormToken = (request: Request): string => generateToken(request);

/** Forms carry a token of the session; without it a change is refused. Templates find it as `csrfToken`. */
export const csrfProtection: RequestHandler[] = [
  csrfSynchronisedProtection,
  (request, response, next) => {
    response.locals['csrfToken'] = generateToken(request);
    next();
  },
];
