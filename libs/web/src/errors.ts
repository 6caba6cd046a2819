import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, type ErrorKind } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import { currentCorrelation } from '@throughcare/platform/telemetry';
import { refusalCode } from './visit/refusals';

interface Words {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

const KINDS: Readonly<Record<ErrorKind, Words>> = {
  invalid: {
    status: 400,
    title: 'There is a problem with your request',
    text: 'Check the web address or the form, then try again.',
  },
  unauthenticated: {
    status: 401,
    title: 'You could not be signed in',
    text: 'Sign in again. If it happens again, your account may not be allowed to sign in here.',
  },
  forbidden: {
    status: 403,
    title: 'You do not have access to this page',
    text: 'Your account does not have the role this page needs. Ask your manager if you should have it.',
  },
  'not-found': { status: 404, title: 'Page not found', text: 'Check the web address, or start again.' },
  conflict: {
    status: 409,
    title: 'This has changed since you opened it',
    text: 'Check the latest details, then try again.',
  },
  unavailable: {
    status: 503,
    title: 'Sorry, the service is unavailable',
    text: 'A system this page needs is not responding. Nothing that you have saved is lost. Try again in a few minutes.',
  },
};

const CODES: Readonly<Record<string, Partial<Words>>> = {
  KEPT_IS_GONE: {
    title: 'This page is no longer available',
    text: 'It may have been used already. Check whether your change was made before you start again.',
  },
  SIGNED_OUT: { title: 'You have signed out', text: 'Sign in, then fill in the form again.' },
  IDEMPOTENCY_KEY_REUSED: {
    title: 'Your earlier answers were saved',
    text: 'They were saved before you changed them. Check what was saved, then start again.',
  },
  PERSON_RESTRICTED: {
    title: 'You cannot see this person’s record',
    text: 'nDelius limits who can see it. Ask their probation practitioner.',
  },
};

const CSRF: Words = {
  status: 403,
  title: 'This form is out of date',
  text: 'Your changes were not saved. Go back, refresh the page and send the form again.',
};
/** A change was sent, or was about to be, and there is no answer. */
export const UNCONFIRMED = 'We could not confirm that your change was saved. Check before you try again.';
const BUG: Words = { status: 500, title: 'Sorry, there is a problem with the service', text: UNCONFIRMED };
const TOO_LONG: Words = {
  status: 413,
  title: 'Your answers are too long',
  text: 'Your changes were not saved. Go back to the form, where your browser may have kept what you typed, and shorten it.',
};
const log = logger('web');

/** What happened in front of what to do. Sentences of the API may end without a full stop. */
export const withDetail = (detail: string | undefined, text: string): string =>
  detail === undefined ? text : `${detail}${/[.?!]$/.test(detail) ? '' : '.'} ${text}`;

const wordsOf = (error: unknown): Words => {
  if (error instanceof AppError) {
    const { detail } = error.details;
    const words = { ...KINDS[error.kind], ...CODES[refusalCode(error) ?? error.code] };
    return { ...words, text: withDetail(detail, words.text) };
  }
  const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown };
  if (code === 'EBADCSRFTOKEN') return CSRF;
  if (status === 413) return TOO_LONG;
  return typeof status === 'number' && status >= 400 && status < 500 ? { ...KINDS.invalid, status } : BUG;
};

/** Every error as a page. What is a bug is logged, and the page has the number to look it up by. */
export const errorPage: ErrorRequestHandler = (err: unknown, _request, response, next) => {
  if (response.headersSent) return next(err);
  const words = wordsOf(err);
  if (words.status >= 500) log.error({ err }, 'a page failed');
  const { correlationId } = currentCorrelation();
  response.status(words.status).render('error.njk', { ...words, reference: correlationId }, (failed, html) => {
    if (!failed) return void response.send(html);
    log.error({ err: failed }, 'the error page failed');
    response.type('text').send(words.title);
  });
};

/** Behind every page: there is no such address. */
export const noSuchPage: RequestHandler = (_request, _response, next) =>
  next(new AppError('not-found', 'NO_SUCH_PAGE'));
