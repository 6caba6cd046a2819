import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { Background } from '@throughcare/platform/background';
import { RiskReadingsService } from './risk-readings.service';

const EVERY_MS = 10_000;
const AT_ONCE = 20;

/** Asks again for what could not be had, and for what changed. */
@Injectable()
export class RiskTask {
  constructor(
    background: Background,
    private readonly readings: RiskReadingsService,
  ) {
    background.add({
      name: 'risks',
      every: { ms: EVERY_MS },
      once: 'cluster',
      round: (signal) => this.round(signal),
    });
  }

  async round(signal?: AbortSignal): Promise<'more' | 'done'> {
    const due = await this.readings.due(clock.now(), AT_ONCE);
    for (const one of due) {
      if (signal?.aborted) break;
      await this.readings.ask(one);
    }
    return due.length === AT_ONCE ? 'more' : 'done';
  }
}
