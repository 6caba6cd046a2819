import type { Request, Response } from 'express';
import { AppError, notFound } from '@throughcare/platform/errors';
import { path } from '@throughcare/platform/http';
import type { Pages } from '@throughcare/web/pages';
import { MAY_READ } from '../access';
import { isUuid } from '../fields';
import type { EventRow, Journey } from '../model';
import type { ApiOf, OpsApi } from '../ops-api';
import { traceOf } from '../trace.rules';
import { timelineOf } from './timeline.rules';

const ONE = '/operations/events/:id';

/** The event as the service has it that published it. */
const eventOf = async (api: OpsApi, request: Request) => {
  const { id } = request.params;
  if (!isUuid(id)) throw notFound('NO_SUCH_EVENT');
  const { answers, silent } = await api.all((service) => api.find<EventRow>(service, path`/ops/events/${id}`));
  const found = answers.find(({ answer }) => answer !== undefined)?.answer;
  if (found) return { event: found, silent };
  if (silent.length === 0) throw notFound('NO_SUCH_EVENT');
  const names = silent.map(({ service, why }) => `${service} ${why}`).join(', ');
  throw new AppError('unavailable', 'PUBLISHER_SILENT', { detail: `No other service knows this event, and ${names}.` });
};

const factsOf = ({ key, type, source, partition, offset }: EventRow) => ({
  ...{ key, type, source, partition },
  ...(offset !== null && { offset }),
});

const show = async (api: OpsApi, request: Request, response: Response, traceUrl: string | undefined) => {
  const { event } = await eventOf(api, request);
  const { answers, silent } = await api.all((service) =>
    api.post<Journey>(service, path`/ops/events/${event.id}/journey`, factsOf(event)),
  );
  const { data: _, ...shown } = event;
  response.render('operations/events/show.njk', {
    ...{ event: shown, silent, trace: traceOf(event.headers.traceparent, traceUrl) },
    steps: timelineOf(
      event,
      answers.map(({ service, answer: journey }) => ({ service, journey })),
    ),
  });
};

/** One event: its way through the services, and on a page of its own what it says. */
export const eventPages = (pages: Pages, apiOf: ApiOf, traceUrl: string | undefined): void => {
  pages.get(ONE, MAY_READ, (request, response) => show(apiOf(request), request, response, traceUrl));
  pages.get(`${ONE}/data`, MAY_READ, async (request, response) => {
    const { event } = await eventOf(apiOf(request), request);
    response.render('operations/events/data.njk', { event });
  });
};
