import { DEPARTURE, StayDesk, idOf } from '../testing/stay-desk';

const desk = new StayDesk();
interface Found {
  readonly content: Readonly<Record<string, Readonly<Record<string, unknown>>[]>>;
}
const ask = async (query: string, authorities = ['ROLE_SAR_DATA_ACCESS']) => {
  const service = await desk.booking.test.as({ username: 'SAR', authorities, expiresIn: 366 * 86_400 });
  return service.get<Found>(`/subject-access-request?${query}`);
};

describe('B5.6: subject access to bookings', () => {
  beforeEach(async () => {
    expect((await desk.arrived()).status).toBe(201);
    const other = await desk.booking.aPlace(desk.assessor, { addressLine1: '8 Station Road' });
    await desk.press('moves', { bedspaceId: other.bedspaceId, movedOn: '2026-03-02', notes: 'The boiler broke' });
    await desk.press('extensions', { newDepartureDate: '2026-03-18', notes: 'Two days more' });
    jest.setSystemTime(new Date('2026-03-03T12:00:00Z'));
    expect((await desk.press('departures', { ...DEPARTURE, dateTime: '2026-03-03T00:00:00.000Z' })).status).toBe(201);
  });

  it('is every booking and every step of it with notes, reasons in words and surnames, newest first, and where the person slept', async () => {
    const { status, body } = await ask('crn=X900001');
    expect(status).toBe(200);
    const { bookings, bookingHistory = [] } = body.content;
    expect(bookings).toMatchObject([
      { id: idOf(desk.path), crn: 'X900001', status: 'departed', postcode: expect.any(String) },
    ]);
    const kinds = bookingHistory.map(({ kind }) => kind);
    expect(kinds.slice(0, 1)).toEqual(['departure']);
    expect(kinds).toEqual(expect.arrayContaining(['confirmation', 'arrival', 'extension', 'turnaround']));
    expect(bookingHistory[0]).toMatchObject({
      author: 'One',
      details: { reason: 'Planned Move on', moveOnCategory: expect.any(String) },
    });
    expect(JSON.stringify(body)).toContain('Two days more');
    const movedFrom = await desk.booking.test.db.query('select 1 from former_bed');
    expect(body.content.formerBedspaces).toHaveLength(movedFrom.length);
  });

  it('counts both end days of a time, steps of older bookings too', async () => {
    const kinds = async (query: string) =>
      (await ask(`crn=X900001&${query}`)).body.content.bookingHistory?.map(({ kind }) => kind);
    expect(new Set(await kinds('fromDate=2026-03-03'))).toEqual(new Set(['departure']));
    expect(await kinds('toDate=2026-03-02')).not.toContain('departure');
  });

  it.each([
    ['crn=X999999', 204],
    ['', 400],
    ['crn=X900001&fromDate=2026-03-03&toDate=2026-03-02', 400],
  ])('answers %j with %i', async (query, status) => {
    expect((await ask(query)).status).toBe(status);
  });

  it('is for the subject access service alone', async () => {
    expect((await ask('crn=X900001', ['ROLE_PROBATION'])).status).toBe(403);
    expect((await desk.booking.test.request.get('/subject-access-request?crn=X900001')).status).toBe(401);
  });
});
