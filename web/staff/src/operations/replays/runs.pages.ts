import type { Response } from 'express';
import { z } from 'zod';
import { ReplayException, ReplayRun } from '@throughcare/api/ops/replays';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { formPage } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import { type Visit, visitOf } from '@throughcare/web/visit/visit';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { REFRESHED, isUuid, reason } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { PAGED, PAGE_SIZE, pageNumber, pagingOf } from '../paging';
import { orRefused } from '../refused';
import { PAST, VERBS, filterWords, percentOf, verbsOf } from './run.rules';

const HOME = '/operations/replays';
const ONE = `${HOME}/:service/:id`;
const REFRESH_SECONDS = 5;

const shown = (service: string, run: ReplayRun) => ({
  ...run,
  service,
  percent: percentOf(run),
  href: `${HOME}/${service}/${run.id}`,
});

const runOf = async (api: OpsApi, { params }: Visit) => {
  const { service = '', id } = params;
  if (!isUuid(id)) throw notFound('NO_SUCH_RUN');
  return shown(service, await api.get(service, path`/ops/replays/${id}`, ReplayRun));
};

const list = async (api: OpsApi, visit: Visit, response: Response) => {
  const { answers, silent } = await api.all((service) =>
    api.get(service, '/ops/replays?limit=200', z.array(ReplayRun)),
  );
  const runs = answers.flatMap(({ service, answer }) => answer.map((run) => shown(service, run)));
  runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const page = pageNumber(visit.query['page'], runs.length);
  response.render('operations/replays/list.njk', {
    silent,
    total: runs.length,
    runs: runs.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    paging: pagingOf(page, runs.length, (number) => `${HOME}?page=${number}`),
  });
};

const show = async (api: OpsApi, visit: Visit, response: Response) => {
  const run = await runOf(api, visit);
  const exceptions = await api.get(run.service, path`/ops/replays/${run.id}/exceptions`, z.array(ReplayException));
  const isRefreshing = visit.query['refresh'] === 'on' && run.state === 'running';
  // Only for those who asked for it, and the page has the way to end it: WCAG 2.2.1 and 2.2.2.
  if (isRefreshing) response.set('Refresh', String(REFRESH_SECONDS));
  response.render('operations/replays/show.njk', {
    run,
    isRefreshing,
    refreshSeconds: REFRESH_SECONDS,
    filter: filterWords(run.filter),
    exceptions: exceptions.slice(0, 200),
    exceptionCount: exceptions.length,
    verbs: mayWrite(visit) ? verbsOf(run.state) : [],
  });
};

/** Runs that repeat history: how far they are, and steering them. */
export const runPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(HOME, MAY_READ, (request, response) => list(apiOf(visitOf(request)), visitOf(request), response), PAGED);
  pages.get(ONE, MAY_READ, (request, response) => show(apiOf(visitOf(request)), visitOf(request), response), REFRESHED);
  for (const verb of VERBS) {
    formPage(pages, {
      path: `${ONE}/${verb}`,
      may: MAY_WRITE,
      view: 'operations/replays/change.njk',
      fields: { reason: reason() },
      load: async (visit) => {
        const run = await runOf(apiOf(visit), visit);
        return { run, verb, isPossible: verbsOf(run.state).includes(verb) };
      },
      save: (visit, data, { run: { service, id, href } }) =>
        orRefused('reason', async () => {
          await apiOf(visit).send(service, path`/ops/replays/${id}/${verb}`, data);
          return { goTo: href, notice: { kind: 'success', text: `The run is ${PAST[verb]}` } };
        }),
    });
  }
};
