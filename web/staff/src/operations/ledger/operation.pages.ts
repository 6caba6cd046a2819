import { Resent, SyncRowDetail } from '@throughcare/api/ops/sync';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { formPage } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import { type Visit, visitOf } from '@throughcare/web/visit/visit';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { isUuid, reason } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { wordsOf } from '../refusal';
import { orRefused } from '../refused';
import { GATEWAY, HOME, STATES } from './ledger-states';

const ONE = `${HOME}/:id`;

const operationOf = async (api: OpsApi, { params }: Visit) => {
  const { id } = params;
  if (!isUuid(id)) throw notFound('OPERATION_NOT_FOUND');
  const operation = await api.get(GATEWAY, path`/ops/sync/operations/${id}`, SyncRowDetail);
  return { ...operation, href: `${HOME}/${operation.operationId}` };
};

/** One operation, or with it everything of its booking that is open. */
const wantedOf = ({ operationId, bookingId }: SyncRowDetail, whole: boolean) =>
  whole && bookingId !== null ? { bookingId } : { ids: [operationId] };

const resend = (api: OpsApi, wanted: object, why: string, dryRun: boolean) =>
  api.post(GATEWAY, '/ops/sync/resend', { ...wanted, reason: why, dryRun }, Resent);

const planOf = async (api: OpsApi, operation: SyncRowDetail, whole: boolean) => {
  const asked = await resend(api, wantedOf(operation, whole), 'plan', true);
  return { ...asked, refused: asked.refused.map((one) => ({ ...one, words: wordsOf(one.code) ?? one.code })) };
};

const resendPage = (pages: Pages, apiOf: ApiOf, whole: boolean): void =>
  formPage(pages, {
    path: `${ONE}/resend${whole ? '-booking' : ''}`,
    may: MAY_WRITE,
    view: 'operations/ledger/resend.njk',
    fields: { reason: reason() },
    load: async (visit) => {
      const api = apiOf(visit);
      const operation = await operationOf(api, visit);
      return { operation, plan: await planOf(api, operation, whole), whole };
    },
    save: (visit, data, { operation }) =>
      orRefused('reason', async () => {
        const { resent, refused } = await resend(apiOf(visit), wantedOf(operation, whole), data.reason, false);
        const left = refused.length > 0 ? `, ${refused.length} refused` : '';
        const text = `Sent again, in order: ${resent.length}${left}.`;
        return { goTo: operation.href, notice: { kind: 'success', text } };
      }),
  });

/** One operation of the ledger with its history, and deciding what became of it. */
export const operationPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(ONE, MAY_READ, async (request, response) => {
    const visit = visitOf(request);
    const operation = await operationOf(apiOf(visit), visit);
    response.render('operations/ledger/show.njk', { operation, states: STATES, mayWrite: mayWrite(visit) });
  });
  formPage(pages, {
    path: `${ONE}/resolve`,
    may: MAY_WRITE,
    view: 'operations/ledger/resolve.njk',
    fields: { reason: reason() },
    load: async (visit) => ({ operation: await operationOf(apiOf(visit), visit), states: STATES }),
    save: (visit, data, { operation: { operationId, href } }) =>
      orRefused('reason', async () => {
        await apiOf(visit).send(GATEWAY, path`/ops/sync/operations/${operationId}/resolve`, data);
        return { goTo: href, notice: { kind: 'success', text: 'It counts as taken, and is not sent again.' } };
      }),
  });
  for (const whole of [false, true]) resendPage(pages, apiOf, whole);
};
