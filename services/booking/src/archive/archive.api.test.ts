import {
  House,
  archive,
  assessor,
  booking,
  cancel,
  refused,
  startDesk,
  today,
  unarchive,
  type Reply,
} from '../testing/archive-desk';
import { WALES } from '../testing/builders';

startDesk();

describe('B1.1 A cancelled void does not hold an archive back', () => {
  it('and an active one does, with the day after it', async () => {
    const house = await House.open();
    const at = await house.void('Room A', '2027-03-08', '2027-03-31');
    const answer = await archive(house.room(), '2027-03-15');
    expect(answer.status).toBe(400);
    expect(answer.body['invalid-params']).toEqual([
      { propertyName: '$.endDate', errorType: 'existingVoid', entityId: house.id(), value: '2027-04-01' },
    ]);
    expect((await house.shown('Room A')).endDate).toBeNull();
    await assessor.put(`${at}/cancellations`, { cancellationNotes: 'not needed' });
    const archived = await archive(house.room(), '2027-03-15');
    expect([archived.status, archived.body.endDate]).toEqual([200, '2027-03-15']);
    const whole = await archive(house.path, '2027-03-15');
    expect([whole.status, whole.body.endDate]).toEqual([200, '2027-03-15']);
  });

  it('nor one beyond the three months', async () => {
    const house = await House.open();
    const at = await house.void('Room A', '2027-06-01', '2027-06-30');
    expect((await assessor.get<Reply>(`${house.room()}/can-archive`)).body).toMatchObject({ date: '2027-06-30' });
    await assessor.put(`${at}/cancellations`, {});
    const [room, whole] = [
      await assessor.get(`${house.room()}/can-archive`),
      await assessor.get<Reply>(`${house.path}/can-archive`),
    ];
    expect([room.status, room.body]).toEqual([200, '']);
    expect([whole.status, whole.body]).toEqual([200, { items: [] }]);
  });
});

describe('B1.2 One line per bedspace, with its latest blocker', () => {
  it('in the order of their references', async () => {
    const house = await House.open('Room A', 'Room B', 'Room C');
    expect((await house.book('Room A', '2027-03-15', '2027-06-07')).status).toBe(201);
    const second = await house.book('Room A', '2027-06-14', '2027-06-25');
    const at = await house.void('Room A', '2027-07-05', '2027-07-16');
    expect((await house.book('Room B', '2027-06-01', '2027-06-18')).status).toBe(201);
    expect((await house.book('Room C', '2027-03-15', '2027-04-09')).status).toBe(201);
    const items = async () => (await assessor.get<Reply>(`${house.path}/can-archive`)).body.items;
    expect(await items()).toMatchObject([
      { entityId: house.id('Room A'), entityReference: 'Room A', date: '2027-07-16', blockedBy: { kind: 'void' } },
      { entityId: house.id('Room B'), entityReference: 'Room B', date: '2027-06-18', blockedBy: { kind: 'booking' } },
    ]);
    expect((await assessor.get<Reply>(`${house.room('Room A')}/can-archive`)).body).toMatchObject({
      date: '2027-07-16',
    });
    const free = await assessor.get(`${house.room('Room C')}/can-archive`);
    expect([free.status, free.body]).toEqual([200, '']);
    await assessor.put(`${at}/cancellations`, {});
    expect((await items())[0]).toMatchObject({ date: '2027-06-25', blockedBy: { id: second.body.id } });
  });
});

describe('archiving a bedspace', () => {
  it('today archives its property with the last one, and both can be brought back', async () => {
    const house = await House.open('Room A', 'Room B');
    expect((await archive(house.room('Room A'), '2027-03-01')).body).toMatchObject({
      status: 'archived',
      endDate: '2027-03-01',
      archiveHistory: [{ status: 'archived', date: '2027-03-01' }],
    });
    expect((await house.shown()).status).toBe('online');
    await archive(house.room('Room B'), '2027-03-01');
    expect(await house.state()).toEqual([
      ['archived', '2027-03-01'],
      ['Room A', 'archived', '2027-03-01'],
      ['Room B', 'archived', '2027-03-01'],
    ]);
    today('2027-03-05');
    const back = await unarchive(house.room('Room B'), '2027-03-05');
    expect([back.status, back.body]).toMatchObject([200, { status: 'online', endDate: null, startDate: '2026-06-01' }]);
    expect(await house.state()).toEqual([
      ['online', null],
      ['Room A', 'archived', '2027-03-01'],
      ['Room B', 'online', null],
    ]);
    const history = [
      { status: 'archived', date: '2027-03-01' },
      { status: 'online', date: '2027-03-05' },
    ];
    expect((await house.shown('Room B')).archiveHistory).toEqual(history);
    expect((await house.shown()).archiveHistory).toEqual(history);
  });

  it.each([
    ['2027-02-21', ['$.endDate invalidEndDateInThePast']],
    ['2027-02-22', []],
    ['2027-06-01', []],
    ['2027-06-02', ['$.endDate invalidEndDateInTheFuture']],
  ])('on %s', async (endDate, problems) => {
    const house = await House.open();
    const answers = [await archive(house.room(), endDate), await archive((await House.open()).path, endDate)];
    for (const answer of answers) expect(refused(answer)).toEqual([problems.length > 0 ? 400 : 200, ...problems]);
  });

  it('waits for stays and their cleaning, and names the first day after both', async () => {
    const house = await House.open();
    const { body } = await house.book('Room A', '2027-03-01', '2027-03-12');
    await assessor.post(`${house.path}/bookings/${body.id}/turnarounds`, { workingDays: 2 });
    const soon = await archive(house.room(), '2027-03-12');
    expect([refused(soon), soon.body['invalid-params']?.[0]]).toMatchObject([
      [400, '$.endDate existingTurnaround'],
      { entityId: house.id(), value: '2027-03-17' },
    ]);
    expect((await archive(house.room(), '2027-03-16')).status).toBe(200);
    const other = await House.open();
    await other.book('Room A', '2027-03-01', '2027-03-12');
    const early = await archive(other.path, '2027-03-11');
    expect(early.body['invalid-params']).toEqual([
      { propertyName: '$.endDate', errorType: 'existingBookings', entityId: other.id(), value: '2027-03-13' },
    ]);
  });

  it('waits for someone who has not left on the planned day', async () => {
    const house = await House.open();
    const { body } = await house.book('Room A', '2027-03-01', '2027-03-03');
    await assessor.post(`${house.path}/bookings/${body.id}/confirmations`, {});
    const arrival = { type: 'CAS3', arrivalDate: '2027-03-01', expectedDepartureDate: '2027-03-03' };
    await assessor.post(`${house.path}/bookings/${body.id}/arrivals`, arrival);
    today('2027-03-08');
    expect(refused(await archive(house.room(), '2027-03-05'))).toEqual([400, '$.endDate existingBookings']);
    expect((await archive(house.room(), '2027-03-12')).status).toBe(200);
  });

  it('waits for the cleaning of a bedspace that somebody has moved out of', async () => {
    const [house, other] = [await House.open(), await House.open()];
    const { body } = await house.book('Room A', '2027-03-01', '2027-03-12');
    const at = `/cas3/v2/bookings/${body.id}`;
    await assessor.post(`${house.path}/bookings/${body.id}/turnarounds`, { workingDays: 2 });
    await assessor.post(`${house.path}/bookings/${body.id}/confirmations`, {});
    const arrival = { type: 'CAS3', arrivalDate: '2027-03-01', expectedDepartureDate: '2027-03-12' };
    await assessor.post(`${house.path}/bookings/${body.id}/arrivals`, arrival);
    today('2027-03-03');
    expect((await assessor.post(`${at}/moves`, { bedspaceId: other.id(), movedOn: '2027-03-03' })).status).toBe(201);
    const early = await archive(house.room(), '2027-03-04');
    expect(early.body['invalid-params']?.[0]).toMatchObject({ errorType: 'existingTurnaround', value: '2027-03-06' });
    expect((await archive(house.room(), '2027-03-05')).status).toBe(200);
    expect(refused(await archive(other.room(), '2027-03-05'))).toEqual([400, '$.endDate existingTurnaround']);
  });

  it('a second time on the same day changes nothing, and on another day moves the plan', async () => {
    const house = await House.open('Room A', 'Room B');
    await archive(house.room('Room A'), '2027-03-20');
    const told = async () => (await booking.told(house.id('Room A'))).length;
    const before = await told();
    expect((await archive(house.room('Room A'), '2027-03-20')).status).toBe(200);
    expect(await told()).toBe(before);
    expect((await archive(house.room('Room A'), '2027-03-25')).body.endDate).toBe('2027-03-25');
    today('2027-03-25');
    expect((await archive(house.room('Room A'), '2027-03-26')).status).toBe(409);
  });

  it('is seen by booking and search: the last day belongs to it, and the day after does not', async () => {
    const house = await House.open();
    await archive(house.room(), '2027-03-20');
    expect((await house.book('Room A', '2027-03-10', '2027-03-21')).body.detail).toMatch(/^BedSpace is archived from/);
    expect((await house.book('Room A', '2027-03-10', '2027-03-20')).status).toBe(201);
  });

  it('of another property, an unknown one and another region finds nothing', async () => {
    const [house, other] = [await House.open(), await House.open()];
    const mixed = `${other.path}/bedspaces/${house.id()}`;
    expect((await archive(mixed, '2027-03-15')).status).toBe(404);
    expect((await unarchive(mixed, '2027-03-15')).status).toBe(404);
    expect((await cancel(mixed, 'archive')).status).toBe(404);
    expect((await assessor.get(`${mixed}/can-archive`)).status).toBe(404);
    const wales = await booking.staff({ regionId: WALES });
    expect((await wales.post(`${house.room()}/archive`, { endDate: '2027-03-15' })).status).toBe(403);
    expect((await house.shown('Room A')).endDate).toBeNull();
  });
});
