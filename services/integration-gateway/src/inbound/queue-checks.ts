import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';

/** How the looks of this process into the HMPPS queue go: SQS tells the age of its oldest message to CloudWatch alone. */
@Injectable()
export class QueueChecks {
  private oldest = clock.now().getTime();

  /** A look succeeded: these messages were there, sent at these times. */
  looked(sentAt: readonly number[]): void {
    this.oldest = Math.min(clock.now().getTime(), ...sentAt.filter((at) => at > 0));
  }

  /** Age of the oldest message of the last look; the time since that look where it found none, or since the start. */
  get oldestSeconds(): number {
    return Math.max(0, (clock.now().getTime() - this.oldest) / 1000);
  }
}
