import { z } from 'zod';
import { Quarantined, QuarantinedOutline, Retaken } from '@throughcare/api/ops/hmpps';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { formPage } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import { type Visit, visitOf } from '@throughcare/web/visit/visit';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { isUuid, reason } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { orRefused } from '../refused';

const GATEWAY = 'integration-gateway';
const HOME = '/operations/quarantine';
const ONE = `${HOME}/:id`;
const MOST = 1_000;
const VERBS = ['redrive', 'discard'] as const;
type Verb = (typeof VERBS)[number];

const find = (api: OpsApi, { params: { id } }: Visit) => {
  if (!isUuid(id)) throw notFound('NOT_IN_QUARANTINE');
  return api.get(GATEWAY, path`/ops/hmpps/quarantine/${id}`, QuarantinedOutline);
};

const carryOut = async (api: OpsApi, id: string, verb: Verb, why: string): Promise<string> => {
  if (verb === 'discard') {
    await api.send(GATEWAY, path`/ops/hmpps/quarantine/${id}/discard`, { reason: why });
    return 'The message is discarded. It is kept, and it never takes effect here.';
  }
  const done = await api.post(GATEWAY, '/ops/hmpps/quarantine/redrive', { id, reason: why }, Retaken);
  return done.taken > 0 ? 'The message was taken.' : 'The message is still refused, and stays in quarantine.';
};

/** Messages of other systems that were not taken: why, and trying them again or giving them up. */
export const quarantinePages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(HOME, MAY_READ, async (request, response) => {
    const api = apiOf(visitOf(request));
    const { answers, silent } = await api.all(
      (service) => api.get(service, `/ops/hmpps/quarantine?limit=${MOST}`, z.array(Quarantined)),
      api.names.filter((name) => name === GATEWAY),
    );
    response.render('operations/quarantine/list.njk', { silent, rows: answers.flatMap(({ answer }) => answer) });
  });
  pages.get(ONE, MAY_READ, async (request, response) => {
    const visit = visitOf(request);
    const row = await find(apiOf(visit), visit);
    response.render('operations/quarantine/show.njk', { row, mayWrite: mayWrite(visit) });
  });
  for (const verb of VERBS) {
    formPage(pages, {
      path: `${ONE}/${verb}`,
      may: MAY_WRITE,
      view: 'operations/quarantine/change.njk',
      fields: { reason: reason() },
      load: async (visit) => ({ row: await find(apiOf(visit), visit), verb }),
      save: (visit, data, { row }) =>
        orRefused('reason', async () => {
          const text = await carryOut(apiOf(visit), row.id, verb, data.reason);
          return { goTo: HOME, notice: { kind: 'success', text } };
        }),
    });
  }
};
