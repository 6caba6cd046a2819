import type { Sample } from '@throughcare/base/metric-registry';
import type { DataSource } from 'typeorm';

/** Active staff of nDelius areas that lead to no region: they cannot work until `libs/reference` names their area. */
export const staffSamples = async (db: DataSource): Promise<readonly Sample[]> => {
  const rows: { area: string; count: number }[] = await db.query(
    `select coalesce(region_code, '') as area, count(*)::int as count from staff
     where region_id is null and is_active group by 1 order by count(*) desc, 1 limit 50`,
  );
  return rows.map(({ area, count }) => ({
    name: 'throughcare_staff_without_region' as const,
    value: count,
    labels: { area },
  }));
};
