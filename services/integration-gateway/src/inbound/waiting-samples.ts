import type { Sample } from '@throughcare/base/metric-registry';
import type { DataSource } from 'typeorm';

/** Messages that were not taken, and not discarded. */
export interface QuarantineDepth {
  readonly count: number;
  readonly oldestSeconds: number;
  readonly byProblem: readonly { readonly code: string; readonly count: number }[];
}

/** Movements that are told and not shown. */
export interface PendingClaims {
  readonly count: number;
  readonly oldestSeconds: number;
}

const ageOf = (column: string) =>
  `coalesce(extract(epoch from clock_timestamp() - min(${column})), 0)::float8 as "oldestSeconds"`;

export const quarantineDepth = async (db: DataSource): Promise<QuarantineDepth> => {
  const rows = await db.query<{ code: string; count: number; oldestSeconds: number }[]>(
    `select split_part(problem, ' ', 1) as code, count(*)::int as count, ${ageOf('received_at')}
     from quarantine where discarded_at is null group by 1 order by 2 desc, 1`,
  );
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    oldestSeconds: Math.max(0, ...rows.map(({ oldestSeconds }) => oldestSeconds)),
    byProblem: rows,
  };
};

export const pendingClaims = async (db: DataSource): Promise<PendingClaims> => {
  const [row] = await db.query<PendingClaims[]>(
    `select count(*)::int as count, ${ageOf('received_at')} from custody_claim where state = 'pending'`,
  );
  return row ?? { count: 0, oldestSeconds: 0 };
};

export const waitingSamples = async (db: DataSource): Promise<readonly Sample[]> => {
  const [quarantine, claims] = await Promise.all([quarantineDepth(db), pendingClaims(db)]);
  return [
    ...quarantine.byProblem.map(({ code, count }) => ({
      name: 'throughcare_quarantine_messages' as const,
      value: count,
      labels: { code },
    })),
    { name: 'throughcare_quarantine_oldest_seconds', value: quarantine.oldestSeconds },
    { name: 'throughcare_custody_claims_pending', value: claims.count },
    { name: 'throughcare_custody_claim_oldest_seconds', value: claims.oldestSeconds },
  ];
};
