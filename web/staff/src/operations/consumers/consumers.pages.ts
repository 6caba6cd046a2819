import type { Request, Response } from 'express';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { type Form, emptyForm, readForm, withErrors } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { consumerTags } from '../consumer-state.rules';
import { reason } from '../fields';
import type { ConsumerRow } from '../model';
import { needsFirst } from '../needs-first.rules';
import type { ApiOf, OpsApi } from '../ops-api';
import { refusalWords } from '../refusal';

const VERBS = ['pause', 'resume'] as const;
type Verb = (typeof VERBS)[number];
const schema = z.object({ reason: reason() });

const shown = (service: string, row: ConsumerRow) => ({
  ...{ ...row, service, tags: consumerTags(row), href: `/operations/consumers/${service}/${row.consumer}` },
});

const nameOf = (request: Request) => ({
  service: String(request.params['service']),
  consumer: String(request.params['consumer']),
});

const find = async (api: OpsApi, { service, consumer }: ReturnType<typeof nameOf>) => {
  const rows = await api.get<ConsumerRow[]>(service, '/ops/consumers');
  const row = rows.find((one) => one.consumer === consumer);
  if (!row) throw notFound('NO_SUCH_CONSUMER');
  return shown(service, row);
};

/** The plan and the question; with errors when it was answered wrongly. */
const ask = async (api: OpsApi, request: Request, response: Response, verb: Verb, form: Form<unknown>) => {
  const row = await find(api, nameOf(request));
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/consumers/change.njk', { row, verb, ...form });
};

const change = async (api: OpsApi, request: Request, response: Response, verb: Verb) => {
  const form = readForm(schema, request.body);
  if (!form.data) return ask(api, request, response, verb, form);
  const { service, consumer } = nameOf(request);
  try {
    await api.post(service, path`/ops/consumers/${consumer}/${verb}`, form.data);
  } catch (error) {
    return ask(api, request, response, verb, withErrors(form.values, [{ field: 'reason', text: refusalWords(error) }]));
  }
  request.session.notice = { kind: 'success', text: `${consumer} of ${service} is ${verb}d` };
  response.redirect(303, `/operations/consumers/${service}/${consumer}`);
};

/** Who reads events, how far they are, and stopping them. */
export const consumerPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get('/operations/consumers', MAY_READ, async (request, response) => {
    const api = apiOf(request);
    const { answers, silent } = await api.all((service) => api.get<ConsumerRow[]>(service, '/ops/consumers'));
    const rows = needsFirst(answers.flatMap(({ service, answer }) => answer.map((row) => shown(service, row))));
    response.render('operations/consumers/list.njk', { rows, silent });
  });
  const one = '/operations/consumers/:service/:consumer';
  pages.get(one, MAY_READ, async (request, response) => {
    const row = await find(apiOf(request), nameOf(request));
    response.render('operations/consumers/show.njk', { row, mayWrite: mayWrite(request) });
  });
  for (const verb of VERBS) {
    pages.get(`${one}/${verb}`, MAY_WRITE, (request, response) =>
      ask(apiOf(request), request, response, verb, emptyForm()),
    );
    pages.post(`${one}/${verb}`, MAY_WRITE, schema, (request, response) =>
      change(apiOf(request), request, response, verb),
    );
  }
};
