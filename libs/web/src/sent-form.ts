import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { clock } from '@throughcare/base/clock';
import { AppError, unauthenticated } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import { withDetail } from './errors';
import { withoutHidden } from './fields';
import type { Form } from './form';
import type { Found } from './session/kept';
import { tell } from './session/notices';
import { type Notice, storeSession } from './session/session';

/** Where to go, with what the next page says. */
export interface GoTo {
  readonly goTo: string;
  readonly notice?: Notice;
}

/** The page again with what is wrong; everything that was sent is kept for it. */
export interface Again {
  readonly again: Pick<Form<unknown>, 'errors' | 'problems'>;
  /** Another window has changed what the answers are about. */
  readonly isConflict?: boolean;
}

/** What a form is answered with: never with a page, so that going back or loading again sends nothing. */
export type Answer = GoTo | Again;

/** A form as it was sent, to be shown again. */
interface SentForm extends Again {
  /** Names and values, but for the tokens. */
  readonly sent: readonly (readonly [string, string])[];
  /** Where it is sent, and the path of the page that shows it. */
  readonly action: string;
  readonly at: string;
}

/** One showing of a form. */
interface Showing {
  /** The same for every attempt at one change. */
  readonly change: string;
  readonly shown?: SentForm;
  /** The attempt that is being answered: `by` tells what was sent. */
  readonly sending?: { readonly by: string; readonly until: number };
  readonly answered?: { readonly by: string; readonly goTo: string; readonly isDone: boolean; readonly until: number };
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Of a page with a form that could not be saved. */
    shownAgain?: SentForm;
    /** Of a form that was sent: the same however often its button was pressed. */
    change?: string;
  }
}

const KIND = 'form';
/** A form that was wrong can be gone back to for so long; what was typed goes when it is saved, or the session ends. */
const KEPT_MS = 30 * 60_000;
/** An attempt takes no longer; whoever began it is gone. */
const LEASE_MS = 60_000;
/** A second press of a button comes no later after the first was answered. */
const PRESS_MS = 10_000;
const LOOK_EVERY_MS = 50;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TOKENS = ['_csrf', '_once'];
const NOT_SAVED = 'Your answers have not been saved: a system this page needs is not responding. They are kept here.';
const SIGNED_OUT = 'You had signed out, so nothing was changed.';
const log = logger('web');
const now = (): number => clock.now().getTime();

const sentIn = (body: unknown): [string, string][] =>
  Object.entries((body ?? {}) as Readonly<Record<string, unknown>>)
    .filter(([name]) => !TOKENS.includes(name))
    .flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, withoutHidden(String(one))]));

/** As it came: a list where a name came more than once. */
export const bodyOf = ({ sent }: SentForm): Readonly<Record<string, string | string[]>> => {
  const body: Record<string, string | string[]> = {};
  for (const [name, value] of sent) body[name] = Object.hasOwn(body, name) ? [body[name] ?? [], value].flat() : value;
  return body;
};

const onceIn = (body: unknown): string => {
  const { _once: once } = (body ?? {}) as { _once?: unknown };
  return typeof once === 'string' && UUID.test(once) ? once : randomUUID();
};

/** The address without, or with another, form to be shown again. */
const withAgain = (address: string, id?: string): string => {
  const { pathname, searchParams } = new URL(address, 'http://here');
  searchParams.delete('again');
  if (id !== undefined) searchParams.set('again', id);
  return searchParams.size > 0 ? `${pathname}?${searchParams.toString()}` : pathname;
};

type Claim = { readonly ours: Found<Showing> } | { readonly goTo: string };

/** Whether what was sent is ours to do; else where somebody else's doing of it led. */
const claim = async ({ kept }: Request, id: string, by: string): Promise<Claim> => {
  for (let hasWaited = false; ;) {
    const sending = { by, until: now() + LEASE_MS };
    const found = await kept.find<Showing>(KIND, id);
    if (!found) {
      const ours = await kept.add(KIND, id, { change: id, sending }, KEPT_MS);
      if (ours) return { ours };
      if (!(await kept.find(KIND, id))) throw unauthenticated('SIGNED_OUT', { detail: SIGNED_OUT });
      continue;
    }
    const { sending: other, answered, change, shown } = found.value;
    if (other && now() < other.until) {
      hasWaited = true;
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    if (answered?.by === by && (hasWaited || (answered.isDone && now() < answered.until)))
      return { goTo: answered.goTo };
    // What is sent after that was done is another change.
    const next = { change: answered?.isDone ? randomUUID() : change, sending, ...(shown && { shown }) };
    const ours = await kept.replace(KIND, id, found, next, KEPT_MS);
    if (ours) return { ours };
  }
};

const unavailableIn = (error: unknown): AppError | undefined =>
  error instanceof AppError && error.kind === 'unavailable' ? error : undefined;

/** What could not even be looked at, as a system it needs is away, is shown again too. */
const notSaved = (err: unknown): Again => {
  const error = unavailableIn(err);
  if (!error) throw err;
  log.warn({ err }, 'a form was not saved; its page keeps what was typed');
  return { again: { errors: [{ text: withDetail(error.details.detail, NOT_SAVED) }], problems: {} } };
};

/** Where a form is shown again, if not at the address it was sent to. */
export type ShownAt = (request: Request) => string;

/**
 * Answers a form that was sent, once however often its button was pressed, and leads on (303): elsewhere, or to the same page, which
 * shows what was typed and what is wrong with it.
 */
export const answering =
  (work: (request: Request) => Promise<Answer>, shownAt: ShownAt = ({ originalUrl }) => originalUrl): RequestHandler =>
  async (request, response) => {
    const id = onceIn(request.body);
    const sent = sentIn(request.body);
    const by = createHash('sha256')
      .update(JSON.stringify([request.originalUrl, sent]))
      .digest('base64url');
    const claimed = await claim(request, id, by);
    if ('goTo' in claimed) return response.redirect(303, claimed.goTo);
    const { change, shown } = claimed.ours.value;
    const end = (showing: Omit<Showing, 'change'>) =>
      request.kept.replace(KIND, id, claimed.ours, { change, ...showing }, KEPT_MS);
    request.change = change;
    try {
      const answer = await work(request).catch(notSaved);
      const isDone = 'goTo' in answer;
      const goTo = isDone ? answer.goTo : withAgain(shownAt(request), id);
      if (isDone && answer.notice) {
        tell(request, goTo, answer.notice);
        await storeSession(request); // before whoever pressed twice is led there
      }
      const answered = { by, goTo, isDone, until: now() + PRESS_MS };
      const at = new URL(goTo, 'http://here').pathname;
      await end({ answered, ...(!isDone && { shown: { ...answer, sent, action: request.originalUrl, at } }) });
      response.redirect(303, goTo);
    } catch (error) {
      await end(shown ? { shown } : {});
      throw error;
    }
  };

/** In front of pages: each showing of a form has a name; a form that could not be saved is found by it. */
export const findingForm: RequestHandler = async (request, response, next) => {
  response.locals['once'] = randomUUID();
  const { again } = request.query;
  if (request.method !== 'GET' || again === undefined) return next();
  const found = await request.kept.find<Showing>(KIND, again);
  const shown = found?.value.shown;
  if (shown?.at === request.path) {
    response.locals['once'] = again;
    request.shownAgain = shown;
    return next();
  }
  const goTo = withAgain(request.originalUrl);
  if (!found) tell(request, goTo, { kind: 'important', text: 'What you typed here is no longer kept.' });
  response.redirect(303, goTo);
};

/** Behind pages: where one cannot be shown, as a system it needs is away, what was typed on it can be sent again as it is. */
export const keepingTyped: ErrorRequestHandler = (error: unknown, request, response: Response, next) => {
  const { shownAgain } = request;
  const cause = unavailableIn(error);
  if (!shownAgain || !cause) return next(error);
  const { errors } = shownAgain.again;
  const text = errors[0]?.href === undefined ? errors[0]?.text : withDetail(cause.details.detail, NOT_SAVED);
  log.warn({ err: error }, 'a page could not be shown; it keeps what was typed');
  response.status(503).render('unconfirmed.njk', { text, action: shownAgain.action, sent: shownAgain.sent });
};
