import { Injectable } from '@nestjs/common';
import { DoctorChecks, HealthComponents } from '@throughcare/platform/health';
import { MetricSources } from '@throughcare/platform/metrics';
import { DataSource } from 'typeorm';
import { ledgerFinding } from './doctor-line';
import { ledgerSamples } from './ledger-samples';
import { Ledger } from './ledger.service';

/** What looks at the ledger from the other side: health, metrics, doctor. */
@Injectable()
export class LedgerInstruments {
  constructor(ledger: Ledger, health: HealthComponents, metrics: MetricSources, doctor: DoctorChecks, db: DataSource) {
    health.add('sync-ledger', () => ledger.health());
    metrics.add(() => ledgerSamples(db));
    doctor.add('sync-ledger', () => ledgerFinding(db));
  }
}
