import type { Request, Response } from 'express';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { type Form, emptyForm, readForm, withErrors } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { isUuid, reason } from '../fields';
import type { LedgerOperation, Resent } from '../model';
import type { ApiOf, OpsApi } from '../ops-api';
import { refusalWords, wordsOf } from '../refusal';
import { GATEWAY, HOME, STATES } from './ledger-states';

const ONE = `${HOME}/:id`;
const schema = z.object({ reason: reason() });

const operationOf = async (api: OpsApi, request: Request) => {
  const id = request.params['id'];
  if (!isUuid(id)) throw notFound('OPERATION_NOT_FOUND');
  const operation = await api.get<LedgerOperation>(GATEWAY, path`/ops/sync/operations/${id}`);
  return { ...operation, href: `${HOME}/${operation.operationId}` };
};

const done = (request: Request, response: Response, text: string): void => {
  request.session.notice = { kind: 'success', text };
  response.redirect(303, `${HOME}/${String(request.params['id'])}`);
};

const askResolve = async (api: OpsApi, request: Request, response: Response, form: Form<unknown>) => {
  const operation = await operationOf(api, request);
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/ledger/resolve.njk', { operation, states: STATES, ...form });
};

const resolve = async (api: OpsApi, request: Request, response: Response) => {
  const form = readForm(schema, request.body);
  if (!form.data) return askResolve(api, request, response, form);
  const { operationId } = await operationOf(api, request);
  try {
    await api.post(GATEWAY, path`/ops/sync/operations/${operationId}/resolve`, form.data);
  } catch (error) {
    return askResolve(
      api,
      request,
      response,
      withErrors(form.values, [{ field: 'reason', text: refusalWords(error) }]),
    );
  }
  done(request, response, 'It counts as taken, and is not sent again.');
};

/** One operation, or with it everything of its booking that is open. */
const wantedOf = ({ operationId, bookingId }: LedgerOperation, whole: boolean) =>
  whole && bookingId !== null ? { bookingId } : { ids: [operationId] };

const resend = (api: OpsApi, wanted: object, why: string, dryRun: boolean) =>
  api.post<Resent>(GATEWAY, '/ops/sync/resend', { ...wanted, reason: why, dryRun });

const askResend = async (api: OpsApi, request: Request, response: Response, whole: boolean, form: Form<unknown>) => {
  const operation = await operationOf(api, request);
  const asked = await resend(api, wantedOf(operation, whole), 'plan', true);
  const refused = asked.refused.map((one) => ({ ...one, words: wordsOf(one.code) ?? one.code }));
  const plan = { ...asked, refused };
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/ledger/resend.njk', { operation, plan, whole, ...form });
};

const doResend = async (api: OpsApi, request: Request, response: Response, whole: boolean) => {
  const form = readForm(schema, request.body);
  if (!form.data) return askResend(api, request, response, whole, form);
  const wanted = wantedOf(await operationOf(api, request), whole);
  try {
    const { resent, refused } = await resend(api, wanted, form.data.reason, false);
    const left = refused.length > 0 ? `, ${refused.length} refused` : '';
    done(request, response, `Sent again, in order: ${resent.length}${left}.`);
  } catch (error) {
    const problem = { field: 'reason', text: refusalWords(error) };
    return askResend(api, request, response, whole, withErrors(form.values, [problem]));
  }
};

/** One operation of the ledger with its history, and deciding what became of it. */
export const operationPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(ONE, MAY_READ, async (request, response) => {
    const operation = await operationOf(apiOf(request), request);
    response.render('operations/ledger/show.njk', { operation, states: STATES, mayWrite: mayWrite(request) });
  });
  pages.get(`${ONE}/resolve`, MAY_WRITE, (request, response) =>
    askResolve(apiOf(request), request, response, emptyForm()),
  );
  pages.post(`${ONE}/resolve`, MAY_WRITE, schema, (request, response) => resolve(apiOf(request), request, response));
  for (const whole of [false, true]) {
    const place = `${ONE}/resend${whole ? '-booking' : ''}`;
    pages.get(place, MAY_WRITE, (request, response) =>
      askResend(apiOf(request), request, response, whole, emptyForm()),
    );
    pages.post(place, MAY_WRITE, schema, (request, response) => doResend(apiOf(request), request, response, whole));
  }
};
