import { Injectable } from '@nestjs/common';
import type { Sample } from '@throughcare/base/metric-registry';

export type MetricSource = () => Promise<readonly Sample[]>;

/** Where a service's own modules add what `/metrics` shows: numbers that are asked for when somebody looks. */
@Injectable()
export class MetricSources {
  private readonly all: MetricSource[] = [];

  add(source: MetricSource): void {
    this.all.push(source);
  }

  /** A source that fails is left out and counted: an alert of its own. */
  async read(): Promise<{ readonly samples: readonly Sample[]; readonly unreadable: number }> {
    const read = await Promise.allSettled(this.all.map((source) => source()));
    return {
      samples: read.flatMap((part) => (part.status === 'fulfilled' ? part.value : [])),
      unreadable: read.filter(({ status }) => status === 'rejected').length,
    };
  }
}
