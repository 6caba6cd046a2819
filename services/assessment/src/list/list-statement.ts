import { addDays, londonInstant, type Day } from '@throughcare/base/calendar';
import { bySex, type Narrowing, type PeopleList } from '@throughcare/platform/lists';
import type { StaffMember } from '@throughcare/platform/staff';
import { unitsMeantBy } from '@throughcare/reference/regions';
import { overdueBefore } from '../assessment/waiting.rules';
import { pduIdsByName } from '../shown-names';
import type { Filters, ListQuery, SortField } from './list-query.rules';

const COLUMNS = `a.id, a.crn, a.application_id as "applicationId", a.created_at as "createdAt", a.status,
  a.accommodation_required_from_date::text as "accommodationRequiredFromDate", a.release_date::text as "releaseDate",
  a.probation_delivery_unit_id as "probationDeliveryUnitId", a.decided_at as "decidedAt",
  a.allocated_to_user_id as "allocatedToUserId", s.name as "allocatedToName",
  coalesce(l.rosh, 'unknown') as rosh, coalesce(l.mappa, 'unknown') as mappa, coalesce(l.arson, 'unknown') as arson`;

const orders: Record<Exclude<SortField, 'name'>, string> = {
  arrivalDate: 'a.accommodation_required_from_date',
  crn: 'a.crn',
  status: 'a.status',
  createdAt: 'a.created_at',
  // Every referral is due the same time after it came.
  dueAt: 'a.created_at',
  releaseDate: 'a.release_date',
  probationDeliveryUnitName: 'unit.place',
  allocatedTo: 'lower(s.name)',
};

type Place = (value: unknown) => string;

export interface Asking {
  readonly me: StaffMember;
  readonly now: Date;
  readonly holidays: ReadonlySet<Day>;
}

const startOf = (day: Day): Date => londonInstant(day, '00:00');

/** Each filter that was asked for, as a condition. */
const conditionsOf = (filters: Filters, { me, now, holidays }: Asking, place: Place): string[] => {
  const { probationDeliveryUnitIds: units, mine, allocatedToUserId, sexualRisk, overdue, sources } = filters;
  const { requiredFrom, requiredTo, receivedFrom, receivedTo } = filters;
  const when = <T>(value: T | undefined, sql: (value: T) => string): string[] =>
    value === undefined ? [] : [sql(value)];
  return [
    ...when(units, (ids) => `a.probation_delivery_unit_id = any(${place(unitsMeantBy(ids))}::uuid[])`),
    ...when(mine, (is) => `a.allocated_to_user_id is ${is ? 'not ' : ''}distinct from ${place(me.userId)}::uuid`),
    ...when(allocatedToUserId, (id) => `a.allocated_to_user_id = ${place(id)}::uuid`),
    ...when(requiredFrom, (day) => `a.accommodation_required_from_date >= ${place(day)}::date`),
    ...when(requiredTo, (day) => `a.accommodation_required_from_date <= ${place(day)}::date`),
    ...when(receivedFrom, (day) => `a.created_at >= ${place(startOf(day))}::timestamptz`),
    ...when(receivedTo, (day) => `a.created_at < ${place(startOf(addDays(day, 1)))}::timestamptz`),
    ...when(overdue, (is) => {
      const late = `(a.status in ('unallocated', 'in_review') and a.created_at < ${place(overdueBefore(now, holidays))}::timestamptz)`;
      return is ? late : `not ${late}`;
    }),
    ...when(sexualRisk, (is) => (is ? 'a.sexual_risk is distinct from false' : 'a.sexual_risk = false')),
    ...when(sources, (reasons) => `a.eligibility_reason = any(${place(reasons)}::text[])`),
  ];
};

/** By what may be unknown: who is left out for that is counted. */
const narrowingsOf = ({ sexes, roshLevels, mappaLevels, arsonRisks }: Filters): Narrowing[] => [
  ...(sexes === undefined ? [] : [bySex(sexes)]),
  ...Object.entries({ rosh: roshLevels, mappa: mappaLevels, arson: arsonRisks }).flatMap(([by, asked]) =>
    asked === undefined ? [] : [{ by, value: `coalesce(l.${by}, 'unknown')`, asked }],
  ),
];

/** Assessments of the caller's own region, as they are asked for. */
export const listOf = (query: ListQuery, asking: Asking): PeopleList => {
  const { sortBy, sortDirection: direction, statuses, crn, name, page, filters } = query;
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const units = () =>
    ` left join unnest(${place(pduIdsByName())}::uuid[]) with ordinality unit (id, place) on unit.id = a.probation_delivery_unit_id`;
  return {
    from: `assessment a left join staff s on s.user_id = a.allocated_to_user_id left join risk_level l on l.assessment_id = a.id${sortBy === 'probationDeliveryUnitName' ? units() : ''}`,
    where: [
      `a.probation_region_id = ${place(asking.me.regionId)}`,
      'a.erased_at is null',
      ...(statuses ? [`a.status = any(${place(statuses)}::text[])`] : []),
      ...(crn === undefined ? [] : [`upper(a.crn) = ${place(crn)}`]),
      ...conditionsOf(filters, asking, place),
    ].join(' and '),
    person: 'a.crn',
    columns: COLUMNS,
    values,
    order: [sortBy === 'name' ? { byName: direction } : `${orders[sortBy]} ${direction}`, `a.id ${direction}`],
    name,
    narrowings: narrowingsOf(filters),
    page,
  };
};
