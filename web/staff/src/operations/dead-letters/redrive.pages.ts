import { RedrivePlan, Redriven } from '@throughcare/api/ops/dead-letters';
import { tick } from '@throughcare/web/fields';
import type { DataOf, FieldProblem } from '@throughcare/web/form';
import { formPage, type Saved } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import { type Visit, visitOf } from '@throughcare/web/visit/visit';
import { MAY_WRITE } from '../access';
import { choicesOf } from '../choices';
import { consumerChoice, errorCode, eventType, keyText, moment, reason } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { refusalWords } from '../refusal';
import { orRefused } from '../refused';
import { lettersQuery, lettersSearchedFor } from './letter-search.pages';
import { letterOf } from './letter.pages';
import { type Outcome, noticeOf, stillLying } from './redrive.rules';

const HOME = '/operations/dead-letters';
const KIND = 'redrive';
const PATH = '/ops/dead-letters/redrive';
/** Longest that one press of the button works; what is left then is asked about again. */
const CALLS = 3;
const BUDGET_MS = 4_000;

/** Which letters: heads of keys that match, or everything of the consumer when that was said. */
interface Wanted {
  readonly service: string;
  readonly body: Readonly<Record<string, string | boolean>> & { readonly consumer: string };
}

const selection = {
  consumer: consumerChoice(),
  key: keyText(),
  type: eventType(),
  code: errorCode(),
  before: moment('Failed before'),
  all: tick('everything of this consumer'),
};
type Selection = DataOf<typeof selection>;

const filterOf = ({ key, type, code, before }: Selection): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ key, type, code, before }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );

/** Some of the letters or all of them: one of the two has to be said, and not both. */
const contradictions = (given: Selection): FieldProblem[] => {
  const isFiltered = Object.keys(filterOf(given)).length > 0;
  if (isFiltered === given.all)
    return isFiltered
      ? [{ field: 'all', text: 'Everything is more than what the fields say: choose one' }]
      : [{ field: 'key', text: 'Fill in at least one field, or choose everything' }];
  return [];
};

const wantedOf = (given: Selection): Wanted => {
  const { service, consumer } = given.consumer;
  return { service, body: { consumer, ...filterOf(given), ...(given.all && { all: true }) } };
};

const planOf = (api: OpsApi, { service, body }: Wanted) =>
  api.post(service, PATH, { ...body, dryRun: true, reason: 'plan' }, RedrivePlan);

/** Call by call until nothing remains or the time is up. Keys that failed again are not tried twice. */
const release = async (api: OpsApi, { service, body }: Wanted, why: string): Promise<Outcome> => {
  const stillParked = new Set<string>();
  let handled = 0;
  let remaining = 0;
  let isOneCall = true;
  for (let call = 0; call < CALLS; call += 1) {
    isOneCall = call === 0;
    const given = { ...body, reason: why, budgetMs: BUDGET_MS };
    const step = await api.post(service, PATH, given, Redriven, BUDGET_MS + 10_000);
    handled += step.handled;
    for (const key of step.stillParked) stillParked.add(key);
    remaining = step.remaining;
    if (remaining === 0 || step.handled === 0) break;
  }
  const everything = { service, body: { consumer: body.consumer, all: true } };
  const isKnown = isOneCall || stillParked.size === 0;
  const parked = isKnown ? stillParked.size : stillLying(stillParked, await planOf(api, everything));
  return { handled, stillParked: parked, remaining };
};

const confirm = async (api: OpsApi, visit: Visit, why: string): Promise<Saved> => {
  const wanted = await visit.kept.take<Wanted>(KIND, visit.params['plan']);
  try {
    const outcome = await release(api, wanted, why);
    const { service, body } = wanted;
    const list = `${HOME}?service=${service}&consumer=${encodeURIComponent(body.consumer)}`;
    const goTo = outcome.remaining > 0 ? `${HOME}/redrive/${await visit.kept.keep(KIND, wanted)}` : list;
    return { goTo, notice: noticeOf(outcome) };
  } catch (error) {
    return { goTo: HOME, notice: { kind: 'important', text: `Nothing was redriven: ${refusalWords(error)}` } };
  }
};

const begun = async (visit: Visit): Promise<Record<string, string>> => {
  const { service, consumer, key, type, code } = await lettersSearchedFor(visit);
  const named = service !== undefined && consumer !== undefined ? { consumer: `${service}/${consumer}` } : {};
  return { ...named, ...(key && { key }), ...(type && { type }), ...(code && { code }) };
};

/** Handling again what failed: which, then the plan, then the word to do it. */
export const redrivePages = (pages: Pages, apiOf: ApiOf): void => {
  formPage(pages, {
    path: `${HOME}/redrive`,
    may: MAY_WRITE,
    view: 'operations/dead-letters/redrive.njk',
    fields: selection,
    query: lettersQuery,
    load: (visit) => choicesOf(apiOf(visit)),
    begin: (_loaded, visit) => begun(visit),
    save: async (visit, data) => {
      const problems = contradictions(data);
      if (problems.length > 0) return { problems };
      const wanted = wantedOf(data);
      const plan = async () => {
        await planOf(apiOf(visit), wanted);
        return { goTo: `${HOME}/redrive/${await visit.kept.keep(KIND, wanted)}` };
      };
      return orRefused('consumer', plan, { NO_SUCH_EVENT_TYPE: 'type' });
    },
  });
  formPage(pages, {
    path: `${HOME}/redrive/:plan`,
    may: MAY_WRITE,
    view: 'operations/dead-letters/plan.njk',
    fields: { reason: reason() },
    load: async (visit) => {
      const id = visit.params['plan'];
      const wanted = await visit.kept.get<Wanted>(KIND, id);
      return { id, wanted, plan: await planOf(apiOf(visit), wanted) };
    },
    save: (visit, data) => confirm(apiOf(visit), visit, data.reason),
  });
  for (const whole of [false, true]) {
    pages.get(`${HOME}/:service/:id/redrive${whole ? '-key' : ''}`, MAY_WRITE, async (request, response) => {
      const visit = visitOf(request);
      const { service, consumer, id, key } = await letterOf(apiOf(visit), visit);
      const wanted: Wanted = { service, body: { consumer, ...(whole ? { key } : { id }) } };
      response.redirect(303, `${HOME}/redrive/${await visit.kept.keep(KIND, wanted)}`);
    });
  }
};
