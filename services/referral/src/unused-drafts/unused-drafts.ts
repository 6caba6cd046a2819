import { Inject, Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { changeIfFound } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Background } from '@throughcare/platform/background';
import { CONFIG } from '@throughcare/platform/config';
import { logger } from '@throughcare/platform/logging';
import { DataSource } from 'typeorm';
import { applications } from '../application/application.aggregate';
import type { ReferralConfig } from '../config';
import { expire, keptSince } from './unused-draft.rules';

/** One after the other, each in a transaction of its own: what is in memory is these ids and one draft. */
const BATCH = 100;

const log = logger('drafts');

/** Deletes drafts that nobody has used for as many days as `DRAFTS_KEPT_DAYS` says. Without it nothing is deleted, and there is no such task. */
@Injectable()
export class UnusedDrafts {
  constructor(
    background: Background,
    @Inject(CONFIG) { DRAFTS_KEPT_DAYS: days }: ReferralConfig,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {
    if (days === undefined) return;
    background.add({
      name: 'drafts',
      every: { dailyAt: '03:10' },
      once: 'cluster',
      round: (signal) => this.round(days, signal),
    });
  }

  async round(days: number, signal?: AbortSignal): Promise<'more' | 'done'> {
    const now = clock.now();
    const before = keptSince(now, days);
    const ids = await this.unusedSince(before);
    for (const id of ids) {
      if (signal?.aborted) break;
      await changeIfFound(this.work, applications, { id }, (draft) => expire(draft, before, now));
    }
    if (ids.length > 0)
      log.info({ drafts: ids.length, days }, 'deleted drafts that were not used for as long as they are kept');
    return ids.length === BATCH ? 'more' : 'done';
  }

  /** Those that were deleted by hand too, until they have lost their answers: the index `application_unused` has both. */
  private async unusedSince(before: Date): Promise<string[]> {
    const rows = await this.db.query<{ id: string }[]>(
      `select id from application
        where submitted_at is null and (deleted_at is null or data is not null or risks is not null) and used_at < $1
        order by used_at, id limit ${BATCH}`,
      [before],
    );
    return rows.map(({ id }) => id);
  }
}
