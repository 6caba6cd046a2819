import { Injectable } from '@nestjs/common';
import type { Sample } from '@throughcare/messaging/telemetry/registry';

export type MetricSource = () => Promise<readonly Sample[]>;

/** Where a service's own modules add what `/metrics` shows: numbers that are asked for when somebody looks. */
@Injectable()
export class MetricSources {
  private readonly all: MetricSource[] = [];

  add(source: MetricSource): void {
    this.all.push(source);
  }

  /** A source that fails is left out: an absent value is an alert of its own. */
  async read(): Promise<readonly Sample[]> {
    const nothing: readonly Sample[] = [];
    return (await Promise.all(this.all.map((source) => source().catch(() => nothing)))).flat();
  }
}
