import type { Sample } from '@throughcare/base/metric-registry';
import type { DataSource } from 'typeorm';
import { GAP_CODES } from './gap.rules';

/** Gaps found within the last day, by what had become of the message; and how late the comparisons are. */
export const gapSamples = async (db: DataSource): Promise<readonly Sample[]> => {
  const [gaps, [check]] = await Promise.all([
    db.query<{ code: string; count: number }[]>(
      `select code, count(*)::int as count from custody_gap
       where found_at > clock_timestamp() - interval '1 day' group by code`,
    ),
    db.query<{ seconds: number }[]>(
      `select coalesce(extract(epoch from clock_timestamp() - min(next_check_at)), 0)::float8 as seconds
       from custody_person where next_check_at <= clock_timestamp()`,
    ),
  ]);
  return [
    ...GAP_CODES.map((code) => ({
      name: 'throughcare_custody_gaps' as const,
      value: gaps.find((each) => each.code === code)?.count ?? 0,
      labels: { code },
    })),
    { name: 'throughcare_custody_check_overdue_seconds', value: check?.seconds ?? 0 },
  ];
};
