import { Injectable } from '@nestjs/common';
import { notFound } from '@throughcare/base/errors';
import { DataSource, type EntityManager } from 'typeorm';
import { DraftRevision } from './draft-revision.entity';

/** How many replaced revisions of a draft are kept. */
const KEPT_REVISIONS = 20;

/** What saves of a draft replaced: kept until it is submitted or deleted, and no more than some of it. */
@Injectable()
export class RevisionsService {
  constructor(private readonly db: DataSource) {}

  async keep(tx: EntityManager, revision: DraftRevision): Promise<void> {
    const { applicationId } = revision;
    await tx.insert(DraftRevision, revision);
    await tx.query(
      `delete from draft_revision where application_id = $1 and revision <=
         (select revision from draft_revision where application_id = $1 order by revision desc offset $2 limit 1)`,
      [applicationId, KEPT_REVISIONS],
    );
  }

  /** Newest first, without the answers. */
  list(applicationId: string): Promise<DraftRevision[]> {
    return this.db.manager.find(DraftRevision, {
      select: { applicationId: true, revision: true, lost: true, replacedAt: true },
      where: { applicationId },
      order: { revision: 'DESC' },
    });
  }

  async read(applicationId: string, revision: number, tx = this.db.manager): Promise<DraftRevision> {
    const found = await tx.findOneBy(DraftRevision, { applicationId, revision });
    if (!found) throw notFound('REVISION_NOT_FOUND');
    return found;
  }
}
