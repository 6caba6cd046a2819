import { ReferenceChanged } from '@throughcare/events/reference-changed.v1';
import { settled } from '@throughcare/messaging/proof';
import { ReferenceLists } from '@throughcare/platform/reference';
import { Neighbours, anEvent } from '@throughcare/platform/testing';
import type { ListName } from '@throughcare/reference/items';
import { lists } from '@throughcare/reference/lists';
import { AssessmentApp, aMember } from './testing/assessment-app';
import { reasonOf } from './shown-names';

const REASON = 'f47ac10b-58cc-4372-a567-0e02b2c3d470';

type Told = { readonly list: ListName; readonly id: string; readonly name: string };
const REJECTION: Told = { list: 'referral-rejection-reasons', id: REASON, name: 'Another name' };

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

  const changedBy = { username: 'ADMIN_1' };
  const told = async (isActive: boolean, version: number, { list, id, name }: Told = REJECTION) => {
    const event = anEvent(ReferenceChanged, { list, item: { id, name, isActive }, changedBy }, version);
    await neighbours.log('booking', { ...event, subject: list, aggregateid: `${list}:${id}` });
    await settled([{ dataSource: app.test.db, schema: 'assessment' }], 20_000);
  };

  it('is known here, kept across a restart, and an older change does not undo it', async () => {
    expect(reasonOf(REASON)?.isActive).toBe(true);
    await told(false, 2);
    expect(reasonOf(REASON)).toMatchObject({ name: 'Another name', isActive: false });
    await told(true, 1);
    expect(reasonOf(REASON)?.isActive).toBe(false);
    const rows = await app.test.db.query<object[]>(
      'select list, version, changed_by from reference_item order by list, id',
    );
    expect(rows).toEqual([{ list: 'referral-rejection-reasons', version: 2, changed_by: 'ADMIN_1' }]);
  });

  it.each([
    ['one', 'cancellation-reasons', 'referral-rejection-reasons', 'f47ac10b-58cc-4372-a567-0e02b2c3d480'],
    ['the other', 'referral-rejection-reasons', 'cancellation-reasons', 'f47ac10b-58cc-4372-a567-0e02b2c3d481'],
  ] as const)('is told apart from another list with the same id, %s first', async (_which, first, second, id) => {
    const third = lists.find('void-bedspace-reasons', id);
    await told(false, 2, { list: first, id, name: 'One' });
    await told(true, 1, { list: second, id, name: 'Two' });
    const known = () => [first, second].map((list) => lists.find(list, id));
    const expected = [
      { id, name: 'One', isActive: false },
      { id, name: 'Two', isActive: true },
    ];
    expect(known()).toMatchObject(expected);
    lists.reset();
    await app.test.app.get(ReferenceLists).onApplicationBootstrap();
    expect(known()).toMatchObject(expected);
    expect(lists.find('void-bedspace-reasons', id)).toEqual(third);
  });
});

describe('PDUs that were merged', () => {
  const LONDON_UNITS = ['N07CROY', 'N07BRNT'].map((code) => lists.unitOfCode(code)?.id ?? '');
  const MERGED = '0b1a5c80-58a7-4ce2-9f55-3b8f4a6d2c11';
  const probationRegionId = lists.regionOfCode('N07')?.id ?? '';
  const assessor = aMember('ASSESSOR_M', { regionId: probationRegionId });
  let app: AssessmentApp;
  let neighbours: Neighbours;
  beforeAll(async () => {
    app = await AssessmentApp.start({ events: true });
    neighbours = await Neighbours.join(app.test.database.adminUrl, 'referral', 'booking', 'gateway');
    app.gateway.addStaff(assessor);
    for (const probationDeliveryUnitId of LONDON_UNITS)
      await app.submitted({ probationRegionId, probationDeliveryUnitId });
  });
  afterAll(async () => {
    lists.reset();
    await neighbours?.leave();
    await app?.close();
  });

  it('are one filter of the queue, by the new one or an old one, as told and after a restart', async () => {
    const list = 'probation-delivery-units';
    const merged = {
      id: MERGED,
      name: 'Merged',
      isActive: true,
      probationRegionId,
      deliusCodes: ['N07CROY', 'N07BRNT'],
    };
    const old = LONDON_UNITS.map((id) => ({
      id,
      name: 'Old',
      isActive: false,
      probationRegionId,
      deliusCodes: [],
      successorIds: [MERGED],
    }));
    for (const item of [merged, ...old]) {
      const event = anEvent(ReferenceChanged, { list, item, changedBy: { username: 'ADMIN_1' } }, 1);
      await neighbours.log('booking', { ...event, subject: list, aggregateid: `${list}:${item.id}` });
    }
    await settled([{ dataSource: app.test.db, schema: 'assessment' }], 20_000);
    const found = async (id: string) => {
      const path = `/cas3/assessments?probationDeliveryUnitIds=${id}`;
      return (await (await app.as(assessor)).get<object[]>(path)).body.length;
    };
    const all = async () => Promise.all([MERGED, ...LONDON_UNITS].map(found));
    expect(await all()).toEqual([2, 2, 2]);
    lists.reset();
    expect(await found(MERGED)).toBe(0);
    await app.test.app.get(ReferenceLists).onApplicationBootstrap();
    expect(await all()).toEqual([2, 2, 2]);
  });
});

describe('B2.1: a PDU whose spelling is corrected', () => {
  const YORKSHIRE = lists.regionOfCode('N55')?.id ?? '';
  const wakefield = lists.unitOfCode('N55WAK')?.id ?? '';
  const leeds = lists.unitOfCode('N55LEE')?.id ?? '';
  const assessor = aMember('ASSESSOR_Y', { regionId: YORKSHIRE });
  let app: AssessmentApp;
  beforeAll(async () => {
    app = await AssessmentApp.start();
    app.gateway.addStaff(assessor);
    for (const probationDeliveryUnitId of [leeds, wakefield])
      await app.submitted({ probationRegionId: YORKSHIRE, probationDeliveryUnitId });
  });
  afterAll(async () => {
    lists.reset();
    await app?.close();
  });

  it('sorts the queue by its new name from the next call on, and shows it', async () => {
    let version = 1;
    const named = (name: string) =>
      lists.apply({
        list: 'probation-delivery-units',
        item: { id: wakefield, name, isActive: true },
        version: (version += 1),
      });
    const shown = async () => {
      const query = '/cas3/assessments?sortBy=probationDeliveryUnitName&sortDirection=asc';
      const { body } = await (await app.as(assessor)).get<{ probationDeliveryUnitName: string }[]>(query);
      return body.map(({ probationDeliveryUnitName: name }) => name);
    };
    named('Akefield');
    expect(await shown()).toEqual(['Akefield', 'Leeds']);
    named('Wakefield');
    expect(await shown()).toEqual(['Leeds', 'Wakefield']);
  });
});
