import { Injectable } from '@nestjs/common';

export interface ComponentHealth {
  readonly status: 'UP' | 'DOWN';
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}
export type HealthCheck = () => Promise<ComponentHealth>;

const CHECK_MS = 2_000;
const DOWN: ComponentHealth = { status: 'DOWN' };

const withinTime = async (check: HealthCheck): Promise<ComponentHealth> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ComponentHealth>((resolve) => {
    timer = setTimeout(() => resolve(DOWN), CHECK_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return DOWN;
  } finally {
    clearTimeout(timer);
  }
};

/** What `/health` shows beside the database. Readiness never depends on these: one bad upstream would take every instance away. */
@Injectable()
export class HealthComponents {
  private readonly checks = new Map<string, HealthCheck>();

  /** Adds a component. A check that throws, or takes more than two seconds, counts as DOWN. */
  add(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  async check(): Promise<Record<string, ComponentHealth>> {
    const entries = [...this.checks].map(async ([name, check]) => [name, await withinTime(check)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  static within = withinTime;
}
