import { DeadLetterDetail } from '@throughcare/api/ops/dead-letters';
import { notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import { formPage } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import type { Visit } from '@throughcare/web/visit/visit';
import { MAY_WRITE, mayWrite } from '../access';
import { reason } from '../fields';
import { lookPage } from '../look';
import type { ApiOf, OpsApi } from '../ops-api';
import { orRefused } from '../refused';
import { traceOf } from '../trace.rules';
import { causesOf } from './failure.rules';

const ONE = '/operations/dead-letters/:service/:id';

/** The event as it is, or as text where it is no JSON: that may be what is wrong with it. */
const decoded = (payload: string): unknown => {
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return payload;
  }
};

export const letterOf = async (api: OpsApi, { params }: Visit, why?: string) => {
  const { service = '', id = '' } = params;
  if (!/^\d{1,18}$/.test(id)) throw notFound('NO_SUCH_DEAD_LETTER');
  const at = path`/ops/dead-letters/${id}`;
  const letter = await (why === undefined
    ? api.get(service, at, DeadLetterDetail)
    : api.post(service, at, { reason: why }, DeadLetterDetail));
  return { ...letter, service, href: `/operations/dead-letters/${service}/${id}` };
};

/** One dead letter with its event, and giving it up. */
export const letterPages = (pages: Pages, apiOf: ApiOf, traceUrl: string | undefined): void => {
  lookPage(pages, ONE, async (visit, response, why) => {
    const letter = await letterOf(apiOf(visit), visit, why);
    response.render('operations/dead-letters/show.njk', {
      letter,
      mayWrite: mayWrite(visit),
      event: decoded(letter.event.payload),
      causes: causesOf(letter.failure),
      trace: traceOf(letter.event.headers.traceparent, traceUrl),
    });
  });
  formPage(pages, {
    path: `${ONE}/discard`,
    may: MAY_WRITE,
    view: 'operations/dead-letters/discard.njk',
    fields: { reason: reason() },
    load: async (visit) => ({ letter: await letterOf(apiOf(visit), visit) }),
    save: (visit, data, { letter: { service, id, href } }) =>
      orRefused('reason', async () => {
        await apiOf(visit).send(service, path`/ops/dead-letters/${id}/discard`, data);
        const text = `Dead letter ${service}/${id} is discarded. What waits behind it needs a redrive.`;
        return { goTo: href, notice: { kind: 'success', text } };
      }),
  });
};
