import type { Request, Response } from 'express';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { type Form, emptyForm, readForm, withErrors } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_WRITE, mayWrite } from '../access';
import { reason } from '../fields';
import { lookPage } from '../look';
import type { LetterDetail } from '../model';
import type { ApiOf, OpsApi } from '../ops-api';
import { refusalWords } from '../refusal';
import { causesOf } from './failure.rules';
import { traceOf } from '../trace.rules';

const ONE = '/operations/dead-letters/:service/:id';
const schema = z.object({ reason: reason() });

/** The event as it is, or as text where it is no JSON: that may be what is wrong with it. */
const decoded = (payload: string): unknown => {
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return payload;
  }
};

export const letterOf = async (api: OpsApi, request: Request, reason?: string) => {
  const service = String(request.params['service']);
  const id = String(request.params['id']);
  if (!/^\d{1,18}$/.test(id)) throw notFound('NO_SUCH_DEAD_LETTER');
  const at = path`/ops/dead-letters/${id}`;
  const letter = await (reason === undefined
    ? api.get<LetterDetail>(service, at)
    : api.post<LetterDetail>(service, at, { reason }));
  return { ...letter, service, href: `/operations/dead-letters/${service}/${id}` };
};

const askDiscard = async (api: OpsApi, request: Request, response: Response, form: Form<unknown>) => {
  const letter = await letterOf(api, request);
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/dead-letters/discard.njk', { letter, ...form });
};

const discard = async (api: OpsApi, request: Request, response: Response) => {
  const form = readForm(schema, request.body);
  if (!form.data) return askDiscard(api, request, response, form);
  const { service, id } = request.params;
  try {
    await api.post(String(service), path`/ops/dead-letters/${String(id)}/discard`, form.data);
  } catch (error) {
    const refused = withErrors(form.values, [{ field: 'reason', text: refusalWords(error) }]);
    return askDiscard(api, request, response, refused);
  }
  const text = `Dead letter ${String(service)}/${String(id)} is discarded. What waits behind it needs a redrive.`;
  request.session.notice = { kind: 'success', text };
  response.redirect(303, `/operations/dead-letters/${String(service)}/${String(id)}`);
};

/** One dead letter with its event, and giving it up. */
export const letterPages = (pages: Pages, apiOf: ApiOf, traceUrl: string | undefined): void => {
  lookPage(pages, ONE, async (request, response, why) => {
    const letter = await letterOf(apiOf(request), request, why);
    response.render('operations/dead-letters/show.njk', {
      ...{ letter, mayWrite: mayWrite(request), event: decoded(letter.event.payload) },
      causes: causesOf(letter.failure),
      trace: traceOf(letter.event.headers.traceparent, traceUrl),
    });
  });
  pages.get(`${ONE}/discard`, MAY_WRITE, (request, response) =>
    askDiscard(apiOf(request), request, response, emptyForm()),
  );
  pages.post(`${ONE}/discard`, MAY_WRITE, schema, (request, response) => discard(apiOf(request), request, response));
};
