import type { Sample } from '@throughcare/base/metric-registry';
import type { DataSource } from 'typeorm';

const STATES = ['waiting', 'sent', 'skipped', 'failed'] as const;

/** How many messages to practitioners there are in each state. Every series is there from the start as 0, so that its first rise is one. */
export const notificationSamples = async (db: DataSource): Promise<readonly Sample[]> => {
  const rows = await db.query<{ state: string; count: number }[]>(
    'select state, count(*)::int as count from notification group by state order by state',
  );
  return STATES.map((state) => ({
    name: 'throughcare_notifications' as const,
    value: rows.find((row) => row.state === state)?.count ?? 0,
    labels: { state },
  }));
};
