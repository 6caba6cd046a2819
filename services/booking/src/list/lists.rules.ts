import { lists } from '@throughcare/reference/lists';
import { MAX_NIGHTS } from '../occupancy/occupancy.rules';

/** From this night on a stay is looked at: two weeks remain. */
const APPROACHING_NIGHTS = 70;

export const LIST_NAMES = [
  'provisional',
  'confirmed',
  'active',
  'departed',
  'cancelled',
  'not-arrived',
  'due-today',
  'overdue',
  'approaching-limit',
  'over-limit',
  'pending-move-on',
  'needs-attention',
] as const;
export type ListName = (typeof LIST_NAMES)[number];

/** Move-on categories that say that the outcome is to come. */
export const pendingOutcomes = (): string[] =>
  lists
    .all('move-on-categories')
    .filter(({ name }) => name.startsWith('Pending'))
    .map(({ id }) => id);

const IS_PLAN = `b.status in ('provisional', 'confirmed')`;
const STAYS = `b.status = 'arrived'`;
/** Nothing of these kinds was recorded after the action `m`. */
const isLast = (...kinds: string[]) =>
  `not exists (select from booking_action l where l.booking_id = m.booking_id
     and l.kind in (${kinds.map((kind) => `'${kind}'`).join(', ')}) and (l.created_at, l.id) > (m.created_at, m.id))`;

/** Nobody has dealt with this alert, which is named as `warnings.rules.ts` names it. */
const isOpen = (alert: string) =>
  `not exists (select from booking_alert_dismissal k where k.booking_id = b.id and k.alert = ${alert})`;
const day = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;
const ARRIVES = day('b.arrival_date');

const IS_LATE = `(${STAYS} and b.departure_date < $2 and ${isOpen(`'overdue-' || ${day('b.departure_date')}`)})`;
/** The referral's days and status disagree with the booking. */
const REFERRAL_DISAGREES = `exists (select from referral_view v where v.assessment_id = b.assessment_id and (
  (b.status = 'provisional' and v.assessment_status <> 'ready_to_place' and ${isOpen(`'referral-' || v.assessment_status`)})
  or (${IS_PLAN} and v.required_from < b.arrival_date and ${isOpen(`'needed-' || ${day('v.required_from')} || '-' || ${ARRIVES}`)})
  or (${IS_PLAN} and v.release_date > b.arrival_date and ${isOpen(`'release-' || ${day('v.release_date')} || '-' || ${ARRIVES}`)})))`;
const LONDON_DAY = `(c.occurred_at at time zone 'Europe/London')::date`;
const IN_CUSTODY = `(${STAYS} and exists (select from custody_view c where c.in_custody
  and (c.noms_number = b.noms_number or c.crn = b.crn) and ${LONDON_DAY} >= b.arrival_date
  and ${isOpen(`'custody-' || ${day(LONDON_DAY)}`)}))`;
const HAS_DIED = `exists (select from custody_view c where c.has_died and (c.noms_number = b.noms_number or c.crn = b.crn)
  and ${isOpen(`'died-' || ${day(LONDON_DAY)}`)})`;
/** The prison's release date is news: another day than the referral's, or after a booking without one begins. */
const PRISON_DATE = `(${IS_PLAN} and exists (select from release_date_view d
    left join referral_view v on v.assessment_id = b.assessment_id
  where (d.noms_number = b.noms_number or d.crn = b.crn)
    and case when v.release_date is null then d.release_date > b.arrival_date else d.release_date is distinct from v.release_date end
    and not exists (select from custody_view c where c.noms_number = d.noms_number and not c.in_custody and c.occurred_at > d.changed_at)
    and ${isOpen(`'prison-date-' || coalesce(${day('d.release_date')}, 'none')`)}))`;
/** Two records of one person were merged, or an overdue stay runs into the next booking. */
const OVERLAPS = `(${IS_PLAN} or ${STAYS}) and exists (select from booking o
  where o.crn = b.crn and o.id <> b.id and o.status in ('provisional', 'confirmed', 'arrived')
    and daterange(o.arrival_date, case when o.status = 'arrived' and o.departure_date < $2 then null
          else greatest(o.departure_date, o.arrival_date + 1) end)
     && daterange(b.arrival_date, case when ${STAYS} and b.departure_date < $2 then null
          else greatest(b.departure_date, b.arrival_date + 1) end)
    and ${isOpen(`'overlaps-' || o.id`)})`;

/** Which bookings `b` a list has: `$2` is today, `$3` the ids of move-on categories that are pending. */
const CONDITIONS: Readonly<Record<ListName, string>> = {
  provisional: `b.status = 'provisional'`,
  confirmed: `b.status = 'confirmed'`,
  active: STAYS,
  departed: `b.status = 'departed' and b.erased_at is null`,
  cancelled: `b.status = 'cancelled' and b.erased_at is null`,
  'not-arrived': `b.status = 'cancelled' and b.erased_at is null and exists (select from booking_action m
    where m.booking_id = b.id and m.kind = 'non-arrival' and ${isLast('cancellation', 'non-arrival')})`,
  'due-today': `((${IS_PLAN} and b.arrival_date = $2) or (${STAYS} and b.departure_date = $2))`,
  overdue: `((${IS_PLAN} and b.arrival_date < $2) or (${STAYS} and b.departure_date < $2))`,
  'approaching-limit': `${STAYS} and $2::date - b.arrival_date between ${APPROACHING_NIGHTS} and ${MAX_NIGHTS}`,
  'over-limit': `${STAYS} and $2::date - b.arrival_date > ${MAX_NIGHTS}`,
  // From the few departures that say so: there are many departures.
  'pending-move-on': `b.status = 'departed' and b.erased_at is null and b.id in (select m.booking_id from booking_action m
    where m.kind = 'departure' and m.details ->> 'moveOnCategoryId' = any($3) and ${isLast('departure')})`,
  'needs-attention': `(${IS_PLAN} or ${STAYS}) and (${IS_LATE} or ${REFERRAL_DISAGREES} or ${IN_CUSTODY} or ${HAS_DIED}
    or ${PRISON_DATE} or (${OVERLAPS}))`,
};

/** SQL of a list, in which every value is used whatever the list is. */
export const conditionOf = (list: ListName): string =>
  `(${CONDITIONS[list]}) and $2::date is not null and $3::text[] is not null`;

/** A referral `v` of the region `$1` that is ready to place and for which no bedspace is booked. */
export const IS_WAITING = `v.probation_region_id = $1 and v.assessment_status = 'ready_to_place'
  and not exists (select from booking b where b.assessment_id = v.assessment_id
    and b.status in ('provisional', 'confirmed', 'arrived'))`;
