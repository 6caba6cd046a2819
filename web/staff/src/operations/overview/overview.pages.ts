import type { Request, Response } from 'express';
import { z } from 'zod';
import { ConsumerStatus } from '@throughcare/api/ops/consumers';
import { DeadLetterDepth } from '@throughcare/api/ops/dead-letters';
import { DoctorCheck, OutboxStatus } from '@throughcare/api/ops/service';
import type { Pages } from '@throughcare/web/pages';
import { visitOf } from '@throughcare/web/visit/visit';
import { clock } from '@throughcare/base/clock';
import { MAY_READ } from '../access';
import { consumerTags } from '../consumer-state.rules';
import { REFRESHED } from '../fields';
import { needsFirst } from '../needs-first.rules';
import type { ApiOf, OpsApi } from '../ops-api';
import { type ServiceState, concernsOf } from './overview.rules';
import { Samples } from './samples';

const REFRESH_SECONDS = 15;

const stateOf = async (api: OpsApi, service: string): Promise<ServiceState> => {
  const [consumers, outbox, depth, checks] = await Promise.all([
    api.get(service, '/ops/consumers', z.array(ConsumerStatus)),
    api.get(service, '/ops/outbox', OutboxStatus),
    api.get(service, '/ops/dead-letters/depth', z.array(DeadLetterDepth)),
    api.get(service, '/ops/doctor', z.array(DoctorCheck)),
  ]);
  return { service, consumers, outbox, depth, checks };
};

const rowsOf = (states: readonly ServiceState[], samples: Samples) =>
  states.flatMap(({ service, consumers, depth }) =>
    consumers.map((row) => ({
      ...row,
      service,
      tags: consumerTags(row),
      rate: samples.see(`${service}/${row.consumer}`, row.passed),
      letters: depth.find(({ consumer }) => consumer === row.consumer),
    })),
  );

const totalsOf = (states: readonly ServiceState[]) => {
  const sum = (value: (state: ServiceState) => number) => states.reduce((all, state) => all + value(state), 0);
  return {
    behind: sum(({ consumers }) => consumers.reduce((all, { lag }) => all + (lag ?? 0), 0)),
    letters: sum(({ depth }) => depth.reduce((all, { failed, waiting }) => all + failed + waiting, 0)),
    outbox: sum(({ outbox }) => outbox.waiting),
    paused: sum(({ consumers }) => consumers.filter(({ paused }) => paused).length),
  };
};

/** How everything is: what needs attention first, then numbers. */
export const overviewPages = (pages: Pages, apiOf: ApiOf): void => {
  const samples = new Samples();
  const show = async (request: Request, response: Response) => {
    const api = apiOf(visitOf(request));
    const { answers, silent } = await api.all((service) => stateOf(api, service));
    const states = answers.map(({ answer }) => answer);
    const isRefreshing = request.query['refresh'] === 'on';
    // Only for those who asked for it, and the page has the way to end it: WCAG 2.2.1 and 2.2.2.
    if (isRefreshing) response.set('Refresh', String(REFRESH_SECONDS));
    response.render('operations/overview/overview.njk', {
      silent,
      isRefreshing,
      refreshSeconds: REFRESH_SECONDS,
      seenAt: clock.now().toISOString(),
      services: states.map(({ service, outbox }) => ({
        service,
        outbox,
        rate: samples.see(`${service} published`, outbox.published),
      })),
      consumers: needsFirst(rowsOf(states, samples)),
      concerns: concernsOf(states),
      totals: totalsOf(states),
    });
  };
  pages.get('/operations', MAY_READ, show, REFRESHED);
};
