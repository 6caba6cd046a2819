import { AppError, notFound, unavailable } from '@throughcare/platform/errors';
import { type ClientCredentials, UpstreamAnswer } from '@throughcare/platform/http';
import type { z } from 'zod';

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

const translated = (error: AppError): AppError => {
  if (error.kind === 'unavailable') return error;
  const answer = answerOf(error);
  if (error.kind === 'not-found' && answer && isOwners404(answer))
    return notFound('UPSTREAM_NOT_FOUND', { cause: error });
  return unavailable('UPSTREAM_UNUSABLE', { cause: error });
};

/**
 * Runs a call that we make with our own client's token. What the other side thinks of that client or of our request is no
 * concern of who asked us: everything but the owner's own 404 becomes `unavailable`. A dead token is renewed once.
 */
export const callUpstream = async <T>(tokens: ClientCredentials, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (answerOf(error)?.status !== 401) throw translated(error);
  }
  tokens.forget();
  return call().catch((error: unknown) => {
    throw error instanceof AppError ? translated(error) : error;
  });
};

/** The same, with undefined for what the owner does not have. */
export const findUpstream = async <T>(tokens: ClientCredentials, call: () => Promise<T>): Promise<T | undefined> =>
  callUpstream(tokens, call).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  });
