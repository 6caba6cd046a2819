import type { Request, Response } from 'express';
import { type Form, emptyForm, optionalText, readForm, withErrors } from '@throughcare/web/form';
import { keep, kept, take } from '@throughcare/web/kept';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_WRITE } from '../access';
import { choicesOf } from '../choices';
import { consumerChoice, eventType, keyText, moment, reason } from '../fields';
import type { RedrivePlan, Redriven } from '../model';
import type { ApiOf, OpsApi } from '../ops-api';
import { refusalWords } from '../refusal';
import { searchedFor } from './letter-search.pages';
import { letterOf } from './letter.pages';
import { type Outcome, noticeOf } from './redrive.rules';

const HOME = '/operations/dead-letters';
const KIND = 'redrive';
const PATH = '/ops/dead-letters/redrive';
/** Longest that one press of the button works; what is left then is asked about again. */
const CALLS = 3;
const BUDGET_MS = 4_000;

/** Which letters: heads of keys that match, or everything of the consumer when that was said. */
interface Wanted {
  readonly service: string;
  readonly body: Readonly<Record<string, string | boolean>>;
}

const selection = z
  .object({
    consumer: consumerChoice,
    key: keyText(),
    type: eventType(),
    code: optionalText('An error code', 100, /^\w+$/, 'An error code has letters, digits and underscores only'),
    before: moment('Failed before'),
    all: z.literal('yes').optional(),
  })
  .superRefine(({ key, type, code, before, all }, context) => {
    const isFiltered = [key, type, code, before].some((value) => value !== undefined);
    if (!isFiltered && !all) {
      context.addIssue({ code: 'custom', path: ['key'], message: 'Fill in at least one field, or choose everything' });
    }
    if (isFiltered && all) {
      context.addIssue({
        code: 'custom',
        path: ['all'],
        message: 'Everything is more than what the fields say: choose one',
      });
    }
  });
const confirmation = z.object({ reason: reason() });

const wantedOf = ({ consumer, key, type, code, before, all }: z.output<typeof selection>): Wanted => {
  const filter = Object.entries({ key, type, code, before }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return {
    service: consumer.service,
    body: { consumer: consumer.consumer, ...Object.fromEntries(filter), ...(all && { all: true }) },
  };
};

const planOf = (api: OpsApi, { service, body }: Wanted) =>
  api.post<RedrivePlan>(service, PATH, { ...body, dryRun: true, reason: 'plan' });

const choose = async (api: OpsApi, response: Response, form: Form<unknown>) => {
  const { choices, silent } = await choicesOf(api, form.values['consumer']);
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/dead-letters/redrive.njk', { ...form, choices, silent });
};

const ask = async (api: OpsApi, request: Request, response: Response, form: Form<unknown>) => {
  const id = String(request.params['plan']);
  const wanted = kept<Wanted>(request, KIND, id);
  const plan = await planOf(api, wanted);
  response.status(form.errors.length > 0 ? 400 : 200);
  response.render('operations/dead-letters/plan.njk', { id, wanted, plan, ...form });
};

/** Call by call until nothing remains or the time is up. Keys that failed again are not tried twice. */
const release = async (api: OpsApi, { service, body }: Wanted, why: string): Promise<Outcome> => {
  const stillParked = new Set<string>();
  let handled = 0;
  let remaining = 0;
  for (let call = 0; call < CALLS; call += 1) {
    const given = { ...body, reason: why, budgetMs: BUDGET_MS };
    const step = await api.post<Redriven>(service, PATH, given, BUDGET_MS + 10_000);
    handled += step.handled;
    for (const key of step.stillParked) stillParked.add(key);
    remaining = step.remaining;
    if (remaining === 0 || step.handled === 0) break;
  }
  return { handled, stillParked: stillParked.size, remaining };
};

const confirm = async (api: OpsApi, request: Request, response: Response) => {
  const form = readForm(confirmation, request.body);
  if (!form.data) return ask(api, request, response, form);
  const wanted = take<Wanted>(request, KIND, request.params['plan']);
  try {
    const outcome = await release(api, wanted, form.data.reason);
    request.session.notice = noticeOf(outcome);
    const { service, body } = wanted;
    const list = `${HOME}?service=${service}&consumer=${encodeURIComponent(String(body['consumer']))}`;
    response.redirect(303, outcome.remaining > 0 ? `${HOME}/redrive/${keep(request, KIND, wanted)}` : list);
  } catch (error) {
    const text = refusalWords(error);
    request.session.notice = { kind: 'important', text: `Nothing was redriven: ${text}` };
    response.redirect(303, HOME);
  }
};

const begun = (request: Request): Form<unknown> => {
  const { service, consumer, key, type, code } = searchedFor(request);
  const named = service !== undefined && consumer !== undefined ? { consumer: `${service}/${consumer}` } : {};
  return emptyForm({ ...named, ...(key && { key }), ...(type && { type }), ...(code && { code }) });
};

/** Handling again what failed: which, then the plan, then the word to do it. */
export const redrivePages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(`${HOME}/redrive`, MAY_WRITE, (request, response) => choose(apiOf(request), response, begun(request)));
  pages.post(`${HOME}/redrive`, MAY_WRITE, selection, async (request, response) => {
    const api = apiOf(request);
    const form = readForm(selection, request.body);
    if (!form.data) return choose(api, response, form);
    const wanted = wantedOf(form.data);
    try {
      await planOf(api, wanted);
    } catch (error) {
      return choose(api, response, withErrors(form.values, [{ field: 'consumer', text: refusalWords(error) }]));
    }
    response.redirect(303, `${HOME}/redrive/${keep(request, KIND, wanted)}`);
  });
  pages.get(`${HOME}/redrive/:plan`, MAY_WRITE, (request, response) =>
    ask(apiOf(request), request, response, emptyForm()),
  );
  pages.post(`${HOME}/redrive/:plan`, MAY_WRITE, confirmation, (request, response) =>
    confirm(apiOf(request), request, response),
  );
  for (const whole of [false, true]) {
    pages.get(`${HOME}/:service/:id/redrive${whole ? '-key' : ''}`, MAY_WRITE, async (request, response) => {
      const { service, consumer, id, key } = await letterOf(apiOf(request), request);
      const wanted: Wanted = { service, body: { consumer, ...(whole ? { key } : { id }) } };
      response.redirect(303, `${HOME}/redrive/${keep(request, KIND, wanted)}`);
    });
  }
};
