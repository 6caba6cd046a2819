import { isCrn } from '@throughcare/base/person-numbers';
import { addDays, londonInstant, type Day } from '@throughcare/base/calendar';
import type { PageAsked, PeopleList } from '@throughcare/platform/lists';
import type { StaffMember } from '@throughcare/platform/staff';
import { numberIn } from '../application/reference.rules';
import type { ReferralListQuery } from './list.dto';
import { STAGE, type SORTS } from './list.rules';

const COLUMNS = `a.id, a.crn, a.created_by_user_id as "createdByUserId", s.name as "createdByName", a.created_at as "createdAt",
  a.submitted_at as "submittedAt", a.withdrawn_at as "withdrawnAt", a.risks, a.assessment_status as "assessmentStatus",
  a.reference_number as "referenceNumber", a.arrival_date::text as "requiredFrom", a.placement_pdu_id as "placementPduId", ${STAGE} as "stage"`;

const orders: Record<Exclude<(typeof SORTS)[number], 'name'>, string> = {
  createdAt: 'a.created_at',
  submittedAt: 'a.submitted_at',
  requiredFrom: 'a.arrival_date',
  crn: 'a.crn',
  stage: STAGE,
};

export const pageOf = ({ page = 1, perPage = 10 }: ReferralListQuery): PageAsked => ({ number: page, size: perPage });

interface Sought {
  readonly crn?: string;
  readonly number?: number;
  readonly name?: string;
}

/** A whole CRN or reference in any case, or part of a name. */
const soughtBy = (typed: string | undefined): Sought => {
  const text = typed?.trim();
  if (!text) return {};
  if (isCrn(text.toUpperCase())) return { crn: text.toUpperCase() };
  const number = numberIn(text);
  return number === undefined ? { name: text } : { number };
};

const startOf = (day: Day): Date => londonInstant(day, '00:00');

type Place = (value: unknown) => string;

/** Each filter that was asked for, as a condition. */
const conditionsOf = (query: ReferralListQuery, { crn, number }: Sought, place: Place): string[] => {
  const when = <T>(value: T | undefined, sql: (value: T) => string): string[] =>
    value === undefined ? [] : [sql(value)];
  const since = (column: string, day: Day | undefined) =>
    when(day, (from) => `${column} >= ${place(startOf(from))}::timestamptz`);
  const until = (column: string, day: Day | undefined) =>
    when(day, (to) => `${column} < ${place(startOf(addDays(to, 1)))}::timestamptz`);
  return [
    ...when(crn, (whole) => `upper(a.crn) = ${place(whole)}`),
    ...when(number, (whole) => `a.reference_number = ${place(whole)}`),
    ...when(query.stages, (stages) => `${STAGE} = any(${place(stages)}::text[])`),
    ...since('a.created_at', query.createdFrom),
    ...until('a.created_at', query.createdTo),
    ...since('a.submitted_at', query.submittedFrom),
    ...until('a.submitted_at', query.submittedTo),
    ...when(query.requiredFrom, (day) => `a.arrival_date >= ${place(day)}::date`),
    ...when(query.requiredTo, (day) => `a.arrival_date <= ${place(day)}::date`),
  ];
};

/** The caller's own, or what was sent to their region: a draft is its author's alone. */
export const listOf = (query: ReferralListQuery, me: StaffMember): PeopleList => {
  const { scope = 'mine', sortBy = 'createdAt', sortDirection: direction = 'desc' } = query;
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const sought = soughtBy(query.search);
  // Of what was sent each day is there; without the words an index gives both orders.
  const nulls = scope === 'mine' ? ' nulls last' : '';
  return {
    from: 'application a left join staff s on s.user_id = a.created_by_user_id',
    where: [
      scope === 'mine'
        ? `a.created_by_user_id = ${place(me.userId)}`
        : `a.placement_region_id = ${place(me.regionId)} and a.submitted_at is not null`,
      'a.deleted_at is null and a.erased_at is null',
      ...conditionsOf(query, sought, place),
    ].join(' and '),
    person: 'a.crn',
    columns: COLUMNS,
    values,
    order: [sortBy === 'name' ? { byName: direction } : `${orders[sortBy]} ${direction}${nulls}`, `a.id ${direction}`],
    name: sought.name,
    page: pageOf(query),
  };
};
