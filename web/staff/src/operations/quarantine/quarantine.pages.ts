import type { Request, Response } from 'express';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { type Form, emptyForm, readForm, withErrors } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { isUuid, reason } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { refusalWords } from '../refusal';

const GATEWAY = 'integration-gateway';
const HOME = '/operations/quarantine';
const ONE = `${HOME}/:id`;
const MOST = 1_000;
const schema = z.object({ reason: reason() });
const VERBS = ['redrive', 'discard'] as const;
type Verb = (typeof VERBS)[number];

interface Row {
  readonly id: string;
  readonly problem: string;
  readonly type: string | null;
  readonly copies: number;
  readonly receivedAt: string;
  readonly lastReceivedAt: string;
}

const idOf = (request: Request): string => {
  const { id } = request.params;
  if (!isUuid(id)) throw notFound('NOT_IN_QUARANTINE');
  return id;
};

const list = async (api: OpsApi, response: Response): Promise<void> => {
  const { answers, silent } = await api.all(
    (service) => api.get<Row[]>(service, `/ops/hmpps/quarantine?limit=${MOST}`),
    api.names.filter((name) => name === GATEWAY),
  );
  response.render('operations/quarantine/list.njk', { silent, rows: answers.flatMap(({ answer }) => answer) });
};

const find = (api: OpsApi, request: Request) =>
  api.get<Row & { outline: unknown }>(GATEWAY, path`/ops/hmpps/quarantine/${idOf(request)}`);

const ask = async (api: OpsApi, request: Request, response: Response, verb: Verb, form: Form<unknown>) => {
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/quarantine/change.njk', { row: await find(api, request), verb, ...form });
};

const carryOut = async (api: OpsApi, id: string, verb: Verb, why: string): Promise<string> => {
  if (verb === 'discard') {
    await api.post(GATEWAY, path`/ops/hmpps/quarantine/${id}/discard`, { reason: why });
    return 'The message is discarded. It is kept, and it never takes effect here.';
  }
  const done = await api.post<{ taken: number }>(GATEWAY, '/ops/hmpps/quarantine/redrive', { id, reason: why });
  return done.taken > 0 ? 'The message was taken.' : 'The message is still refused, and stays in quarantine.';
};

const change = async (api: OpsApi, request: Request, response: Response, verb: Verb) => {
  const form = readForm(schema, request.body);
  if (!form.data) return ask(api, request, response, verb, form);
  try {
    const text = await carryOut(api, idOf(request), verb, form.data.reason);
    request.session.notice = { kind: 'success', text };
  } catch (error) {
    return ask(api, request, response, verb, withErrors(form.values, [{ field: 'reason', text: refusalWords(error) }]));
  }
  response.redirect(303, HOME);
};

/** Messages of other systems that were not taken: why, and trying them again or giving them up. */
export const quarantinePages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(HOME, MAY_READ, (request, response) => list(apiOf(request), response));
  pages.get(ONE, MAY_READ, async (request, response) => {
    const row = await find(apiOf(request), request);
    response.render('operations/quarantine/show.njk', { row, mayWrite: mayWrite(request) });
  });
  for (const verb of VERBS) {
    pages.get(`${ONE}/${verb}`, MAY_WRITE, (request, response) =>
      ask(apiOf(request), request, response, verb, emptyForm()),
    );
    pages.post(`${ONE}/${verb}`, MAY_WRITE, schema, (request, response) =>
      change(apiOf(request), request, response, verb),
    );
  }
};
