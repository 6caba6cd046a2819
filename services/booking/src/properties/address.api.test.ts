import { publicOperations } from '@throughcare/platform/public-operations';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBedspaceBody, aBookingBody, aPremisesBody, type Place } from '../testing/booking-app';
import { CROYDON } from '../testing/builders';
import { ARRIVAL, DEPARTURE } from '../testing/stay-desk';

const PREMISES = '/cas3/v2/premises';
interface Reply {
  readonly id: string;
  readonly code: string;
  readonly detail: string;
  readonly postcode: string;
  readonly startDate: string;
  readonly currentStays: number;
  readonly turnaroundWorkingDays: number;
  readonly warnings: { code: string; pieces?: string[]; premisesIds?: string[] }[];
}

let booking: BookingApp;
let assessor: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
});
beforeEach(() => booking.nobodyIsBooked());
afterAll(() => booking?.close());

const create = async (over: object = {}) => (await assessor.post<Reply>(PREMISES, aPremisesBody(over))).body;
const stay = async (at: Place, ...presses: [string, object][]) => {
  const path = `${PREMISES}/${at.premisesId}/bookings`;
  const { body } = await assessor.post<Reply>(path, aBookingBody(at, { crn: booking.someone() }));
  for (const [button, sent] of presses) await assessor.post(`${path}/${body.id}/${button}`, sent);
  return body.id;
};
const rooms = async (count: number) => {
  const first = await booking.aPlace(assessor, { addressLine1: '12 Wrong Street' });
  const places = [first];
  while (places.length < count) {
    const { body } = await assessor.post<Reply>(`${PREMISES}/${first.premisesId}/bedspaces`, aBedspaceBody());
    places.push({ premisesId: first.premisesId, bedspaceId: body.id });
  }
  await booking.open(first, '2026-01-05');
  return places as [Place, Place, Place, Place];
};
const right = { addressLine1: '21 Right Street' };
const put = (premisesId: string, over: object) =>
  assessor.put<Reply>(`${PREMISES}/${premisesId}`, aPremisesBody({ addressLine1: '12 Wrong Street', ...over }));
const lastTold = async (id: string) => (await booking.told(id)).at(-1);

describe('F-006: a wrong house number', () => {
  it('put right is told for everyone who stays there, and for nobody else', async () => {
    const [one, two, three, four] = await rooms(4);
    const arrive: [string, object][] = [
      ['confirmations', {}],
      ['arrivals', ARRIVAL],
    ];
    const staying = [await stay(one, ...arrive), await stay(two, ...arrive)];
    const gone = await stay(three, ...arrive, ['departures', DEPARTURE]);
    const notYet = await stay(four, ['confirmations', {}]);
    expect((await assessor.get<Reply>(`${PREMISES}/${one.premisesId}`)).body.currentStays).toBe(2);

    expect((await put(one.premisesId, right)).status).toBe(200);

    for (const id of staying)
      expect(await lastTold(id)).toMatchObject({
        version: 4,
        type: 'accommodation.cas3.person.arrived.updated',
        data: { arrivedOn: '2026-03-02', premises: right, recordedBy: { staffCode: 'N07S001' } },
      });
    expect((await booking.told(gone)).length).toBe(4);
    expect((await booking.told(notYet)).length).toBe(2);
  });

  it('that did not change, or is not to be told, is told to nobody', async () => {
    const [one] = await rooms(1);
    const id = await stay(one, ['confirmations', {}], ['arrivals', ARRIVAL]);
    await put(one.premisesId, { notes: 'Key safe' });
    await put(one.premisesId, { ...right, correctStays: false });
    expect((await booking.told(id)).length).toBe(3);
  });

  it('corrected while somebody arrives reaches them, in whichever order the two come', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [one] = await rooms(1);
      const id = await stay(one, ['confirmations', {}]);
      const path = `${PREMISES}/${one.premisesId}/bookings/${id}/arrivals`;
      await Promise.all([put(one.premisesId, right), assessor.post(path, ARRIVAL)]);
      const told = await booking.told(id);
      expect(told.at(-1)?.data).toMatchObject({ premises: right });
      expect(told.map(({ version }) => version)).toEqual(told.map((_, at) => at + 1));
    }
  });
});

describe('F-062: an address that nDelius cannot hold', () => {
  it('is taken with a warning that shows the three pieces', async () => {
    const addressLine1 = 'Flat 2, "The Old Brewery & Maltings", 12-14 Saint Bartholomew’s Church Street East';
    const { warnings } = await create({ addressLine1, addressLine2: 'Second Yard, behind the station' });
    expect(warnings.map(({ code }) => code)).toEqual(['ADDRESS_CUT_BY_NDELIUS']);
    expect(warnings[0]?.pieces).toHaveLength(3);
    expect(warnings[0]?.pieces?.[0]).toContain('12-14 Saint Bartholomew');
  });
});

describe('F-063: what looks the same', () => {
  const same = ['bd T1 x', 'BD  T1 X', 'bd\u00a0T1 x', 'bd T\u200b1 x', 'bd Ｔ1 x', ' bd T1  x '];
  it.each(same.slice(1))('a property called %p beside "bd T1 x" is refused', async (reference) => {
    await assessor.post(PREMISES, aPremisesBody({ reference: same[0] }));
    const { status, body } = await assessor.post(PREMISES, aPremisesBody({ reference }));
    expect([status, body]).toMatchObject([
      400,
      { 'invalid-params': [{ propertyName: '$.reference', errorType: 'notUnique' }] },
    ]);
  });

  it('a bedspace with other spaces is refused, one with another number is not', async () => {
    const { id } = await create();
    const add = (reference: string) => assessor.post(`${PREMISES}/${id}/bedspaces`, aBedspaceBody({ reference }));
    expect((await add('Room 1')).status).toBe(201);
    expect([(await add('Room  1')).status, (await add('Room\u00a01')).status, (await add('Room 2')).status]).toEqual([
      400, 400, 201,
    ]);
  });

  it('a second property at one address is refused until it is meant, and says which the first is', async () => {
    const address = { addressLine1: '5 Elm-Grove', postcode: 'CR0 5AA', probationDeliveryUnitId: CROYDON };
    const first = await create(address);
    const again = { ...address, addressLine1: '5  elm grove', postcode: 'cr05aa' };
    const refused = await assessor.post<Reply>(PREMISES, aPremisesBody({ ...again, sameAddressIsMeant: false }));
    expect([refused.status, refused.body.code, refused.body.detail.split(' ').at(-1)]).toEqual([
      409,
      'ADDRESS_HAS_A_PROPERTY',
      first.id,
    ]);
    const { warnings } = await create({ ...again, sameAddressIsMeant: true });
    expect(warnings).toMatchObject([{ code: 'ADDRESS_USED_TWICE', premisesIds: [first.id] }]);
  });
});

describe('F-051, F-048, F-064: a property', () => {
  it('taken over last week is entered with its day, its bedspace and its first arrival', async () => {
    const { id, startDate } = await create({ startDate: '2026-02-25' });
    expect(startDate).toBe('2026-02-25');
    const room = await assessor.post<Reply>(`${PREMISES}/${id}/bedspaces`, aBedspaceBody({ startDate: '2026-02-27' }));
    const at = { premisesId: id, bedspaceId: room.body.id };
    const body = aBookingBody(at, { crn: booking.someone(), arrivalDate: '2026-03-01' });
    expect((await assessor.post(`${PREMISES}/${id}/bookings`, body)).status).toBe(201);
  });

  it('saved without its cleaning time keeps it', async () => {
    const { id } = await create({ turnaroundWorkingDays: 7 });
    const saved = await put(id, { turnaroundWorkingDays: undefined });
    expect([saved.status, saved.body.turnaroundWorkingDays]).toEqual([200, 7]);
  });

  it('has its postcode in one form, and a hint where O and 0 were mixed up', async () => {
    expect((await create({ postcode: 'cr01zz' })).postcode).toBe('CR0 1ZZ');
    const { body } = await assessor.post(PREMISES, aPremisesBody({ postcode: 'CRO 1ZZ' }));
    expect(body).toMatchObject({
      'invalid-params': [{ propertyName: '$.postcode', errorType: 'invalid', value: 'CR0 1ZZ' }],
    });
  });
});

describe('F-058: no literal segment of a public path is read as an id', () => {
  it('the voids of a property are a list', async () => {
    const { id } = await create();
    const { status, body } = await assessor.get(`${PREMISES}/${id}/bedspaces/void-bedspaces`);
    expect([status, body]).toEqual([200, []]);
  });

  // Every id is a UUID, so that only a word in the place of an id can be refused as one.
  const reads = publicOperations.filter(({ method, template }) => method === 'GET' && template.startsWith('/cas3/v2/'));
  it.each(reads)('$template', async ({ template }) => {
    const path = template.replaceAll(/\{\w+\}/g, '0197a000-0000-7000-8000-000000000042');
    const { body } = await assessor.get(path);
    expect((body as { 'invalid-params'?: unknown })['invalid-params']).toBeUndefined();
  });
});
