import { z } from 'zod';
import { isPersonNumber } from '@throughcare/base/person-numbers';
import { AuditEntry } from '@throughcare/api/ops/service';
import { optional, parsed, text } from '@throughcare/web/fields';
import type { DataOf } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { searchPage } from '@throughcare/web/search-page';
import { MAY_READ } from '../access';
import { moment } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { foundOrRefused } from '../refused';

const MOST = 100;

const fields = {
  person: optional(
    parsed(text('a CRN or prison number', { max: 20 }), (data) =>
      isPersonNumber(data) ? { data } : { errorType: 'invalid' },
    ),
  ),
  actor: optional(text('a user name', { max: 100 })),
  action: optional(text('an action', { max: 100, pattern: /^[a-z0-9.*-]+$/ })),
  from: moment('From'),
  to: moment('To'),
};
type Filter = DataOf<typeof fields>;

const bodyOf = ({ person, ...filter }: Filter) => ({
  ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
  ...(person && { key: [person.toUpperCase()] }),
  limit: MOST,
});

const wordsOf = ({ keys, ...parameters }: AuditEntry['parameters']) => ({
  people: Array.isArray(keys) ? keys.map(String) : [],
  facts: Object.entries(parameters).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  ),
});

const entriesOf = async (api: OpsApi, filter: Filter) => {
  const body = bodyOf(filter);
  const { answers, silent } = await api.all((service) =>
    api.post(service, '/ops/audit/search', body, z.array(AuditEntry)),
  );
  const rows = answers
    .flatMap(({ service, answer }) => answer.map((entry) => ({ service, ...entry, ...wordsOf(entry.parameters) })))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  return { rows, silent, most: MOST, isCut: answers.some(({ answer }) => answer.length === MOST) };
};

const NOTHING: Awaited<ReturnType<typeof entriesOf>> = { rows: [], silent: [], most: MOST, isCut: false };

/** Who did or looked at what and why, in every service. */
export const auditPages = (pages: Pages, apiOf: ApiOf): void =>
  searchPage(pages, {
    path: '/operations/audit',
    may: MAY_READ,
    view: 'operations/audit/list.njk',
    fields,
    find: async (visit, { data }) => {
      if (!data) return { model: NOTHING };
      const { found, problems } = await foundOrRefused(NOTHING, 'action', () => entriesOf(apiOf(visit), data));
      return { model: found, problems };
    },
  });
