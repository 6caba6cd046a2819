import fc from 'fast-check';
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
        id: expect.any(String),
        status: 'confirmed',
        startDate: '2026-03-10',
        endDate: '2026-03-11',
        createdAt: '2026-03-02T12:00:00.000Z',
      },
      premises: {
        id: expect.any(String),
        name: expect.any(String),
        addressLine1: '12 Church Street',
        town: 'Croydon',
        postcode: 'CR0 1AA',
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

describe('whoever is barred from a person', () => {
  const HIDDEN = 'X900012';
  const syllable = fc.constantFrom('a', 'da', 'by', 'ron', 'gra', 'ce', 'mur', 'ray', ' ', '-');
  const term = fc.array(syllable, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
  const question = fc
    .record({
      crnOrName: fc.option(fc.oneof(term, fc.constant(HIDDEN)), { nil: '' }),
      sortField: fc.constantFrom('name', 'crn', 'startDate', 'endDate', 'createdAt'),
      sortDirection: fc.constantFrom('asc', 'desc'),
      page: fc.constantFrom('1', '2', ''),
    })
    .map((query) =>
      String(new URLSearchParams(query))
        .replace('page=&', '')
        .replace(/&page=$/, ''),
    );

  beforeAll(async () => {
    booking.aPerson(HIDDEN);
    const place = await booking.aPlace(assessor);
    const dates = { arrivalDate: '2026-03-12', departureDate: '2026-03-13' };
    const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
    expect((await assessor.post(path, aBookingBody(place, { crn: HIDDEN, ...dates }))).status).toBe(201);
    for (const [crn, name] of Object.entries({ X900001: 'Ada Byron', X900002: 'Grace Murray' }))
      booking.aPerson(crn, { name, isRestricted: false });
  });

  it('gets the same 200 answers to the byte, whatever the person is called', async () => {
    const questions = fc.sample(question, { numRuns: 200, seed: 30 });
    const answers = async () => {
      const all: unknown[] = [];
      for (const query of questions) {
        const { status, headers, body } = await search(query);
        const pages = ['CurrentPage', 'TotalPages', 'TotalResults'].map((name) => headers.get(`X-Pagination-${name}`));
        all.push(query, status, pages, body);
      }
      return JSON.stringify(all);
    };
    const seen = new Set<string>();
    for (const name of ['Ada Byron', 'Grace Ron-Ray', 'Aaron Murray']) {
      booking.aPerson(HIDDEN, { name, isRestricted: true });
      for (const query of ['sortField=name', `crnOrName=${encodeURIComponent(name)}`])
        expect(JSON.stringify((await search(query)).body)).toContain(name); // who may see them
      booking.aHiddenPerson(HIDDEN);
      seen.add(await answers());
    }
    expect(seen.size).toBe(1);
    expect([...seen][0]).toContain(HIDDEN);
  }, 180_000);

  it('finds them last by name, in both directions', async () => {
    for (const direction of ['asc', 'desc']) {
      const { body } = await search(`sortField=name&sortDirection=${direction}`);
      const names = body.results.map(({ person }) => person.name ?? '');
      expect(names.at(-1)).toBe('');
      expect(names[0]).toBe(direction === 'asc' ? 'Ada Byron' : 'Grace Murray');
    }
  });

  it('is shown nothing while nobody can be asked', async () => {
    booking.gateway.failWith = 503;
    for (const query of ['', 'sortField=name', 'crnOrName=ada']) expect((await search(query)).status).toBe(503);
    booking.gateway.failWith = undefined;
  });
});
