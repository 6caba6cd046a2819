import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { RiskSourceChanged } from '@throughcare/events/risk-source-changed.v1';
import type { RiskNews } from '@throughcare/hmpps/intake.rules';
import { changeIfFound, createIfNew } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { DataSource, type EntityManager } from 'typeorm';
import { numbersIn } from '../identity/merged-numbers';
import { followedRisks } from './followed-risk.aggregate';

/** Of whom changes of risk are of interest: everybody whose risks were asked for. The queue brings those of the whole country. */
@Injectable()
export class FollowedRisksService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  async follow(crn: string): Promise<void> {
    if (await this.followed(this.db.manager, crn)) return;
    await createIfNew(this.work, followedRisks, { crn, aggregateId: newId(), toldAt: null }, { events: [] });
  }

  /** The number under which a person is followed, whatever was merged since; undefined: nobody asks about them. */
  async followed(db: EntityManager, crn: string): Promise<string | undefined> {
    const numbers = await numbersIn(db, 'crn', crn);
    const [row] = await db.query<{ crn: string }[]>(
      'select crn from followed_risk where crn = any($1) order by crn = $2 desc, crn limit 1',
      [numbers, crn],
    );
    return row?.crn;
  }

  /** Tells that there is something to be asked for. In the transaction of the message. */
  async tell(followed: string, { crn, source }: RiskNews, at: Date): Promise<void> {
    const event = RiskSourceChanged.of({ crn, changedSource: source, toldAt: at.toISOString() });
    await changeIfFound(this.work, followedRisks, { crn: followed }, () => ({
      changes: { toldAt: at },
      events: [event],
    }));
  }
}
