import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { conflict } from '@throughcare/base/errors';
import type { Principal } from '@throughcare/platform/auth';
import { DataSource, type EntityManager } from 'typeorm';
import { DraftRead } from './draft-read.entity';
import { merge, nearest } from './merge.rules';

/** Clients that have one draft open; the one that was away longest is forgotten first. */
const KEPT_READERS = 20;

interface Draft {
  readonly id: string;
  readonly revision: number;
  readonly data: string | null;
}

const readerOf = ({ token }: Principal): string => createHash('sha256').update(token).digest('hex');

const changed = (clashes: readonly { page: string; yours: unknown; theirs: unknown }[]) =>
  conflict('APPLICATION_CHANGED', {
    detail:
      'Your answers were not saved, because these pages were changed in another window since you opened the referral. ' +
      'Open the referral again, then enter your answers',
    versions: clashes,
  });

/** What each client last had of a draft: for those that save the whole form and do not say what they started from. */
@Injectable()
export class DraftReadsService {
  constructor(private readonly db: DataSource) {}

  /** The caller has these answers now. */
  async note(caller: Principal, { id, revision, data }: Draft, tx: EntityManager = this.db.manager): Promise<void> {
    await tx.query(
      `insert into draft_read (application_id, reader, revision, data, read_at) values ($1, $2, $3, $4, $5)
       on conflict (application_id, reader) do update set revision = excluded.revision, data = excluded.data, read_at = excluded.read_at
        where draft_read.revision < excluded.revision`,
      [id, readerOf(caller), revision, data, clock.now()],
    );
    await tx.query(
      `delete from draft_read where application_id = $1 and reader in (select reader from draft_read
         where application_id = $1 order by read_at desc, reader offset $2)`,
      [id, KEPT_READERS],
    );
  }

  /** The text to save, so that nothing is lost that others have typed since the caller read the draft; refuses what would lose it. */
  async join(tx: EntityManager, caller: Principal, draft: Draft, next: string): Promise<string> {
    const known = await tx.find(DraftRead, {
      where: { applicationId: draft.id },
      order: { revision: 'ASC', reader: 'ASC' },
    });
    const own = known.find(({ reader }) => reader === readerOf(caller));
    const base = own ?? nearest([...known, draft], next) ?? draft;
    const merged = merge(base.data, draft.data, next);
    if ('clashes' in merged) throw changed(merged.clashes);
    return merged.data;
  }
}
