import { Injectable } from '@nestjs/common';
import { DoctorChecks, HealthComponents } from '@throughcare/platform/health';
import { MetricSources } from '@throughcare/platform/metrics';
import { DataSource } from 'typeorm';
import { ledgerSamples } from './ledger-samples';
import { LedgerService } from './ledger.service';
import { openCounts } from './sync-search';

/** These go on by themselves once their cause is gone; the others wait for somebody's decision. */
const PARKED = 'parked';

/** The ledger in one line of `throughcare doctor`. */
export const ledgerFinding = async (
  db: DataSource,
): Promise<{ readonly status: 'ok' | 'warn' | 'fail'; readonly detail: string }> => {
  const open = await openCounts(db);
  if (open.length === 0) return { status: 'ok', detail: 'nothing that was sent to nDelius is in doubt' };
  const detail = open.map(({ state, count }) => `${count} ${state}`).join(', ');
  return {
    status: open.every(({ state }) => state === PARKED) ? 'warn' : 'fail',
    detail: `${detail}: throughcare sync list --open`,
  };
};

/** What looks at the ledger from the other side: health, metrics, doctor. */
@Injectable()
export class LedgerInstruments {
  constructor(
    ledger: LedgerService,
    health: HealthComponents,
    metrics: MetricSources,
    doctor: DoctorChecks,
    db: DataSource,
  ) {
    health.add('sync-ledger', () => ledger.health());
    metrics.add(() => ledgerSamples(db, ledger.hold));
    doctor.add('sync-ledger', () => ledgerFinding(db));
  }
}
