import { z } from 'zod';
import { ConsumerStatus } from '@throughcare/api/ops/consumers';
import { ReplayPlan, ReplayRun } from '@throughcare/api/ops/replays';
import { invalid } from '@throughcare/base/errors';
import { choice, optional, parsed, text, tick } from '@throughcare/web/fields';
import type { DataOf } from '@throughcare/web/form';
import { formPage } from '@throughcare/web/form-page';
import type { Pages } from '@throughcare/web/pages';
import type { Visit } from '@throughcare/web/visit/visit';
import { MAY_READ, MAY_WRITE, mayWrite } from '../access';
import { choicesOf } from '../choices';
import { consumerChoice, keyList, listOf, moment, reason, typePattern, uuidPattern, wordPattern } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { orRefused } from '../refused';
import { filterWords } from './run.rules';

const HOME = '/operations/replays';
const KIND = 'replay';
const MODES = ['redeliver', 'single', 'reset-keys', 'rebuild'] as const;

const selection = {
  consumer: consumerChoice(),
  mode: choice('what to repeat', MODES),
  types: listOf('event types', typePattern),
  keys: keyList(),
  aggregateIds: listOf('aggregates', wordPattern),
  eventIds: listOf('event ids', uuidPattern),
  sources: listOf('services', /^[a-z-]+$/, 10),
  from: moment('From'),
  to: moment('To'),
  missed: tick('only what had no effect'),
};

const BY_CODE = { NO_SUCH_EVENT_TYPE: 'types', TYPE_NOT_HANDLED: 'types', SOURCE_NOT_READ: 'sources' };

const rateRule = {
  invalid: 'The rate must be a whole number of events per second',
  tooLong: 'The rate must be 999,999 or fewer events per second',
  tooSmall: 'The rate must be 1 or more',
};
const confirmation = {
  rate: optional(
    parsed(text('the rate', { max: 6, pattern: /^\d+$/, says: rateRule }), (typed) =>
      Number(typed) > 0 ? { data: Number(typed) } : { errorType: 'tooSmall' },
    ),
  ),
  withEffects: tick('effects happen again'),
  reason: reason(),
};

interface Wanted {
  readonly service: string;
  readonly body: { readonly consumer: string; readonly mode: string; readonly filter: ReplayRun['filter'] };
}

const wantedOf = ({ consumer, mode, ...filter }: DataOf<typeof selection>): Wanted => {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== false);
  return { service: consumer.service, body: { consumer: consumer.consumer, mode, filter: Object.fromEntries(given) } };
};

// Counting a long log takes its time.
const planOf = (api: OpsApi, { service, body }: Wanted) =>
  api.post(service, '/ops/replays/plan', body, ReplayPlan, 30_000);

/** Consumers to choose from. An address that names one that there is not is wrong; of a silent service nobody knows. */
const choices = async (api: OpsApi, { query }: Visit) => {
  const found = await choicesOf(api);
  const { consumer } = query;
  if (typeof consumer !== 'string') return found;
  const isSilent = found.silent.some(({ service }) => service === consumer.split('/')[0]);
  const isKnown = found.choices.some(({ value }) => value === consumer && value !== '');
  if (!isKnown && !isSilent) throw invalid('NO_SUCH_CONSUMER', { detail: 'There is no such consumer.' });
  return found;
};

const planned = async (api: OpsApi, visit: Visit) => {
  const id = visit.params['plan'];
  const wanted = await visit.kept.get<Wanted>(KIND, id);
  const { service, body } = wanted;
  const plan = await planOf(api, wanted);
  const consumers = await api.get(service, '/ops/consumers', z.array(ConsumerStatus));
  return {
    id,
    wanted,
    plan,
    mayWrite: mayWrite(visit),
    filter: filterWords(body.filter),
    hasEffects: consumers.some(({ consumer, hasEffects }) => consumer === body.consumer && hasEffects),
    isMissed: 'missed' in body.filter,
    mayHaveEffects: ['redeliver', 'single'].includes(body.mode),
  };
};

/** A new run: what to repeat, then the dry run, then the word to begin. */
export const newRunPages = (pages: Pages, apiOf: ApiOf): void => {
  formPage(pages, {
    path: `${HOME}/new`,
    may: MAY_READ,
    view: 'operations/replays/new.njk',
    fields: selection,
    query: { consumer: /^/ },
    load: (visit) => choices(apiOf(visit), visit),
    begin: (_loaded, { query: { consumer } }) => ({
      mode: 'redeliver',
      ...(typeof consumer === 'string' && { consumer }),
    }),
    save: (visit, data) => {
      const plan = async () => {
        const wanted = wantedOf(data);
        await planOf(apiOf(visit), wanted);
        return { goTo: `${HOME}/plans/${await visit.kept.keep(KIND, wanted)}` };
      };
      return orRefused('mode', plan, BY_CODE);
    },
  });
  formPage(pages, {
    path: `${HOME}/plans/:plan`,
    may: MAY_READ,
    maySave: MAY_WRITE,
    view: 'operations/replays/plan.njk',
    fields: confirmation,
    load: (visit) => planned(apiOf(visit), visit),
    save: (visit, { rate, withEffects, reason: why }, { wanted: { service, body } }) =>
      orRefused('reason', async () => {
        const given = { ...body, reason: why, ...(rate && { rate }), ...(withEffects && { withEffects }) };
        const run = await apiOf(visit).post(service, '/ops/replays', given, ReplayRun, 30_000);
        await visit.kept.take(KIND, visit.params['plan']);
        return { goTo: `${HOME}/${service}/${run.id}`, notice: { kind: 'success', text: 'The run has begun' } };
      }),
  });
};
