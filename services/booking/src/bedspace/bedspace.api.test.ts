import { lists } from '@throughcare/reference/lists';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBedspaceBody, aPremisesBody } from '../testing/booking-app';
import { WALES } from '../testing/builders';

let booking: BookingApp;
let assessor: TestRequest;
let bedspaces: string;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  bedspaces = await newPremises();
});
afterAll(() => booking?.close());

const newPremises = async () => {
  const { body } = await assessor.post<{ id: string }>('/cas3/v2/premises', aPremisesBody());
  return `/cas3/v2/premises/${body.id}/bedspaces`;
};
const fields = (body: unknown) =>
  (body as { 'invalid-params'?: { propertyName: string; errorType: string }[] })['invalid-params']?.map(
    ({ propertyName, errorType }) => `${propertyName} ${errorType}`,
  );

describe('a bedspace', () => {
  it('is created, read and listed', async () => {
    const wheelchair = lists.all('bedspace-characteristics').find(({ name }) => name === 'isWheelchairAccessible');
    const path = await newPremises();
    const body = aBedspaceBody({ reference: 'Room A', characteristicIds: [wheelchair?.id] });
    const created = await assessor.post<{ id: string }>(path, body);
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.any(String),
      reference: 'Room A',
      startDate: '2026-03-02',
      endDate: null,
      status: 'online',
      scheduleUnarchiveDate: null,
      notes: '',
      characteristics: null,
      archiveHistory: [],
      bedspaceCharacteristics: [
        { id: wheelchair?.id, name: 'isWheelchairAccessible', description: wheelchair?.description },
      ],
    });
    expect((await assessor.get(`${path}/${created.body.id}`)).body).toEqual(created.body);
    expect((await assessor.get(path)).body).toEqual({
      bedspaces: [created.body],
      totalOnlineBedspaces: 1,
      totalUpcomingBedspaces: 0,
      totalArchivedBedspaces: 0,
    });
  });

  it('keeps its reference to itself within the property', async () => {
    const path = await newPremises();
    await assessor.post(path, aBedspaceBody({ reference: 'Room B' }));
    const again = await assessor.post(path, aBedspaceBody({ reference: 'room b' }));
    expect([again.status, fields(again.body)]).toEqual([400, ['$.reference bedspaceReferenceExists']]);
    expect((await assessor.post(await newPremises(), aBedspaceBody({ reference: 'Room B' }))).status).toBe(201);
  });

  it.each([
    ['an impossible day', { startDate: '2026-02-30' }, '$.startDate invalid'],
    ['no start', { startDate: undefined }, '$.startDate empty'],
    ['no reference', { reference: undefined }, '$.reference empty'],
    ['a start too far ahead', { startDate: '2026-03-10' }, '$.startDate invalidStartDateInTheFuture'],
    ['a start before its property', { startDate: '2026-03-01' }, '$.startDate startDateBeforePremisesStartDate'],
    ['an unknown characteristic', { characteristicIds: [WALES] }, '$.characteristics[0] doesNotExist'],
  ])('refuses %s', async (_, change, expected) => {
    const { status, body } = await assessor.post(bedspaces, aBedspaceBody(change));
    expect([status, fields(body)]).toEqual([400, [expected]]);
  });

  it('changes everything but its start', async () => {
    const { body } = await assessor.post<{ id: string }>(bedspaces, aBedspaceBody());
    const change = { reference: 'Room C', characteristicIds: [], notes: 'Quiet', startDate: '2026-03-05' };
    const changed = await assessor.put(`${bedspaces}/${body.id}`, change);
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ id: body.id, reference: 'Room C', notes: 'Quiet', startDate: '2026-03-02' });
  });

  it('belongs to the property in the address', async () => {
    const { body } = await assessor.post<{ id: string }>(bedspaces, aBedspaceBody());
    const other = await newPremises();
    expect((await assessor.get(`${other}/${body.id}`)).status).toBe(404);
    const change = { reference: 'Room D', characteristicIds: [] };
    expect((await assessor.put(`${other}/${body.id}`, change)).status).toBe(404);
  });

  it.each([
    ['a referrer', { roles: ['CAS3_REFERRER' as const] }],
    ['an assessor of another region', { regionId: WALES }],
  ])('is closed to %s', async (_, who) => {
    const { body } = await assessor.post<{ id: string }>(bedspaces, aBedspaceBody());
    const stranger = await booking.staff(who);
    expect((await stranger.get(bedspaces)).status).toBe(403);
    expect((await stranger.post(bedspaces, aBedspaceBody())).status).toBe(403);
    expect((await stranger.get(`${bedspaces}/${body.id}`)).status).toBe(403);
    expect((await stranger.put(`${bedspaces}/${body.id}`, aBedspaceBody())).status).toBe(403);
  });
});
