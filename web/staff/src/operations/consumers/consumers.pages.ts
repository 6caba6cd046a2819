import { z } from 'zod';
import { ConsumerStatus } from '@throughcare/api/ops/consumers';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { formPage } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import { type Visit, visitOf } from '@throughcare/web/visit/visit';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { consumerTags } from '../consumer-state.rules';
import { reason } from '../fields';
import { needsFirst } from '../needs-first.rules';
import type { ApiOf, OpsApi } from '../ops-api';
import { orRefused } from '../refused';

const VERBS = ['pause', 'resume'] as const;

const shown = (service: string, row: ConsumerStatus) => ({
  ...row,
  service,
  tags: consumerTags(row),
  href: `/operations/consumers/${service}/${row.consumer}`,
});

const find = async (api: OpsApi, { params }: Visit) => {
  const { service = '', consumer } = params;
  const rows = await api.get(service, '/ops/consumers', z.array(ConsumerStatus));
  const row = rows.find((one) => one.consumer === consumer);
  if (!row) throw notFound('NO_SUCH_CONSUMER');
  return shown(service, row);
};

/** Who reads events, how far they are, and stopping them. */
export const consumerPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get('/operations/consumers', MAY_READ, async (request, response) => {
    const api = apiOf(visitOf(request));
    const { answers, silent } = await api.all((service) => api.get(service, '/ops/consumers', z.array(ConsumerStatus)));
    const rows = needsFirst(answers.flatMap(({ service, answer }) => answer.map((row) => shown(service, row))));
    response.render('operations/consumers/list.njk', { rows, silent });
  });
  const one = '/operations/consumers/:service/:consumer';
  pages.get(one, MAY_READ, async (request, response) => {
    const visit = visitOf(request);
    const row = await find(apiOf(visit), visit);
    response.render('operations/consumers/show.njk', { row, mayWrite: mayWrite(visit) });
  });
  for (const verb of VERBS) {
    formPage(pages, {
      path: `${one}/${verb}`,
      may: MAY_WRITE,
      view: 'operations/consumers/change.njk',
      fields: { reason: reason() },
      load: async (visit) => ({ row: await find(apiOf(visit), visit), verb }),
      save: (visit, data, { row: { service, consumer, href } }) =>
        orRefused('reason', async () => {
          await apiOf(visit).send(service, path`/ops/consumers/${consumer}/${verb}`, data);
          return { goTo: href, notice: { kind: 'success', text: `${consumer} of ${service} is ${verb}d` } };
        }),
    });
  }
};
