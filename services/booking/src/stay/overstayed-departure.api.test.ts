import { DEPARTURE, StayDesk, fields } from '../testing/stay-desk';

const desk = new StayDesk();
const LEFT = { ...DEPARTURE, dateTime: '2026-06-01T00:00:00.000Z' }; // 91 nights
const overstay = { isAuthorised: false, reason: 'No move-on place' };
const told = async () => (await desk.told()).map(({ type }) => type.replace('accommodation.cas3.', ''));
beforeEach(async () => {
  await desk.arrived();
  jest.setSystemTime(new Date('2026-06-01T12:00:00Z'));
});

describe('a departure beyond 84 nights', () => {
  it('and the overstay are recorded in one step', async () => {
    expect((await desk.press('departures', { ...LEFT, overstay })).status).toBe(201);
    expect(await desk.shown()).toMatchObject({
      status: 'departed',
      departureDate: '2026-06-01',
      overstays: [{ previousDepartureDate: '2026-03-16', newDepartureDate: '2026-06-01', ...overstay }],
    });
    const events = (await desk.told()).slice(-2);
    expect(events.map(({ type, version }) => `${version} ${type.replace('accommodation.cas3.', '')}`)).toEqual([
      '4 booking.overstay-recorded',
      '5 person.departed',
    ]);
    const { overstays } = (await desk.shown()) as { overstays: { id: string }[] };
    expect(events[0]?.data['overstayId']).toBe(overstays[0]?.id);
    expect(events[1]?.data['nights']).toBe(91);
  });

  it('pressed twice is recorded once', async () => {
    await desk.press('departures', { ...LEFT, overstay });
    const before = await told();
    expect((await desk.press('departures', { ...LEFT, overstay })).status).toBe(201);
    expect((await desk.press('departures', LEFT)).status).toBe(201);
    expect(await told()).toEqual(before);
  });

  it('with an overstay is refused as a whole when either is', async () => {
    const noReason = await desk.press('departures', { ...LEFT, overstay: { isAuthorised: true } });
    expect(fields(noReason.body)).toEqual(['$.overstay.reason empty']);
    const within = { ...LEFT, dateTime: '2026-05-25T00:00:00.000Z', overstay };
    expect((await desk.press('departures', within)).body['code']).toBe('OVERSTAY_WITHIN_LIMIT');
    const future = { ...LEFT, dateTime: '2026-06-02T00:00:00.000Z', overstay };
    expect(fields((await desk.press('departures', future)).body)).toEqual(['$.dateTime departureDateInFuture']);
    expect(await desk.shown()).toMatchObject({ status: 'arrived', overstays: [] });
  });
});
