import { lists } from '@throughcare/reference/lists';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBedspaceBody, aBookingBody, aPremisesBody } from '../testing/booking-app';
import { WALES } from '../testing/builders';

interface Reply {
  readonly id: string;
  readonly status: string;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly scheduleUnarchiveDate: string | null;
  readonly archiveHistory: { status: string; date: string }[];
  readonly detail: string;
  readonly items: { entityId: string; entityReference: string; date: string }[];
  readonly 'invalid-params'?: { propertyName: string; errorType: string; entityId?: string; value?: string }[];
}

const DEEP_CLEAN = lists.all('void-bedspace-reasons').find(({ name }) => name === 'Deep clean')?.id;

let booking: BookingApp;
let assessor: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start('2027-03-01T12:00:00Z');
  assessor = await booking.staff();
});
beforeEach(() => {
  jest.setSystemTime(new Date('2027-03-01T12:00:00Z'));
});
afterAll(() => booking?.close());

/** A property with rooms that have been open since June. */
class House {
  private constructor(
    readonly path: string,
    readonly rooms: Readonly<Record<string, string>>,
  ) {}

  static async open(...references: string[]): Promise<House> {
    const { body } = await assessor.post<Reply>('/cas3/v2/premises', aPremisesBody({ turnaroundWorkingDays: 0 }));
    const path = `/cas3/v2/premises/${body.id}`;
    const rooms: Record<string, string> = {};
    for (const reference of references.length > 0 ? references : ['Room A'])
      rooms[reference] = (await assessor.post<Reply>(`${path}/bedspaces`, aBedspaceBody({ reference }))).body.id;
    await booking.open({ premisesId: body.id }, '2026-06-01');
    return new House(path, rooms);
  }

  id(room = 'Room A'): string {
    return this.rooms[room] ?? '';
  }
  room(room = 'Room A'): string {
    return `${this.path}/bedspaces/${this.id(room)}`;
  }
  async book(room: string, arrivalDate: string, departureDate: string, over: object = {}) {
    const body = aBookingBody({ premisesId: '', bedspaceId: this.id(room) }, { arrivalDate, departureDate });
    const sent = { ...body, crn: booking.someone(), enableTurnarounds: false, ...over };
    return assessor.post<Reply>(`${this.path}/bookings`, sent);
  }
  async void(room: string, startDate: string, endDate: string) {
    const body = { startDate, endDate, reasonId: DEEP_CLEAN, costCentre: 'HMPPS' };
    return `${this.room(room)}/void-bedspaces/${(await assessor.post<Reply>(`${this.room(room)}/void-bedspaces`, body)).body.id}`;
  }
  async shown(room?: string) {
    return (await assessor.get<Reply>(room === undefined ? this.path : this.room(room))).body;
  }
  /** Status and end of the property and of each room, as clients see them. */
  async state() {
    const { status, endDate } = await this.shown();
    const rooms = await Promise.all(
      Object.keys(this.rooms).map(async (name) => {
        const room = await this.shown(name);
        return [name, room.status, room.endDate];
      }),
    );
    return [[status, endDate], ...rooms];
  }
}

const archive = (path: string, endDate: string) => assessor.post<Reply>(`${path}/archive`, { endDate });
const unarchive = (path: string, restartDate: string) => assessor.post<Reply>(`${path}/unarchive`, { restartDate });
const cancel = (path: string, what: 'archive' | 'unarchive') => assessor.put<Reply>(`${path}/cancel-${what}`, {});
const refused = ({ status, body }: { status: number; body: Reply }) => [
  status,
  ...(body['invalid-params'] ?? []).map(({ propertyName, errorType }) => `${propertyName} ${errorType}`),
];
const today = (day: string, time = '12:00:00Z') => jest.setSystemTime(new Date(`${day}T${time}`));

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

describe('archiving a property', () => {
  it('takes all bedspaces with it, and cancelling brings back what was planned before', async () => {
    const house = await House.open('Room A', 'Room B', 'Room C');
    await archive(house.room('Room A'), '2027-03-10');
    await archive(house.room('Room B'), '2027-04-20');
    expect((await archive(house.path, '2027-03-31')).body.endDate).toBe('2027-03-31');
    expect(await house.state()).toEqual([
      ['online', '2027-03-31'],
      ['Room A', 'online', '2027-03-10'],
      ['Room B', 'online', '2027-03-31'],
      ['Room C', 'online', '2027-03-31'],
    ]);
    expect((await cancel(house.path, 'archive')).body).toMatchObject({ status: 'online', endDate: null });
    expect(await house.state()).toEqual([
      ['online', null],
      ['Room A', 'online', '2027-03-10'],
      ['Room B', 'online', '2027-04-20'],
      ['Room C', 'online', null],
    ]);
  });

  it('is given up as a whole from one of its bedspaces, and a bedspace alone leaves the others', async () => {
    const house = await House.open('Room A', 'Room B');
    await archive(house.path, '2027-03-31');
    expect((await cancel(house.room('Room A'), 'archive')).body.endDate).toBeNull();
    expect(await house.state()).toEqual([
      ['online', null],
      ['Room A', 'online', null],
      ['Room B', 'online', null],
    ]);
    await archive(house.room('Room A'), '2027-03-20');
    await archive(house.room('Room B'), '2027-03-31');
    expect((await house.shown()).endDate).toBe('2027-03-31');
    await cancel(house.room('Room A'), 'archive');
    expect(await house.state()).toEqual([
      ['online', null],
      ['Room A', 'online', null],
      ['Room B', 'online', '2027-03-31'],
    ]);
    await cancel(house.room('Room B'), 'archive');
    expect((await house.shown('Room B')).endDate).toBeNull();
  });

  it('waits for a bedspace that is to begin after it', async () => {
    const house = await House.open();
    const room = await assessor.post<Reply>(
      `${house.path}/bedspaces`,
      aBedspaceBody({ reference: 'Room N', startDate: '2027-03-08' }),
    );
    const answer = await archive(house.path, '2027-03-05');
    expect(answer.body['invalid-params']).toEqual([
      {
        propertyName: '$.endDate',
        errorType: 'existingUpcomingBedspace',
        entityId: room.body.id,
        value: '2027-03-09',
      },
    ]);
    expect((await archive(house.path, '2027-03-08')).status).toBe(200);
  });

  it('is given up when it gets another bedspace, and one that is archived gets none', async () => {
    const house = await House.open();
    await archive(house.path, '2027-03-31');
    expect((await assessor.post(`${house.path}/bedspaces`, aBedspaceBody())).status).toBe(201);
    expect((await house.state()).slice(0, 2)).toEqual([
      ['online', null],
      ['Room A', 'online', '2027-03-31'],
    ]);
    await cancel(house.room('Room A'), 'archive');
    await archive(house.path, '2027-03-01');
    const late = await assessor.post<Reply>(`${house.path}/bedspaces`, aBedspaceBody());
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining('2027-03-01')]);
  });

  it('refuses what is not planned', async () => {
    const house = await House.open();
    expect(refused(await cancel(house.path, 'archive'))).toEqual([400, '$.premisesId premisesNotScheduledToArchive']);
    expect(refused(await cancel(house.path, 'unarchive'))).toEqual([
      400,
      '$.premisesId premisesNotScheduledToUnarchive',
    ]);
    expect(refused(await cancel(house.room(), 'archive'))).toEqual([400, '$.bedspaceId bedspaceNotScheduledToArchive']);
    expect(refused(await cancel(house.room(), 'unarchive'))).toEqual([400, '$.bedspaceId bedspaceAlreadyOnline']);
    expect(refused(await unarchive(house.path, '2027-03-01'))).toEqual([400, '$.premisesId premisesNotArchived']);
    expect(refused(await unarchive(house.room(), '2027-03-01'))).toEqual([400, '$.bedspaceId bedspaceNotArchived']);
    await archive(house.path, '2027-03-01');
    expect(refused(await cancel(house.path, 'archive'))).toEqual([400, '$.premisesId premisesAlreadyArchived']);
    expect(refused(await cancel(house.path, 'unarchive'))).toEqual([400, '$.premisesId premisesAlreadyArchived']);
    expect(refused(await cancel(house.room(), 'archive'))).toEqual([400, '$.bedspaceId bedspaceAlreadyArchived']);
    expect(refused(await cancel(house.room(), 'unarchive'))).toEqual([
      400,
      '$.bedspaceId bedspaceNotScheduledToUnarchive',
    ]);
    expect((await archive(house.path, '2027-03-02')).status).toBe(409);
  });
});

describe('bringing a property back', () => {
  const closed = async () => {
    const house = await House.open('Room A', 'Room B');
    await archive(house.path, '2027-03-01');
    return house;
  };

  it('on a day brings all its bedspaces, and cancelling leaves everything archived', async () => {
    const house = await closed();
    today('2027-03-08');
    const planned = await unarchive(house.path, '2027-03-15');
    expect(planned.body).toMatchObject({ status: 'archived', scheduleUnarchiveDate: '2027-03-15' });
    expect(await house.shown('Room A')).toMatchObject({ status: 'upcoming', scheduleUnarchiveDate: '2027-03-15' });
    expect((await house.shown('Room A')).archiveHistory).toEqual([{ status: 'archived', date: '2027-03-01' }]);
    expect(await cancel(house.path, 'unarchive')).toMatchObject({
      body: { status: 'archived', endDate: '2027-03-01', scheduleUnarchiveDate: null },
    });
    expect(await house.state()).toEqual([
      ['archived', '2027-03-01'],
      ['Room A', 'archived', '2027-03-01'],
      ['Room B', 'archived', '2027-03-01'],
    ]);
  });

  it('by one bedspace brings the property alone, and cancelling that takes the property back with it', async () => {
    const house = await closed();
    await unarchive(house.room('Room B'), '2027-03-10');
    expect(await house.shown()).toMatchObject({ status: 'archived', scheduleUnarchiveDate: '2027-03-10' });
    expect((await house.shown('Room A')).status).toBe('archived');
    await cancel(house.room('Room B'), 'unarchive');
    expect(await house.shown()).toMatchObject({ status: 'archived', scheduleUnarchiveDate: null });
  });

  it.each([
    ['2027-03-01', []],
    ['2027-02-28', ['$.restartDate beforeLastPremisesArchivedDate']],
    ['2027-02-14', ['$.restartDate invalidRestartDateInThePast', '$.restartDate beforeLastPremisesArchivedDate']],
    ['2027-03-15', []],
    ['2027-03-16', ['$.restartDate invalidRestartDateInTheFuture']],
  ])('on %s', async (restartDate, problems) => {
    const house = await closed();
    const expected = [problems.length > 0 ? 400 : 200, ...problems];
    expect(refused(await unarchive(house.path, restartDate))).toEqual(expected);
    const other = await closed();
    const ofRoom = expected.map((text) => String(text).replace('Premises', 'Bedspace'));
    expect(refused(await unarchive(other.room('Room A'), restartDate)).map(String)).toEqual(ofRoom);
  });

  it('stays planned while a booking counts on it', async () => {
    const house = await closed();
    await unarchive(house.path, '2027-03-10');
    const { status, body } = await house.book('Room A', '2027-03-10', '2027-03-20');
    expect(status).toBe(201);
    const answers = [await cancel(house.path, 'unarchive'), await cancel(house.room('Room A'), 'unarchive')];
    for (const answer of answers) expect([answer.status, answer.body.detail.split(' ').at(-1)]).toEqual([409, body.id]);
    expect((await cancel(house.room('Room B'), 'unarchive')).status).toBe(200);
  });

  it('shows every period it had, and a stay of the one before can still be put right', async () => {
    const house = await House.open();
    const { body } = await house.book('Room A', '2027-03-01', '2027-03-05');
    const stay = `${house.path}/bookings/${body.id}`;
    today('2027-03-06');
    await assessor.post(`${stay}/confirmations`, {});
    await archive(house.room(), '2027-03-05');
    await unarchive(house.room(), '2027-03-08');
    const arrival = { type: 'CAS3', arrivalDate: '2027-03-02', expectedDepartureDate: '2027-03-05' };
    const past = await assessor.post<Reply>(`${stay}/arrivals`, { ...arrival, expectedDepartureDate: '2027-03-06' });
    expect(past.body.detail).toMatch(/^BedSpace is archived from 2027-03-05/);
    const departure = { ...arrival, expectedDepartureDate: '2027-03-05' };
    expect((await assessor.post(`${stay}/arrivals`, departure)).status).toBe(201);
    const periods = await booking.query(
      `select first_day::text as "from", last_day::text as "to" from earlier_availability where bedspace_id = $1`,
      [house.id()],
    );
    expect(periods).toEqual([{ from: '2026-06-01', to: '2027-03-05' }]);
    expect((await booking.told(house.id())).at(-1)?.data).toMatchObject({
      cause: 'unarchived',
      periods: [{ from: '2026-06-01', to: '2027-03-05' }, { from: '2027-03-08' }],
    });
  });
});
