import type { TestRequest } from '@throughcare/platform/testing';
import { silentChanges } from '@throughcare/messaging/operations';
import { publishedBy, startTestApp } from '@throughcare/platform/testing';
import { lists } from '@throughcare/reference/lists';
import { AppModule } from '../app.module';
import { BookingApp, aPremisesBody, type Place } from '../testing/booking-app';
import { CROYDON, LAMBETH, LONDON } from '../testing/builders';
import { referenceItems } from './reference-item.aggregate';

let booking: BookingApp;
let admin: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  admin = await booking.staff({ username: 'ADMIN_1', roles: ['CAS3_ADMIN'] });
});
afterEach(async () => {
  await booking.query('truncate reference_item');
  lists.reset();
});
afterAll(() => booking?.close());

interface Item {
  readonly id: string;
  readonly name: string;
}
const UNITS = '/reference-data/probation-delivery-units';
const unit = { name: 'Thames Side', deliusCodes: ['N07THAM'], probationRegionId: LONDON };
const offered = async () =>
  (await admin.get<Item[]>(`${UNITS}?probationRegionId=${LONDON}`)).body.map(({ name }) => name);
const restart = async () => {
  lists.reset();
  await (await startTestApp(AppModule, {}, { events: false, on: booking.test })).close();
};
const published = async (id: string) =>
  (await publishedBy(booking.test, `probation-delivery-units:${id}`)).map(
    ({ payload }) => JSON.parse(payload) as unknown,
  );

describe('a new item', () => {
  it('is offered at once and after a restart, is told with who added it, and the row says when', async () => {
    const { status, body } = await admin.post<Item[]>(UNITS, unit);
    expect([status, body]).toEqual([201, [{ ...unit, id: expect.any(String) as string, isActive: true }]]);
    const [{ id }] = body as [Item];
    expect(await offered()).toContain('Thames Side');
    expect(await published(id)).toMatchObject([{ item: { ...unit, id }, changedBy: { username: 'ADMIN_1' } }]);
    const rows = await booking.query('select id, changed_by, changed_at from reference_item order by id');
    expect(rows).toEqual([{ id, changed_by: 'ADMIN_1', changed_at: new Date('2026-03-02T12:00:00Z') }]);
    await restart();
    expect(lists.unitOfCode('N07THAM')?.id).toBe(id);
    const { body: changed } = await admin.get('/reference-data/changed-items');
    expect(changed).toEqual([{ list: 'probation-delivery-units', version: 1, item: body[0] }]);
    const assessor = await booking.staff();
    const place = await assessor.post('/cas3/v2/premises', aPremisesBody({ probationDeliveryUnitId: id }));
    expect(place.status).toBe(201);
  });

  it('is made once, however often it is sent under one key, and by two people at once', async () => {
    const keyed = admin.with({ 'idempotency-key': 'new-unit-1' });
    const [first, again] = [await keyed.post<Item[]>(UNITS, unit), await keyed.post<Item[]>(UNITS, unit)];
    expect(again.body).toEqual(first.body);
    expect(await admin.post(UNITS, unit)).toMatchObject({ status: 409, body: { code: 'REFERENCE_NAME_TAKEN' } });
    const other = { ...unit, name: 'Marshes', deliusCodes: ['N07MARS'] };
    const both = await Promise.all([admin.post(UNITS, other), admin.post(UNITS, { ...other, name: 'Marsh' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it.each([
    ['no name', UNITS, { ...unit, name: ' ' }, 400, 'INVALID_FIELD'],
    ['a member that nobody knows', UNITS, { ...unit, id: CROYDON }, 400, 'INVALID_FIELD'],
    ['a code in use', UNITS, { ...unit, deliusCodes: ['N07CROY'] }, 409, 'DELIUS_CODE_TAKEN'],
    ['a list that there is not', '/reference-data/constructor', unit, 404, 'REFERENCE_LIST_NOT_FOUND'],
  ])('is refused with %s', async (_what, path, body, status, code) => {
    expect(await admin.post(path, body)).toMatchObject({ status, body: { code } });
  });

  it('of reasons is offered where reasons are chosen', async () => {
    const { body } = await admin.post<Item[]>('/reference-data/cancellation-reasons', { name: 'Moved abroad' });
    const reasons = await admin.get<Item[]>('/reference-data/cancellation-reasons');
    expect(reasons.body.find(({ id }) => id === body[0]?.id)).toMatchObject({
      serviceScope: 'temporary-accommodation',
    });
  });
});

describe('delivery units that are replaced', () => {
  const replace = (from: readonly string[], to: readonly object[]) =>
    admin.post<(Item & { isActive: boolean })[]>(`${UNITS}/replacements`, { from, to });
  const search = async (unitId: string, path = 'search') => {
    const days = path === 'search' ? { durationDays: 7 } : { nights: 7 };
    const asked = { startDate: '2026-03-02', ...days, probationDeliveryUnits: [unitId] };
    const { body } = await assessor.post<{ results: { bedspace: Item }[]; alternatives?: object[] }>(
      `/cas3/v2/bedspaces/${path}`,
      asked,
    );
    return { ...body, found: body.results.map(({ bedspace }) => bedspace.id) };
  };
  let assessor: TestRequest;
  let places: Place[];
  beforeEach(async () => {
    await booking.query('truncate occupancy, booking_action, booking, bedspace, premises cascade');
    assessor = await booking.staff();
    places = [
      await booking.aPlace(assessor, { probationDeliveryUnitId: CROYDON }),
      await booking.aPlace(assessor, { probationDeliveryUnitId: LAMBETH }),
    ];
  });

  it('are merged: no longer offered, codes lead on, and every unit is told once, the new one first', async () => {
    const { status, body } = await replace([CROYDON, LAMBETH], [{ name: 'South London' }]);
    expect([status, body.map(({ name, isActive }) => [name, isActive])]).toEqual([
      201,
      [
        ['South London', true],
        ['Croydon', false],
        ['Lambeth', false],
      ],
    ]);
    const id = body[0]?.id ?? '';
    expect(await offered()).not.toContain('Croydon');
    expect(await offered()).toContain('South London');
    expect(lists.unitOfCode('N07CROY')?.id).toBe(id);
    expect(await published(CROYDON)).toMatchObject([
      { item: { isActive: false, deliusCodes: [], successorIds: [id] } },
    ]);
    expect(await published(id)).toHaveLength(1);
    await restart();
    expect(lists.find('probation-delivery-units', CROYDON)).toMatchObject({ name: 'Croydon', successorIds: [id] });
    expect(await silentChanges(booking.test.db, 'booking', [referenceItems])).toMatchObject([{ count: 0 }]);
  });

  it('are found in the search for places by what took their place, and by who still asks for them', async () => {
    const { body } = await replace([CROYDON, LAMBETH], [{ name: 'South London' }]);
    const all = places.map(({ bedspaceId }) => bedspaceId).toSorted();
    for (const id of [body[0]?.id ?? '', CROYDON, LAMBETH])
      for (const path of ['search', 'placement-search']) expect((await search(id, path)).found.toSorted()).toEqual(all);
    const premises = await assessor.get(`/cas3/v2/premises/${places[0]?.premisesId}`);
    expect(premises.body).toMatchObject({ probationDeliveryUnit: { name: 'Croydon' } });
  });

  it('count as what took their place where a search names other units', async () => {
    const { body } = await replace([LAMBETH], [{ name: 'Lambeth and Brixton' }]);
    await booking.query('update bedspace set end_date = $2 where id = $1', [places[0]?.bedspaceId, '2026-03-03']);
    expect((await search(CROYDON, 'placement-search')).alternatives).toMatchObject([
      { probationDeliveryUnitId: body[0]?.id, name: 'Lambeth and Brixton', bedspaceCount: 1, isNeighbour: true },
    ]);
  });

  it('are not chosen anew for a property, and stay where they are', async () => {
    await replace([CROYDON], [{ name: 'Croydon North' }]);
    const inCroydon = aPremisesBody({ probationDeliveryUnitId: CROYDON, reference: 'Another' });
    expect(await assessor.post('/cas3/v2/premises', inCroydon)).toMatchObject({ status: 400 });
    expect((await assessor.put(`/cas3/v2/premises/${places[0]?.premisesId}`, inCroydon)).status).toBe(200);
  });

  it('without anything in their place are found where their bedspaces are', async () => {
    await admin.put(`${UNITS}/${CROYDON}`, { isActive: false });
    expect((await search(CROYDON)).found).toEqual([places[0]?.bedspaceId]);
    await booking.query('update bedspace set end_date = $2 where id = $1', [places[1]?.bedspaceId, '2026-03-03']);
    expect((await search(LAMBETH, 'placement-search')).alternatives).toMatchObject([
      { name: 'Croydon', bedspaceCount: 1 },
    ]);
  });

  it('filter the lists of bookings as what took their place', async () => {
    const person = booking.someone();
    const [{ premisesId, bedspaceId }] = places as [Place];
    const body = {
      bedspaceId,
      crn: person,
      arrivalDate: '2026-03-02',
      departureDate: '2026-03-10',
      serviceName: 'temporary-accommodation',
    };
    expect((await assessor.post(`/cas3/v2/premises/${premisesId}/bookings`, body)).status).toBe(201);
    const { body: units } = await replace([CROYDON], [{ name: 'Croydon North' }]);
    const counted = async (id: string) =>
      (
        await assessor.get<{ resultsCount: number }>(
          `/cas3/v2/bookings/lists/provisional?probationDeliveryUnitId=${id}`,
        )
      ).body.resultsCount;
    expect([await counted(units[0]?.id ?? ''), await counted(CROYDON), await counted(LAMBETH)]).toEqual([1, 1, 0]);
  });

  it.each([
    ['nothing', { from: [], to: [] }, 400, 'INVALID_FIELD'],
    ['a successor without a name', { from: [CROYDON], to: [{}] }, 400, 'INVALID_FIELD'],
    ['a name that another unit has', { from: [CROYDON], to: [{ name: 'Lambeth' }] }, 409, 'REFERENCE_NAME_TAKEN'],
  ])('are refused: %s', async (_what, body, status, code) => {
    expect(await admin.post(`${UNITS}/replacements`, body)).toMatchObject({ status, body: { code } });
    expect(await booking.query('select id from reference_item order by id')).toEqual([]);
  });
});

it.each([['CAS3_ASSESSOR'], ['CAS3_REFERRER'], ['CAS3_REPORTER']] as const)(
  '%s may add and replace nothing',
  async (role) => {
    const other = await booking.staff({ roles: [role] });
    expect((await other.post(UNITS, unit)).status).toBe(403);
    expect((await other.post(`${UNITS}/replacements`, { from: [CROYDON], to: [{ name: 'x' }] })).status).toBe(403);
  },
);
