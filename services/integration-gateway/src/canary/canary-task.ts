import { Injectable } from '@nestjs/common';
import { Background } from '@throughcare/platform/background';
import { CanaryService } from './canary.service';
import { HmppsCanary } from './hmpps-canary';

/** Sends the canaries. Their row says whether it is time, so that instances need no lease. */
@Injectable()
export class CanaryTask {
  constructor(background: Background, canary: CanaryService, hmppsCanary: HmppsCanary) {
    background.add({
      name: 'canary',
      every: { ms: 5_000 },
      once: 'instance',
      round: async () => {
        // Ours first: what is wrong with the HMPPS topic does not hold it up.
        if (await canary.round()) await hmppsCanary.round();
        return 'done';
      },
    });
  }
}
