import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody } from '../testing/booking-app';

describe('F-013: a repeated Idempotency-Key', () => {
  let booking: BookingApp;
  let once: TestRequest;
  let path: string;
  let body: object;
  beforeAll(async () => {
    booking = await BookingApp.start();
    const assessor = await booking.staff();
    const place = await booking.aPlace(assessor);
    path = `/cas3/v2/premises/${place.premisesId}/bookings`;
    body = aBookingBody(place, { crn: booking.aPerson('X900013', { name: 'Kept Name', dateOfBirth: '1971-07-17' }) });
    once = assessor.with({ 'idempotency-key': 'K' });
  });
  afterAll(() => booking?.close());

  it('gives the first answer again, and keeps neither name nor date of birth for that', async () => {
    const first = await once.post(path, body);
    const again = await once.post(path, body);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(JSON.stringify(first.body)).toContain('Kept Name');
    const [kept] = await booking.query<{ body: string }>('select body from idempotency_key');
    expect(kept?.body).toContain('X900013');
    expect(kept?.body).not.toMatch(/Kept|1971/);
  });

  it('shows the person as they are now', async () => {
    booking.aPerson('X900013', { name: 'New Name' });
    expect((await once.post(path, body)).body).toMatchObject({ person: { name: 'New Name' } });
  });

  it('is 403 after access was withdrawn, as the write itself would be', async () => {
    booking.aHiddenPerson('X900013');
    const { status, body: problem } = await once.post(path, body);
    expect([status, problem]).toEqual([403, expect.objectContaining({ code: 'PERSON_RESTRICTED' })]);
  });
});
