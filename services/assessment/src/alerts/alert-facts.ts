import type { EntityManager } from 'typeorm';
import { alertsOf, type Alert, type Concerned } from './alerts.rules';

interface Row extends Concerned {
  readonly id: string;
  readonly inCustody: boolean | null;
  readonly isRecall: boolean;
  readonly hasDied: boolean;
  readonly occurredAt: Date;
  readonly isDateKnown: boolean;
  readonly prisonReleaseDate: string | null;
  readonly dateChangedAt: Date;
  readonly notArrivedOn: string | null;
  readonly notArrivedReason: string | null;
  readonly mergedFrom: string | null;
  readonly risksChanged: string[] | null;
  readonly checkedAt: Date;
  readonly acknowledged: string[];
}

const FACTS = `
  select a.id, a.status, a.created_at as "createdAt", a.accommodation_required_from_date::text as "accommodationRequiredFromDate",
         c.in_custody as "inCustody", c.is_recall as "isRecall", c.has_died as "hasDied", c.occurred_at as "occurredAt",
         a.release_date::text as "releaseDate", d.noms_number is not null as "isDateKnown", d.release_date::text as "prisonReleaseDate",
         d.changed_at as "dateChangedAt", n.expected_on::text as "notArrivedOn", n.reason as "notArrivedReason", m.made_with as "mergedFrom",
         r.changed as "risksChanged", r.checked_at as "checkedAt",
         array(select k.alert from alert_acknowledgement k where k.assessment_id = a.id order by k.alert) as acknowledged
    from assessment a left join custody_view c on c.noms_number = a.noms_number
         left join release_date_view d on d.noms_number = a.noms_number
         left join lateral (
           select v.expected_on, v.reason from non_arrival_view v where v.assessment_id = a.id and v.is_standing and not exists (
             select from booking_view b where b.assessment_id = a.id and b.state in ('provisional', 'confirmed'))
            order by v.expected_on desc, v.booking_id limit 1) n on true
         left join risk_view r on r.assessment_id = a.id
         left join renumbered_row m on m.table_name = 'assessment' and m.row_id = a.id::text and m.number_type = 'crn' and m.made_with <> a.crn
   where a.id = any($1::uuid[]) order by a.id`;

const absenceOf = ({ notArrivedOn, notArrivedReason }: Row) =>
  notArrivedOn === null ? undefined : { expectedOn: notArrivedOn, reason: notArrivedReason ?? '' };

/** What nobody has acknowledged yet, of each of these assessments. */
export const openAlerts = async (
  db: Pick<EntityManager, 'query'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Alert[]>> => {
  if (ids.length === 0) return new Map();
  const rows = await db.query<Row[]>(FACTS, [ids]);
  return new Map(
    rows.map((row) => {
      const { inCustody, isRecall, hasDied, occurredAt, mergedFrom, risksChanged, checkedAt, acknowledged } = row;
      const movement = inCustody === null ? undefined : { inCustody, isRecall, hasDied, occurredAt };
      const prisonDate = row.isDateKnown ? { day: row.prisonReleaseDate, changedAt: row.dateChangedAt } : undefined;
      const risks = risksChanged === null ? undefined : { changed: risksChanged, checkedAt };
      const alerts = alertsOf(row, {
        movement,
        prisonDate,
        absence: absenceOf(row),
        mergedFrom: mergedFrom ?? undefined,
        risks,
      });
      return [row.id, alerts.filter(({ alert }) => !acknowledged.includes(alert))];
    }),
  );
};
