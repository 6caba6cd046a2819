import type { Request, Response } from 'express';
import { type Form, emptyForm, readForm, withErrors } from '@throughcare/web/form';
import { keep, kept, take } from '@throughcare/web/kept';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { choicesOf } from '../choices';
import { consumerChoice, keyList, listOf, moment, reason, typePattern, uuidPattern, wordPattern } from '../fields';
import type { ConsumerRow, ReplayPlan, RunRow } from '../model';
import type { ApiOf, OpsApi } from '../ops-api';
import { requireName } from '../query';
import { refusalWords } from '../refusal';
import { filterWords } from './run.rules';

const HOME = '/operations/replays';
const KIND = 'replay';
const MODES = ['redeliver', 'single', 'reset-keys', 'rebuild'] as const;

const selection = z.object({
  consumer: consumerChoice,
  mode: z.enum(MODES, 'Choose what to repeat'),
  types: listOf('event types', typePattern),
  keys: keyList(),
  aggregateIds: listOf('aggregates', wordPattern),
  eventIds: listOf('event ids', uuidPattern),
  sources: listOf('services', /^[a-z-]+$/, 10),
  from: moment('From'),
  to: moment('To'),
});

const confirmation = z.object({
  rate: z
    .string('Enter the rate once')
    .trim()
    .regex(/^(\d{1,6})?$/, 'The rate must be a whole number of events per second')
    .refine((text) => text === '' || Number(text) > 0, 'The rate must be 1 or more')
    .transform((text) => (text === '' ? undefined : Number(text)))
    .optional(),
  withEffects: z.literal('yes').optional(),
  reason: reason(),
});

interface Wanted {
  readonly service: string;
  readonly body: { readonly consumer: string; readonly mode: string; readonly filter: RunRow['filter'] };
}

const wantedOf = ({ consumer, mode, ...filter }: z.output<typeof selection>): Wanted => {
  const given = Object.entries(filter).filter((pair): pair is [string, string | string[]] => pair[1] !== undefined);
  return { service: consumer.service, body: { consumer: consumer.consumer, mode, filter: Object.fromEntries(given) } };
};

const choose = async (api: OpsApi, response: Response, asked: Form<unknown>) => {
  const { choices, silent } = await choicesOf(api, asked.values['consumer']);
  const names = choices.map(({ value }) => value).filter(Boolean);
  const [service = ''] = String(asked.values['consumer'] ?? '').split('/');
  const isSilent = silent.some((one) => one.service === service);
  const form = isSilent || asked.errors.length > 0 ? asked : requireName(asked, 'consumer', 'consumer', names);
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/replays/new.njk', { ...form, choices, silent });
};

const ask = async (api: OpsApi, request: Request, response: Response, form: Form<unknown>) => {
  const id = String(request.params['plan']);
  const wanted = kept<Wanted>(request, KIND, id);
  const { service, body } = wanted;
  // Counting a long log takes its time.
  const plan = await api.post<ReplayPlan>(service, '/ops/replays/plan', body, 30_000);
  const consumers = await api.get<ConsumerRow[]>(service, '/ops/consumers');
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/replays/plan.njk', {
    ...{ id, wanted, plan, ...form, mayWrite: mayWrite(request), filter: filterWords(body.filter) },
    hasEffects: consumers.some(({ consumer, hasEffects }) => consumer === body.consumer && hasEffects),
    mayHaveEffects: ['redeliver', 'single'].includes(body.mode),
  });
};

const begin = async (api: OpsApi, request: Request, response: Response) => {
  const form = readForm(confirmation, request.body);
  if (!form.data) return ask(api, request, response, form);
  const { rate, withEffects, reason: why } = form.data;
  const { service, body } = kept<Wanted>(request, KIND, request.params['plan']);
  const given = { ...body, reason: why, ...(rate && { rate }), ...(withEffects && { withEffects: true }) };
  try {
    const run = await api.post<RunRow>(service, '/ops/replays', given, 30_000);
    take(request, KIND, request.params['plan']);
    request.session.notice = { kind: 'success', text: 'The run has begun' };
    response.redirect(303, `${HOME}/${service}/${run.id}`);
  } catch (error) {
    return ask(api, request, response, withErrors(form.values, [{ field: 'reason', text: refusalWords(error) }]));
  }
};

/** A new run: what to repeat, then the dry run, then the word to begin. */
export const newRunPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(`${HOME}/new`, MAY_READ, (request, response) => {
    const { consumer } = request.query;
    const begun = { mode: 'redeliver', ...(typeof consumer === 'string' && { consumer }) };
    return choose(apiOf(request), response, emptyForm(begun));
  });
  pages.post(`${HOME}/new`, MAY_READ, selection, async (request, response) => {
    const api = apiOf(request);
    const form = readForm(selection, request.body);
    if (!form.data) return choose(api, response, form);
    const wanted = wantedOf(form.data);
    try {
      await api.post<ReplayPlan>(wanted.service, '/ops/replays/plan', wanted.body, 30_000);
    } catch (error) {
      return choose(api, response, withErrors(form.values, [{ field: 'mode', text: refusalWords(error) }]));
    }
    response.redirect(303, `${HOME}/plans/${keep(request, KIND, wanted)}`);
  });
  pages.get(`${HOME}/plans/:plan`, MAY_READ, (request, response) =>
    ask(apiOf(request), request, response, emptyForm()),
  );
  pages.post(`${HOME}/plans/:plan`, MAY_WRITE, confirmation, (request, response) =>
    begin(apiOf(request), request, response),
  );
};
