import { Injectable } from '@nestjs/common';
import { OpsCanary } from '@throughcare/events/ops-canary.v1';
import { UnitOfWork } from '@throughcare/messaging/publish/unit-of-work';
import { clock } from '@throughcare/base/clock';

/** Its own ordering key: it waits for nobody and nobody waits for it. */
const KEY = 'canary';

/** Sends one event a minute through outbox, relay, bus and inbox to every service, however many gateways there are. */
@Injectable()
export class Canary {
  constructor(private readonly work: UnitOfWork) {}

  /** True when it was time. */
  round(everySeconds = 55): Promise<boolean> {
    return this.work.run(async (tx, publish) => {
      const [rows] = await tx.query<[{ id: string; version: number }[], number]>(
        `update canary set version = version + 1, sent_at = clock_timestamp()
         where sent_at <= clock_timestamp() - $1 * interval '1 second' returning id, version`,
        [everySeconds],
      );
      for (const { id, version } of rows)
        publish({ id, key: KEY, version }, [OpsCanary.of({ sentAt: clock.now().toISOString() })]);
      return rows.length > 0;
    });
  }
}
