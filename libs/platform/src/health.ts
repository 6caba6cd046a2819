import { Injectable } from '@nestjs/common';

export interface ComponentHealth {
  readonly status: 'UP' | 'DOWN';
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** What `/health` shows beside the database. Readiness never depends on these. */
@Injectable()
export class HealthComponents {
  private readonly checks = new Map<string, () => Promise<ComponentHealth>>();
  /** Adds a component; a check that throws counts as DOWN. */
  add(name: string, check: () => Promise<ComponentHealth>): void {
    this.checks.set(name, check);
  }
}
