import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningBroker } from '../harness/brokers';

const AWAY_MS = 1_500;

export type Leaving = 'stop' | 'kill';

/** Brokers that go and come back while events are sent, one after the other: two of three away is an outage, not a loss. */
export class Faults {
  private left = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly broker: RunningBroker,
    private readonly how: Leaving,
  ) {}

  get running(): boolean {
    return this.left > 0;
  }

  begin(node: number): void {
    this.left += 1;
    this.last = this.last.then(async () => {
      await this.broker.fault(`${this.how} ${node}`);
      await sleep(AWAY_MS);
      await this.broker.fault(`start ${node}`);
      this.left -= 1;
    });
  }

  over(): Promise<void> {
    return this.last;
  }
}
