import { DraftReferralDeleted } from '@throughcare/events/draft-referral-deleted.v2';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { aggregateSuite } from '@throughcare/messaging/proof';
import { ReferralApp } from '../testing/referral-app';
import { applications } from './application.aggregate';
import { Application } from './application.entity';

describe('an application as an aggregate', () => {
  let app: ReferralApp;
  let draft: Application;
  beforeAll(async () => {
    app = await ReferralApp.start();
    draft = await app.test.db.manager.findOneByOrFail(Application, { id: await app.draft() });
  });
  afterAll(() => app?.close());

  let number = 1;
  // One to each application.
  const aRow = async () => ({ ...draft, id: newId(), referenceNumber: number++ });

  aggregateSuite(applications, () => ({
    work: app.test.app.get(UnitOfWork),
    db: app.test.db,
    aRow,
    changes: { deletedAt: new Date('2026-03-02T09:00:00Z') },
    event: DraftReferralDeleted.of(DraftReferralDeleted.example),
  }));
});
