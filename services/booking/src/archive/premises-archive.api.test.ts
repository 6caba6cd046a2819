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
import { aBedspaceBody } from '../testing/booking-app';

startDesk();

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
