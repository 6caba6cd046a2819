import type { EntityManager } from 'typeorm';
import { alertsOf, type Alert, type Concerned } from './alerts.rules';

interface Row extends Concerned {
  readonly id: string;
  readonly inCustody: boolean | null;
  readonly isRecall: boolean;
  readonly occurredAt: Date;
  readonly mergedFrom: string | null;
  readonly risksChanged: string[] | null;
  readonly checkedAt: Date;
  readonly acknowledged: string[];
}

const FACTS = `
  select a.id, a.status, a.created_at as "createdAt", a.accommodation_required_from_date::text as "accommodationRequiredFromDate",
         c.in_custody as "inCustody", c.is_recall as "isRecall", c.occurred_at as "occurredAt", m.made_with as "mergedFrom",
         r.changed as "risksChanged", r.checked_at as "checkedAt",
         array(select k.alert from alert_acknowledgement k where k.assessment_id = a.id order by k.alert) as acknowledged
    from assessment a left join custody_view c on c.noms_number = a.noms_number
         left join risk_view r on r.assessment_id = a.id
         left join renumbered_row m on m.table_name = 'assessment' and m.row_id = a.id::text and m.number_type = 'crn' and m.made_with <> a.crn
   where a.id = any($1::uuid[]) order by a.id`;

/** What nobody has acknowledged yet, of each of these assessments. */
export const openAlerts = async (
  db: Pick<EntityManager, 'query'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Alert[]>> => {
  if (ids.length === 0) return new Map();
  const rows = await db.query<Row[]>(FACTS, [ids]);
  return new Map(
    rows.map((row) => {
      const { inCustody, isRecall, occurredAt, mergedFrom, risksChanged, checkedAt, acknowledged } = row;
      const movement = inCustody === null ? undefined : { inCustody, isRecall, occurredAt };
      const risks = risksChanged === null ? undefined : { changed: risksChanged, checkedAt };
      const alerts = alertsOf(row, { movement, mergedFrom: mergedFrom ?? undefined, risks });
      return [row.id, alerts.filter(({ alert }) => !acknowledged.includes(alert))];
    }),
  );
};
