import { WALES } from '../testing/builders';
import { aPremisesBody } from '../testing/booking-app';
import { StayDesk, idOf } from '../testing/stay-desk';

const desk = new StayDesk();
const get = async <T = Record<string, unknown>[]>(path: string, who = desk.assessor) => who.get<T>(path);
const property = () => `/cas3/v2/premises/${desk.place.premisesId}`;

describe('the history of a property', () => {
  it('has everything that staff did with it and its bedspaces, with the author, oldest first', async () => {
    jest.setSystemTime(new Date('2026-03-03T09:00:00Z'));
    const { body: before } = await desk.assessor.get<Record<string, unknown>>(property());
    const changed = {
      ...aPremisesBody(),
      reference: before['reference'],
      notes: 'Key with the warden',
      town: 'Purley',
    };
    expect((await desk.assessor.put(property(), changed)).status).toBe(200);
    const { status, body } = await get(`${property()}/history`);
    expect(status).toBe(200);
    expect(body.map(({ kind, bedspaceId }) => [kind, bedspaceId])).toEqual([
      ['premises-created', null],
      ['bedspace-created', desk.place.bedspaceId],
      ['premises-edited', null],
    ]);
    expect(body[2]).toMatchObject({
      at: '2026-03-03T09:00:00.000Z',
      by: { username: expect.stringMatching(/^STAFF_/), name: 'Cast One' },
      details: { town: { from: 'Croydon', to: 'Purley' }, notes: { from: null, to: null } },
    });
    expect(JSON.stringify(body)).not.toContain('warden');
  });

  it('can be asked for one bedspace', async () => {
    const { body } = await get(`${property()}/bedspaces/${desk.place.bedspaceId}/history`);
    expect(body.map(({ kind }) => kind)).toEqual(['bedspace-created']);
  });

  it('does not know a bedspace of another property', async () => {
    const other = await desk.booking.aPlace(desk.assessor);
    expect((await get(`${property()}/bedspaces/${other.bedspaceId}/history`)).status).toBe(404);
  });

  it('is not for staff of another region', async () => {
    const faraway = await desk.booking.staff({ regionId: WALES });
    for (const path of ['history', `bedspaces/${desk.place.bedspaceId}/history`, 'former-stays'])
      expect((await get(`${property()}/${path}`, faraway)).status).toBe(403);
  });
});

describe('a property that somebody moved away from', () => {
  const moved = async () => {
    expect((await desk.arrived()).status).toBe(201);
    const other = await desk.booking.aPlace(desk.assessor, { addressLine1: '8 Station Road' });
    jest.setSystemTime(new Date('2026-03-09T12:00:00Z'));
    const to = { bedspaceId: other.bedspaceId, movedOn: '2026-03-09' };
    expect((await desk.assessor.post(`/cas3/v2/bookings/${idOf(desk.path)}/moves`, to)).status).toBe(201);
    return other;
  };

  it('still shows who slept there, until when, and where they are now', async () => {
    const other = await moved();
    expect((await get(`${property()}/bookings`)).body).toEqual([]);
    expect((await get(`${property()}/former-stays`)).body).toEqual([
      {
        bookingId: idOf(desk.path),
        person: expect.objectContaining({ crn: 'X900001', name: 'Ada Byron' }),
        bedspaceId: desk.place.bedspaceId,
        bedspaceReference: expect.stringMatching(/^Room /),
        fromDay: '2026-03-02',
        movedOn: '2026-03-09',
        heldUntil: '2026-03-11',
        now: other,
      },
    ]);
    expect((await get(`/cas3/v2/premises/${other.premisesId}/former-stays`)).body).toEqual([]);
  });

  it('does not say where somebody went whom the caller may not see', async () => {
    await moved();
    desk.booking.aHiddenPerson('X900001');
    const [stay] = (await get(`${property()}/former-stays`)).body;
    desk.booking.aPerson('X900001');
    expect(stay).toMatchObject({ person: { type: 'RestrictedPerson', crn: 'X900001' }, now: null });
  });
});
