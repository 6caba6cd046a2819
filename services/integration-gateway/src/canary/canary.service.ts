import { Injectable } from '@nestjs/common';
import { OpsCanary } from '@throughcare/events/ops-canary.v1';
import { changeIfFound } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { Raw } from 'typeorm';
import { canaries } from './canary.aggregate';

/** Sends one event a minute through outbox, relay, bus and inbox to every service, however many gateways there are. */
@Injectable()
export class CanaryService {
  constructor(private readonly work: UnitOfWork) {}

  /** True when it was time. */
  async round(everySeconds = 55): Promise<boolean> {
    const sentAt = Raw((column) => `${column} <= clock_timestamp() - :everySeconds * interval '1 second'`, {
      everySeconds,
    });
    const sent = await changeIfFound(this.work, canaries, { sentAt }, async (_row, tx) => {
      // By the clock that the next round compares with: those of instances may differ.
      const [time] = await tx.query<[{ now: Date }]>('select clock_timestamp() as now');
      return { changes: { sentAt: time.now }, events: [OpsCanary.of({ sentAt: clock.now().toISOString() })] };
    });
    return sent !== undefined;
  }
}
