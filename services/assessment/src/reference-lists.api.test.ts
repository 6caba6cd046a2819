import { ReferenceChanged } from '@throughcare/events/reference-changed.v1';
import { settled } from '@throughcare/messaging/testing/testing';
import { Neighbours, anEvent } from '@throughcare/platform/testing';
import { lists } from '@throughcare/reference/lists';
import { AssessmentApp } from './test-kit/assessment-app';
import { reasonOf } from './shown-names';

const REASON = 'f47ac10b-58cc-4372-a567-0e02b2c3d470';

describe('a reference list that booking has changed', () => {
  let app: AssessmentApp;
  let neighbours: Neighbours;
  beforeAll(async () => {
    app = await AssessmentApp.start({ events: true });
    neighbours = await Neighbours.join(app.test.database.adminUrl, 'referral', 'booking', 'gateway');
  });
  afterAll(async () => {
    lists.reset();
    await neighbours?.leave();
    await app?.close();
  });

  const told = async (isActive: boolean, version: number) => {
    const item = { id: REASON, name: 'Another name', isActive };
    const event = anEvent(ReferenceChanged, { list: 'referral-rejection-reasons', item }, version);
    await neighbours.log('booking', { ...event, subject: 'referral-rejection-reasons', aggregateid: REASON });
    await settled([{ dataSource: app.test.db, schema: 'assessment' }], 20_000);
  };

  it('is known here, kept across a restart, and an older change does not undo it', async () => {
    expect(reasonOf(REASON)?.isActive).toBe(true);
    await told(false, 2);
    expect(reasonOf(REASON)).toMatchObject({ name: 'Another name', isActive: false });
    await told(true, 1);
    expect(reasonOf(REASON)?.isActive).toBe(false);
    const rows = await app.test.db.query<object[]>('select list, version from reference_item order by id');
    expect(rows).toEqual([{ list: 'referral-rejection-reasons', version: 2 }]);
  });
});
