import type { Request, Response } from 'express';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { type Form, emptyForm, readForm, withErrors } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { isUuid, reason } from '../fields';
import type { RunException, RunRow } from '../model';
import type { ApiOf, OpsApi } from '../ops-api';
import { PAGE_SIZE, pageNumber, pagingOf } from '../paging';
import { refusalWords } from '../refusal';
import { PAST, VERBS, type Verb, filterWords, percentOf, verbsOf } from './run.rules';
import { requireQuery } from '../query';

const HOME = '/operations/replays';
const ONE = `${HOME}/:service/:id`;
const REFRESH_SECONDS = 5;
const schema = z.object({ reason: reason() });

const shown = (service: string, run: RunRow) => ({
  ...{ ...run, service, percent: percentOf(run), href: `${HOME}/${service}/${run.id}` },
});

const runOf = async (api: OpsApi, request: Request) => {
  const { service, id } = request.params;
  if (!isUuid(id)) throw notFound('NO_SUCH_RUN');
  return shown(String(service), await api.get<RunRow>(String(service), path`/ops/replays/${id}`));
};

const list = async (api: OpsApi, request: Request, response: Response) => {
  requireQuery(request, ['page']);
  const { answers, silent } = await api.all((service) => api.get<RunRow[]>(service, '/ops/replays?limit=200'));
  const runs = answers.flatMap(({ service, answer }) => answer.map((run) => shown(service, run)));
  runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const page = pageNumber(request.query['page'], runs.length);
  response.render('operations/replays/list.njk', {
    ...{ silent, total: runs.length },
    runs: runs.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    paging: pagingOf(page, runs.length, (number) => `${HOME}?page=${number}`),
  });
};

const show = async (api: OpsApi, request: Request, response: Response) => {
  const run = await runOf(api, request);
  const exceptions = await api.get<RunException[]>(run.service, path`/ops/replays/${run.id}/exceptions`);
  const isRefreshing = request.query['refresh'] === 'on' && run.state === 'running';
  // Only for those who asked for it, and the page has the way to end it: WCAG 2.2.1 and 2.2.2.
  if (isRefreshing) response.set('Refresh', String(REFRESH_SECONDS));
  response.render('operations/replays/show.njk', {
    ...{ run, isRefreshing, refreshSeconds: REFRESH_SECONDS, filter: filterWords(run.filter) },
    ...{ exceptions: exceptions.slice(0, 200), exceptionCount: exceptions.length },
    verbs: mayWrite(request) ? verbsOf(run.state) : [],
  });
};

const ask = async (api: OpsApi, request: Request, response: Response, verb: Verb, form: Form<unknown>) => {
  const run = await runOf(api, request);
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/replays/change.njk', {
    run,
    verb,
    isPossible: verbsOf(run.state).includes(verb),
    ...form,
  });
};

const change = async (api: OpsApi, request: Request, response: Response, verb: Verb) => {
  const form = readForm(schema, request.body);
  if (!form.data) return ask(api, request, response, verb, form);
  const service = String(request.params['service']);
  const id = String(request.params['id']);
  try {
    await api.post(service, path`/ops/replays/${id}/${verb}`, form.data);
  } catch (error) {
    return ask(api, request, response, verb, withErrors(form.values, [{ field: 'reason', text: refusalWords(error) }]));
  }
  request.session.notice = { kind: 'success', text: `The run is ${PAST[verb]}` };
  response.redirect(303, `${HOME}/${service}/${id}`);
};

/** Runs that repeat history: how far they are, and steering them. */
export const runPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(HOME, MAY_READ, (request, response) => list(apiOf(request), request, response));
  pages.get(ONE, MAY_READ, (request, response) => show(apiOf(request), request, response));
  for (const verb of VERBS) {
    pages.get(`${ONE}/${verb}`, MAY_WRITE, (request, response) =>
      ask(apiOf(request), request, response, verb, emptyForm()),
    );
    pages.post(`${ONE}/${verb}`, MAY_WRITE, schema, (request, response) =>
      change(apiOf(request), request, response, verb),
    );
  }
};
