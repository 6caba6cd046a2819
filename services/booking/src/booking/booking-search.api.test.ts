import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody } from '../testing/booking-app';
import { WALES } from '../testing/builders';

let booking: BookingApp;
let assessor: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  booking.aPerson('X900001', { name: 'Ada Byron' });
  booking.aPerson('X900002', { name: 'Grace Murray' });
  for (let at = 0; at < 12; at += 1) {
    const place = await booking.aPlace(assessor);
    const crn = at < 11 ? 'X900001' : 'X900002';
    const dates = { arrivalDate: `2026-03-${String(at + 10)}`, departureDate: `2026-03-${String(at + 11)}` };
    const { body } = await assessor.post<{ id: string }>(
      `/cas3/v2/premises/${place.premisesId}/bookings`,
      aBookingBody(place, { crn, ...dates }),
    );
    if (at === 0) await assessor.post(`/cas3/v2/premises/${place.premisesId}/bookings/${body.id}/confirmations`);
  }
});
afterAll(() => booking?.close());

interface Found {
  resultsCount: number;
  results: { person: { crn: string; name?: string }; booking: { startDate: string; status: string } }[];
}
const search = (query: string, who = assessor) => who.get<Found>(`/cas3/v2/bookings/search?${query}`);

describe('all bookings of a region', () => {
  it('come whole and without pages when none is asked for', async () => {
    const { status, body, headers } = await search('');
    expect([status, body.resultsCount, headers.get('x-pagination-totalresults')]).toEqual([200, 12, null]);
    expect(body.results[0]).toEqual({
      person: { crn: 'X900001', name: 'Ada Byron' },
      booking: {
        ...{ id: expect.any(String), status: 'confirmed', startDate: '2026-03-10', endDate: '2026-03-11' },
        createdAt: '2026-03-02T12:00:00.000Z',
      },
      premises: {
        ...{ id: expect.any(String), name: expect.any(String), addressLine1: '12 Church Street' },
        ...{ town: 'Croydon', postcode: 'CR0 1AA' },
      },
      bedspace: { id: expect.any(String), reference: expect.any(String) },
    });
  });

  it('come in pages of ten', async () => {
    const { body, headers } = await search('page=2&sortField=startDate&sortDirection=desc');
    expect(body.results.map((row) => row.booking.startDate)).toEqual(['2026-03-11', '2026-03-10']);
    expect(
      ['CurrentPage', 'TotalPages', 'TotalResults', 'PageSize'].map((name) => headers.get(`X-Pagination-${name}`)),
    ).toEqual(['2', '2', '12', '10']);
  });

  it.each([
    ['status=provisional', 11],
    ['status=confirmed', 1],
    ['status=closed', 0],
    ['status=nonsense&sortField=arrivedAt&sortDirection=sideways', 12],
    ['crnOrName=x900002', 1],
    ['crnOrName=murr', 1],
    ['crnOrName=X90000', 0],
    ['status=provisional&crnOrName=byron', 10],
  ])('are found by %s', async (query, count) => {
    expect((await search(query)).body.resultsCount).toBe(count);
  });

  it('are not found by the name of a person whom the caller may not see', async () => {
    booking.aHiddenPerson('X900002');
    expect((await search('crnOrName=murray')).body.resultsCount).toBe(0);
    const { body } = await search('crnOrName=X900002');
    expect(body.results[0]?.person).toEqual({ crn: 'X900002' });
    booking.aPerson('X900002', { name: 'Grace Murray' });
  });

  it('are those of the own region, for assessors only', async () => {
    const wales = await booking.staff({ regionId: WALES, roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'] });
    expect((await search('', wales)).body).toEqual({ resultsCount: 0, results: [] });
    expect((await search('', await booking.staff({ roles: ['CAS3_REFERRER'] }))).status).toBe(403);
  });

  it.each(['page=0', 'page=two'])('refuse %s', async (query) => {
    expect((await search(query)).status).toBe(400);
  });
});

it.each(['crn=X940001', 'status=dueToday&pdu=1', 'perPage=5'])(
  'F-059: refuses a filter that does not exist: %s',
  async (query) => {
    expect(await search(query)).toMatchObject({ status: 400, body: { code: 'UNKNOWN_PARAMETER' } });
  },
);
