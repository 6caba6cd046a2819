import { AppError, notFound, unavailable } from '@throughcare/base/errors';
import { type ClientCredentials, REFUSES_US, UpstreamAnswer } from '@throughcare/platform/http';
import { logger } from '@throughcare/platform/logging';
import type { z } from 'zod';

const log = logger('upstream');

/** Optional in the way of other people's JSON: absent, null and odd are all the same to us. */
export const soft = <S extends z.ZodType>(schema: S) =>
  schema
    .nullish()
    .transform((value) => value ?? undefined)
    .catch(undefined);

const answerOf = (error: AppError): UpstreamAnswer | undefined =>
  error.details.cause instanceof UpstreamAnswer ? error.details.cause : undefined;

/** Every owner's 404 says its status in the body. A bare or HTML one comes from an ingress or a wrong path. */
const isOwners404 = ({ body }: UpstreamAnswer): boolean =>
  typeof body === 'object' && body !== null && (body as { status?: unknown }).status === 404;

/** `isOurClient`: the token was our own, so that nobody but who runs this service can mend a refusal. */
const translated = (error: AppError, isOurClient: boolean): AppError => {
  const answer = answerOf(error);
  // Refused before it was sent: what the caller gave us cannot be part of a call.
  if (error.kind === 'unavailable' || (error.kind === 'invalid' && !answer)) return error;
  if (error.kind === 'not-found' && answer && isOwners404(answer))
    return notFound('UPSTREAM_NOT_FOUND', { cause: error });
  const needsUs = isOurClient && (answer?.status === 401 || answer?.status === 403);
  return unavailable('UPSTREAM_UNUSABLE', { cause: error, ...(needsUs && { detail: REFUSES_US }) });
};

/** What our client needs of whom it asks; said when it is refused. */
const ROLES: Readonly<Record<string, string>> = {
  ndelius: 'ROLE_PROBATION_API__APPROVED_PREMISES__CASE_DETAIL',
  'prison-api': 'ROLE_VIEW_PRISONER_DATA',
  oasys: 'ROLE_PROBATION_API__APPROVED_PREMISES__ASSESSMENTS',
  tier: 'ROLE_HMPPS_TIER',
  alerts: 'ROLE_PRISONER_ALERTS__RO',
};
/** A refusal is worth a new token so often: roles are granted seldom, and each call may be refused. */
const REFUSED_TOKEN_MS = 60_000;
const renewedAt = new WeakMap<ClientCredentials, Map<string, number>>();

/** True when the token may be what was refused: it has ended, or it is from before a role was granted. */
const mayBeTheToken = (tokens: ClientCredentials, { upstream, status }: UpstreamAnswer, now: number): boolean => {
  if (status === 401) return true;
  if (status !== 403) return false;
  const renewed = renewedAt.get(tokens) ?? new Map<string, number>();
  if (now - (renewed.get(upstream) ?? -Infinity) < REFUSED_TOKEN_MS) return false;
  log.error({ upstream, role: ROLES[upstream], client: tokens.clientId }, 'our client was refused: grant it the role');
  renewedAt.set(tokens, renewed.set(upstream, now));
  return true;
};

/**
 * Runs a call that we make with our own client's token (without `tokens`: with the caller's, which is not ours to renew). What the other side thinks of that client or of our request is no
 * concern of who asked us: everything but the owner's own 404 becomes `unavailable`. A token that is dead is renewed once, one
 * that is refused once a minute and upstream.
 */
export const callUpstream = async <T>(
  tokens: ClientCredentials | undefined,
  call: () => Promise<T>,
  now: () => number = () => performance.now(),
): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const answer = answerOf(error);
    if (!tokens || !answer || !mayBeTheToken(tokens, answer, now())) throw translated(error, tokens !== undefined);
    tokens.forget();
  }
  return call().catch((error: unknown) => {
    throw error instanceof AppError ? translated(error, true) : error;
  });
};

/** The same, with undefined for what the owner does not have. */
export const findUpstream = async <T>(
  tokens: ClientCredentials | undefined,
  call: () => Promise<T>,
): Promise<T | undefined> =>
  callUpstream(tokens, call).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  });
