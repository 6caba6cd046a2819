import { lists } from '@throughcare/reference/lists';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBedspaceBody, aPremisesBody } from '../testing/booking-app';
import { CARDIFF, CROYDON, LAMBETH, LONDON, WALES } from '../testing/builders';

let booking: BookingApp;
let assessor: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
});
afterAll(() => booking?.close());

const PREMISES = '/cas3/v2/premises';
const UNKNOWN = '11111111-1111-4111-8111-111111111111';
interface Problem {
  'invalid-params'?: { propertyName: string; errorType: string }[];
}
const create = async (over: object = {}) => (await assessor.post<{ id: string }>(PREMISES, aPremisesBody(over))).body;
const fields = (body: unknown) =>
  (body as Problem)['invalid-params']?.map(({ propertyName, errorType }) => `${propertyName} ${errorType}`);

describe('a property', () => {
  it('is created online from today and read back whole, with null for what is not there', async () => {
    const sharedProperty = lists.all('premises-characteristics').find(({ name }) => name === 'isSharedProperty');
    const body = aPremisesBody({ reference: 'CRO-WHOLE', characteristicIds: [sharedProperty?.id], _csrf: 'extra' });
    const created = await assessor.post<{ id: string }>(PREMISES, body);
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.any(String),
      reference: 'CRO-WHOLE',
      addressLine1: '12 Church Street',
      addressLine2: null,
      town: 'Croydon',
      postcode: 'CR0 1AA',
      localAuthorityArea: null,
      notes: '',
      turnaroundWorkingDays: 2,
      probationRegion: { id: LONDON, name: 'London', hptEmail: expect.stringContaining('@') },
      probationDeliveryUnit: { id: CROYDON, name: 'Croydon' },
      status: 'online',
      startDate: '2026-03-02',
      endDate: null,
      scheduleUnarchiveDate: null,
      archiveHistory: [],
      totalOnlineBedspaces: 0,
      totalUpcomingBedspaces: 0,
      totalArchivedBedspaces: 0,
      characteristics: null,
      premisesCharacteristics: [
        { id: sharedProperty?.id, name: 'isSharedProperty', description: sharedProperty?.description },
      ],
      currentStays: 0,
      warnings: [],
    });
    expect((await assessor.get(`${PREMISES}/${created.body.id}`)).body).toEqual(created.body);
  });

  it.each([
    ['reference', '$.reference empty'],
    ['addressLine1', '$.address empty'],
    ['postcode', '$.postcode empty'],
    ['probationRegionId', '$.probationRegionId empty'],
    ['probationDeliveryUnitId', '$.probationDeliveryUnitId empty'],
  ])('needs its %s', async (name, expected) => {
    const { status, body } = await assessor.post(PREMISES, aPremisesBody({ [name]: undefined }));
    expect([status, fields(body)]).toEqual([400, [expected]]);
  });

  it.each([
    ['turnaroundWorkingDays', 'not-a-number', '$.turnaroundWorkingDays expectedNumber'],
    ['turnaroundWorkingDays', -1, '$.turnaroundWorkingDays isNotAPositiveInteger'],
    ['probationRegionId', 'London', '$.probationRegionId invalid'],
    ['reference', 7, '$.reference expectedString'],
    ['characteristicIds', 'none', '$.characteristicIds expectedArray'],
    ['postcode', 'CR0 1AA\u0000', '$.postcode invalid'],
  ])('refuses %s = %j', async (name, value, expected) => {
    const { status, body } = await assessor.post(PREMISES, aPremisesBody({ [name]: value }));
    expect([status, fields(body)]).toEqual([400, [expected]]);
  });

  it('keeps its reference to itself within the delivery unit, whatever the case', async () => {
    await create({ reference: 'Elm House' });
    const again = await assessor.post(PREMISES, aPremisesBody({ reference: ' ELM HOUSE ' }));
    expect([again.status, fields(again.body)]).toEqual([400, ['$.reference notUnique']]);
    const elsewhere = aPremisesBody({ reference: 'Elm House', probationDeliveryUnitId: LAMBETH });
    expect((await assessor.post(PREMISES, elsewhere)).status).toBe(201);
  });

  it('is made once when two people press the button', async () => {
    const body = aPremisesBody({ reference: 'Oak House' });
    const answers = await Promise.all([assessor.post(PREMISES, body), assessor.post(PREMISES, body)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400]);
  });

  it('is changed', async () => {
    const { id } = await create();
    const change = aPremisesBody({ reference: 'Renamed', turnaroundWorkingDays: 0, addressLine2: 'Flat 2' });
    const { status, body } = await assessor.put(`${PREMISES}/${id}`, change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, reference: 'Renamed', turnaroundWorkingDays: 0, addressLine2: 'Flat 2' });
  });

  it('counts its bedspaces', async () => {
    const { id } = await create();
    await assessor.post(`${PREMISES}/${id}/bedspaces`, aBedspaceBody());
    await assessor.post(`${PREMISES}/${id}/bedspaces`, aBedspaceBody({ startDate: '2026-03-05' }));
    expect((await assessor.get(`${PREMISES}/${id}/bedspace-totals`)).body).toEqual({
      id,
      status: 'online',
      premisesEndDate: null,
      totalOnlineBedspaces: 1,
      totalUpcomingBedspaces: 1,
      totalArchivedBedspaces: 0,
    });
  });
});

describe('the list of properties', () => {
  const search = async (query: string) =>
    (await assessor.get(`${PREMISES}/search?${query}`)).body as {
      totalPremises: number;
      results: { id: string; reference: string; bedspaces: unknown[]; pdu: string }[];
    };

  it.each([
    ['part of a street', 'orchard'],
    ['a postcode without its space', 'cr99zz'],
    ['the whole address', '7 Orchard Way, Croydon, CR9 9ZZ'],
    ['the reference', 'orchard-h'],
  ])('is searched by %s', async (_, text) => {
    const reference = 'Orchard-House';
    await assessor.post(PREMISES, aPremisesBody({ reference, addressLine1: '7 Orchard Way', postcode: 'CR9 9ZZ' }));
    const found = await search(`premisesStatus=online&postcodeOrAddress=${encodeURIComponent(text)}`);
    expect(found.results.map((row) => row.reference)).toEqual([reference]);
    expect(found.results[0]).toMatchObject({ pdu: 'Croydon', bedspaces: [], totalArchivedBedspaces: 0 });
  });

  it.each(['pontypwl', 'Pont-y-pŵl', 'pont y pwl', '4 Cafe', 'café row', 'row 4 café'])(
    'F-056: finds "4 Café Row, Pont-y-pŵl" by "%s"',
    async (text) => {
      const reference = `Welsh ${text}`;
      const { id } = await create({ reference, addressLine1: '4 Café Row', town: 'Pont-y-pŵl' });
      const found = await search(`premisesStatus=online&postcodeOrAddress=${encodeURIComponent(text)}`);
      expect(found.results.map((row) => row.id)).toContain(id);
    },
  );

  it('takes signs as signs, not as wildcards', async () => {
    expect((await search('premisesStatus=online&postcodeOrAddress=%25')).totalPremises).toBe(0);
  });

  it('is in order of id and shows bedspaces with their status', async () => {
    const { id } = await create({ addressLine1: '1 Sorting Lane' });
    const room = await assessor.post<{ id: string }>(`${PREMISES}/${id}/bedspaces`, aBedspaceBody());
    await create({ addressLine1: '2 Sorting Lane' });
    const found = await search('premisesStatus=online&postcodeOrAddress=sorting');
    const ids = found.results.map((row) => row.id);
    expect(ids).toEqual(ids.toSorted());
    expect(found).toMatchObject({ totalPremises: 2, totalOnlineBedspaces: 1, totalUpcomingBedspaces: 0 });
    expect(found.results.find((row) => row.id === id)?.bedspaces).toEqual([
      { id: room.body.id, reference: expect.any(String), status: 'online' },
    ]);
  });

  it('has the archived ones apart', async () => {
    const { id } = await create({ addressLine1: '3 Closed Court' });
    await booking.query(`update premises set end_date = '2026-03-02' where id = $1`, [id]);
    expect((await search('premisesStatus=archived&postcodeOrAddress=closed')).totalPremises).toBe(1);
    expect((await search('premisesStatus=online&postcodeOrAddress=closed')).totalPremises).toBe(0);
  });

  it.each(['', 'premisesStatus=gone'])('needs a status: "%s"', async (query) => {
    expect((await assessor.get(`${PREMISES}/search?${query}`)).status).toBe(400);
  });

  it('shows the own region alone, even to a reporter', async () => {
    const reporter = await booking.staff({ regionId: WALES, roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'] });
    const { body } = await reporter.get<{ totalPremises: number }>(`${PREMISES}/search?premisesStatus=online`);
    expect(body.totalPremises).toBe(0);
  });
});

describe('who may', () => {
  it.each([
    ['a referrer', { roles: ['CAS3_REFERRER' as const] }],
    ['an assessor of another region', { regionId: WALES }],
  ])('%s may neither create nor read nor change', async (_, who) => {
    const { id } = await create();
    const stranger = await booking.staff(who);
    expect((await stranger.post(PREMISES, aPremisesBody())).status).toBe(403);
    expect((await stranger.get(`${PREMISES}/${id}`)).status).toBe(403);
    expect((await stranger.get(`${PREMISES}/${id}/bedspace-totals`)).status).toBe(403);
    expect((await stranger.put(`${PREMISES}/${id}`, aPremisesBody())).status).toBe(403);
  });

  it('a referrer may not search either', async () => {
    const referrer = await booking.staff({ roles: ['CAS3_REFERRER'] });
    expect((await referrer.get(`${PREMISES}/search?premisesStatus=online`)).status).toBe(403);
  });

  it('nobody moves a property into a region that is not theirs', async () => {
    const { id } = await create();
    const wales = { probationRegionId: WALES, probationDeliveryUnitId: CARDIFF };
    expect((await assessor.put(`${PREMISES}/${id}`, aPremisesBody(wales))).status).toBe(403);
    // the delivery unit decides, so a region that disagrees opens no door
    const disguised = aPremisesBody({ probationDeliveryUnitId: CARDIFF });
    expect((await assessor.put(`${PREMISES}/${id}`, disguised)).status).toBe(403);
    const both = await booking.staff({ roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'] });
    expect((await both.put(`${PREMISES}/${id}`, aPremisesBody(wales))).status).toBe(200);
  });

  it('unknown and malformed ids are not found or refused', async () => {
    expect((await assessor.get(`${PREMISES}/${UNKNOWN}`)).status).toBe(404);
    expect((await assessor.get(`${PREMISES}/not-a-uuid`)).status).toBe(400);
  });

  it('nobody without a token', async () => {
    expect((await booking.test.request.get(`${PREMISES}/${UNKNOWN}`)).status).toBe(401);
  });
});

it('F-059: the list of properties refuses a filter that does not exist', async () => {
  const reply = await assessor.get(`${PREMISES}/search?premisesStatus=online&postcode=CR0`);
  expect(reply).toMatchObject({ status: 400, body: { code: 'UNKNOWN_PARAMETER' } });
});

describe('F-050: changing a property with If-Match', () => {
  const tagged = (tag: string | null) => assessor.with({ 'if-match': tag ?? '' });

  it('goes on from the tag of the last reply, and is refused when somebody changed it in between', async () => {
    const created = await assessor.post<{ id: string }>(PREMISES, aPremisesBody({ reference: 'Tagged one' }));
    const path = `${PREMISES}/${created.body.id}`;
    const tag = (await assessor.get(path)).headers.get('etag');
    expect(tag).toBe(created.headers.get('etag'));
    const first = await tagged(tag).put(path, aPremisesBody({ reference: 'Tagged two' }));
    expect(first.status).toBe(200);
    const stale = await tagged(tag).put(path, aPremisesBody({ reference: 'Tagged three' }));
    expect(stale).toMatchObject({ status: 409, body: { code: 'PREMISES_CHANGED' } });
    expect(
      (await tagged(first.headers.get('etag')).put(path, aPremisesBody({ reference: 'Tagged four' }))).status,
    ).toBe(200);
  });

  it('is not asked of clients that send none', async () => {
    const { id } = await create({ reference: 'Untagged one' });
    expect((await assessor.put(`${PREMISES}/${id}`, aPremisesBody({ reference: 'Untagged two' }))).status).toBe(200);
  });
});

it.each([undefined, null, '', '  ', '\u200b'])(
  'F-068: a first address line of %j is one error under one name',
  async (addressLine1) => {
    const reply = await assessor.post(PREMISES, aPremisesBody({ addressLine1 }));
    expect(fields(reply.body)).toEqual(['$.address empty']);
  },
);

describe('B1.5 A property without local authority and without features opens, edits and saves', () => {
  it('and saving it as it was read changes nothing', async () => {
    const sent = aPremisesBody({ characteristicIds: [], notes: undefined, localAuthorityAreaId: undefined });
    const created = await assessor.post<Record<string, unknown>>(PREMISES, sent);
    const path = `${PREMISES}/${String(created.body['id'])}`;
    const read = await assessor.get<Record<string, unknown>>(path);
    expect([created.status, read.status]).toEqual([201, 200]);
    expect(read.body).toMatchObject({ localAuthorityArea: null, premisesCharacteristics: [], notes: '' });
    const saved = await assessor.put(path, { ...sent, reference: read.body['reference'], localAuthorityAreaId: null });
    expect([saved.status, saved.body]).toEqual([200, read.body]);
    expect(await booking.told(String(created.body['id']))).toHaveLength(1);
  });

  it('and stands in the list, which can be grouped by local authority and by delivery unit', async () => {
    const { body } = await assessor.post<{ id: string }>(PREMISES, aPremisesBody({ reference: 'No authority' }));
    const list = await assessor.get<{ results: { id: string }[] }>(`${PREMISES}/search?premisesStatus=online`);
    expect(list.body.results.find(({ id }) => id === body.id)).toMatchObject({
      localAuthorityAreaName: null,
      pdu: 'Croydon',
    });
  });
});

describe('B4.2 A property is in the list once', () => {
  it('however many units its region has and however many bedspaces it has', async () => {
    const wales = await booking.staff({ regionId: WALES });
    const swansea = lists.all('probation-delivery-units').find(({ name }) => name.startsWith('Swansea'))?.id;
    const place = { probationRegionId: WALES, probationDeliveryUnitId: swansea };
    const { body } = await wales.post<{ id: string }>(PREMISES, aPremisesBody({ ...place, reference: 'Once' }));
    for (const reference of ['Room 1', 'Room 2', 'Room 3'])
      await wales.post(`${PREMISES}/${body.id}/bedspaces`, aBedspaceBody({ reference }));
    const list = await wales.get<{ results: { id: string; bedspaces: unknown[] }[] }>(
      `${PREMISES}/search?premisesStatus=online&postcodeOrAddress=Once`,
    );
    expect(list.body).toMatchObject({ totalPremises: 1, totalOnlineBedspaces: 3 });
    expect(list.body.results.map(({ id, bedspaces }) => [id, bedspaces.length])).toEqual([[body.id, 3]]);
  });
});
