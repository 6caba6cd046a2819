import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { aggregateSuite } from '@throughcare/messaging/proof';
import { AssessmentApp } from '../testing/assessment-app';
import { assessments } from './assessment.aggregate';
import { Assessment } from './assessment.entity';

describe('an assessment as an aggregate', () => {
  let app: AssessmentApp;
  let opened: Assessment;
  beforeAll(async () => {
    app = await AssessmentApp.start();
    opened = await app.test.db.manager.findOneByOrFail(Assessment, { id: await app.submitted() });
  });
  afterAll(() => app?.close());

  const aRow = async () => ({ ...opened, id: newId(), applicationId: newId() });

  aggregateSuite(assessments, () => ({
    work: app.test.app.get(UnitOfWork),
    db: app.test.db,
    aRow,
    changes: { releaseDate: '2026-06-01' },
    event: AssessmentAllocated.of(AssessmentAllocated.example),
  }));
});
