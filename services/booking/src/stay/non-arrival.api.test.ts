import { aBookingBody } from '../testing/booking-app';
import { FAILED_TO_ARRIVE, REJECTED_PLACEMENT } from '../testing/builders';
import { StayDesk, fields } from '../testing/stay-desk';
import { lists } from '@throughcare/reference/lists';

const desk = new StayDesk();
const RECALLED = lists.all('non-arrival-reasons').find(({ name }) => name.startsWith('Arrested'))?.id ?? '';
const INACTIVE = lists.all('non-arrival-reasons').find(({ isActive }) => !isActive)?.id ?? '';
const press = (over: object = {}) =>
  desk.press('non-arrivals', { reasonId: FAILED_TO_ARRIVE, notes: 'No answer', ...over });
const told = async () => (await desk.told()).map(({ type }) => type.replace('accommodation.cas3.', ''));

describe('somebody who does not arrive', () => {
  it('is recorded with a reason of the list; the bedspace is free and the booking cancelled', async () => {
    await desk.confirmed();
    const { status, body } = await press();
    expect([status, body]).toMatchObject([
      201,
      { date: '2026-03-02', reason: { id: FAILED_TO_ARRIVE, name: 'Failed to arrive as planned' }, notes: 'No answer' },
    ]);
    expect(await desk.shown()).toMatchObject({
      status: 'cancelled',
      nonArrival: { reason: { id: FAILED_TO_ARRIVE } },
      cancellation: { reason: { name: 'Person on probation failed to arrive (other reason)' }, notes: 'No answer' },
      cancellations: [{ date: '2026-03-02' }],
    });
    const path = `/cas3/v2/premises/${desk.place.premisesId}/bookings`;
    const next = await desk.assessor.post(path, aBookingBody(desk.place, { crn: desk.booking.someone() }));
    expect(next.status).toBe(201);
  });

  it('is published as a cancellation, which other systems know, and as what it was', async () => {
    await desk.confirmed();
    await press();
    const [cancelled, absent] = (await desk.told()).slice(-2);
    expect(cancelled).toMatchObject({
      type: 'accommodation.cas3.booking.cancelled',
      version: 3,
      data: {
        cancellationReason: 'Person on probation failed to arrive (other reason)',
        statusBefore: 'confirmed',
        notes: 'Failed to arrive as planned. No answer',
        cancellationDate: '2026-03-02',
        status: 'cancelled',
      },
    });
    expect(absent).toMatchObject({
      type: 'accommodation.cas3.person.not-arrived',
      version: 4,
      data: { expectedOn: '2026-03-02', nonArrivalReasonId: FAILED_TO_ARRIVE, status: 'not-arrived' },
    });
  });

  it('twice is one record; another reason corrects it', async () => {
    await press();
    const before = await told();
    expect((await press()).status).toBe(201);
    expect(await told()).toEqual(before);
    expect((await press({ reasonId: RECALLED })).status).toBe(201);
    expect((await told()).slice(-2)).toEqual(['booking.cancelled.updated', 'person.not-arrived']);
    expect(await desk.shown()).toMatchObject({
      cancellation: { reason: { name: 'Person on probation failed to arrive (gate arrest/recall)' } },
    });
  });

  it('can be corrected to a cancellation for another reason', async () => {
    await press();
    await desk.press('cancellations', { date: '2026-03-02', reason: REJECTED_PLACEMENT });
    expect(await desk.shown()).toMatchObject({
      status: 'cancelled',
      nonArrival: null,
      cancellation: { reason: { id: REJECTED_PLACEMENT } },
    });
  });

  it('before the day they are expected, once they have arrived, or after a cancellation is refused', async () => {
    jest.setSystemTime(new Date('2026-03-01T12:00:00Z'));
    expect((await press()).body['code']).toBe('ARRIVAL_NOT_DUE');
    jest.setSystemTime(new Date('2026-03-02T12:00:00Z'));
    await desk.arrived();
    expect((await press()).body['code']).toBe('BOOKING_STATE');
    desk.path = await desk.aBooking({
      crn: desk.booking.someone(),
      arrivalDate: '2026-04-01',
      departureDate: '2026-04-02',
    });
    await desk.press('cancellations', { date: '2026-03-02', reason: REJECTED_PLACEMENT });
    expect((await press()).body['code']).toBe('BOOKING_STATE');
  });

  it.each([INACTIVE, REJECTED_PLACEMENT])('for a reason that is not offered is refused: %s', async (reasonId) => {
    expect(fields((await press({ reasonId })).body)).toEqual(['$.reasonId doesNotExist']);
  });
});
