import { partitionOf, PARTITIONS } from '../partition';
import { instantOf } from '../bus/received';
import type { ReplayFilter, ReplayRequest } from './run';

/** A request that makes no sense. */
export class ReplayRefused extends Error {
  readonly kind = 'invalid';
  constructor(
    readonly code: string,
    readonly detail?: string,
  ) {
    super(code);
    this.name = 'ReplayRefused';
  }
}

const pattern = (wildcard: string): RegExp =>
  new RegExp(`^${wildcard.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

/** True when the type is one of these; `*` stands for any run of characters. No list means every type. */
export const matchesType = (type: string, wildcards: readonly string[] | undefined): boolean =>
  wildcards === undefined || wildcards.length === 0 || wildcards.some((each) => pattern(each).test(type));

/** Conditions on `event_log`, with their values; the first placeholder is `$first`. Empty lists do not restrict. */
export const conditionsOf = (filter: ReplayFilter, first: number): { sql: string; values: unknown[] } => {
  const values: unknown[] = [];
  const parts: string[] = [];
  const add = (value: unknown, sql: (placeholder: string) => string) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
    values.push(value);
    parts.push(sql(`$${first + values.length - 1}`));
  };
  add(filter.from, (p) => `occurred_at >= ${p}::timestamptz`);
  add(filter.to, (p) => `occurred_at <= ${p}::timestamptz`);
  add(filter.keys, (p) => `key = any(${p}::text[])`);
  add(filter.aggregateIds, (p) => `aggregate_id = any(${p}::text[])`);
  add(filter.eventIds, (p) => `event_id = any(${p}::uuid[])`);
  return { sql: parts.map((part) => ` and ${part}`).join(''), values };
};

/** The partitions in which events of this filter can be: keys name theirs. */
export const partitionsOf = (filter: ReplayFilter): number[] =>
  filter.keys && filter.keys.length > 0
    ? [...new Set(filter.keys.map(partitionOf))].sort((a, b) => a - b)
    : Array.from({ length: PARTITIONS }, (_, partition) => partition);

const isEmpty = (filter: ReplayFilter): boolean =>
  Object.values(filter).every((value) => !value || (Array.isArray(value) && value.length === 0));

const isMoment = (text: string | undefined) => text === undefined || instantOf(text) !== undefined;

const refuse = (code: string): never => {
  throw new ReplayRefused(code);
};

/** Throws {@link ReplayRefused} for what no run can do. */
export const check = (request: ReplayRequest): void => {
  const { mode, filter, reason, rate, withEffects } = request;
  const { keys = [], eventIds = [], ...others } = filter;
  if (!reason.trim()) refuse('REASON_REQUIRED');
  if (!isMoment(filter.from) || !isMoment(filter.to)) refuse('TIME_UNREADABLE');
  if (rate !== undefined && !(rate > 0)) refuse('RATE_NOT_POSITIVE');
  if (mode === 'single' && (eventIds.length !== 1 || keys.length > 0)) refuse('SINGLE_NEEDS_ONE_EVENT_ID');
  if (mode === 'reset-keys' && keys.length === 0) refuse('RESET_NEEDS_KEYS');
  if (mode === 'reset-keys' && (eventIds.length > 0 || !isEmpty(others))) refuse('RESET_TAKES_WHOLE_HISTORY');
  if (mode === 'rebuild' && !isEmpty(filter)) refuse('REBUILD_TAKES_EVERYTHING');
  if (withEffects && (mode === 'rebuild' || mode === 'reset-keys')) refuse('EFFECTS_NOT_IN_THIS_MODE');
};
