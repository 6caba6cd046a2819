import type { Response } from 'express';
import { EventJourney, FoundEvent } from '@throughcare/api/ops/events';
import { AppError, notFound } from '@throughcare/base/errors';
import { path } from '@throughcare/platform/http';
import type { Pages } from '@throughcare/web/pages';
import type { Visit } from '@throughcare/web/visit/visit';
import { isUuid } from '../fields';
import { lookPage, ReasonNeeded } from '../look';
import type { ApiOf, OpsApi } from '../ops-api';
import { traceOf } from '../trace.rules';
import { timelineOf } from './timeline.rules';

const ONE = '/operations/events/:id';

/** The event as the service has it that published it. */
const eventOf = async (api: OpsApi, { params }: Visit, reason: string | undefined) => {
  const { id } = params;
  if (!isUuid(id)) throw notFound('NO_SUCH_EVENT');
  const { answers, silent } = await api.all((service) =>
    api.find(service, path`/ops/events/${id}`, FoundEvent, reason),
  );
  const found = answers.find(({ answer }) => answer !== undefined)?.answer;
  if (found) return { event: found, silent };
  if (silent.some((one) => one.needsReason)) throw new ReasonNeeded();
  if (silent.length === 0) throw notFound('NO_SUCH_EVENT');
  const names = silent.map(({ service, why }) => `${service} ${why}`).join(', ');
  throw new AppError('unavailable', 'PUBLISHER_SILENT', { detail: `No other service knows this event, and ${names}.` });
};

const factsOf = ({ key, type, source, partition, offset }: FoundEvent) => ({
  key,
  type,
  source,
  partition,
  ...(offset !== null && { offset }),
});

interface Look {
  readonly reason: string | undefined;
  readonly traceUrl: string | undefined;
}

const show = async (api: OpsApi, visit: Visit, response: Response, { reason, traceUrl }: Look) => {
  const { event } = await eventOf(api, visit, reason);
  const { answers, silent } = await api.all((service) =>
    api.post(service, path`/ops/events/${event.id}/journey`, factsOf(event), EventJourney),
  );
  const { data: _, ...shown } = event;
  response.render('operations/events/show.njk', {
    event: shown,
    silent,
    trace: traceOf(event.headers.traceparent, traceUrl),
    steps: timelineOf(
      event,
      answers.map(({ service, answer: journey }) => ({ service, journey })),
    ),
  });
};

/** One event: its way through the services, and on a page of its own what it says. */
export const eventPages = (pages: Pages, apiOf: ApiOf, traceUrl: string | undefined): void => {
  lookPage(pages, ONE, (visit, response, reason) => show(apiOf(visit), visit, response, { reason, traceUrl }));
  lookPage(pages, `${ONE}/data`, async (visit, response, reason) => {
    const { event } = await eventOf(apiOf(visit), visit, reason);
    response.render('operations/events/data.njk', { event });
  });
};
