import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { newId } from '@throughcare/events/ids';
import { ReferralViewEvents } from '../referral/referral-view.events';
import { anEvent, type TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import { LONDON, WALES } from '../testing/builders';

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff({ username: 'CAST_01' });
  booking.aPerson('X900001');
});
beforeEach(async () => {
  await booking.nobodyIsBooked();
  place = await booking.aPlace(assessor);
});
afterAll(() => booking?.close());

const bookings = () => `/cas3/v2/premises/${place.premisesId}/bookings`;
const book = (over: object = {}, who = assessor) => who.post<{ id: string }>(bookings(), aBookingBody(place, over));
const bookNext = (over: object) => book({ crn: booking.someone(), ...over });
const problem = (body: unknown) => body as { detail: string; code: string; 'invalid-params'?: object[] };

describe('booking a bedspace', () => {
  it('makes it provisional, with every list and date in the answer', async () => {
    const { status, body } = await book({ extra: 'ignored' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      person: expect.objectContaining({ type: 'FullPerson', crn: 'X900001', name: 'Ada Byron' }),
      arrivalDate: '2026-03-02',
      originalArrivalDate: '2026-03-02',
      departureDate: '2026-03-16',
      originalDepartureDate: '2026-03-16',
      createdAt: '2026-03-02T12:00:00.000Z',
      bedspace: { id: place.bedspaceId, reference: expect.any(String), endDate: null },
      status: 'provisional',
      extensions: [],
      overstays: [],
      departures: [],
      cancellations: [],
      premises: { id: place.premisesId, name: expect.any(String) },
      arrival: null,
      departure: null,
      nonArrival: null,
      cancellation: null,
      confirmation: null,
      turnaround: { id: expect.any(String), bookingId: body.id, workingDays: 2, createdAt: '2026-03-02T12:00:00.000Z' },
      turnarounds: [expect.objectContaining({ workingDays: 2 })],
      turnaroundStartDate: '2026-03-17',
      effectiveEndDate: '2026-03-18',
      applicationId: null,
      assessmentId: null,
      moves: [],
      stayNumberOnSentence: null,
      releasedAt: null,
      warnings: [],
    });
    expect((await assessor.get(`${bookings()}/${body.id}`)).body).toEqual(body);
    expect((await assessor.get(`/cas3/v2/bookings/${body.id}`)).body).toEqual(body);
    expect((await assessor.get(bookings())).body).toEqual([body]);
  });

  it('tells it once, under the CRN', async () => {
    const { body } = await book({ crn: ' x900001 ' });
    const told = await booking.told(body.id);
    expect(told).toMatchObject([{ type: BookingProvisionallyMade.type, key: 'X900001', version: 1 }]);
    expect(BookingProvisionallyMade.data.parse(told[0]?.data)).toEqual({
      bookingId: body.id,
      crn: 'X900001',
      nomsNumber: 'A9001AA',
      probationRegionId: LONDON,
      premisesId: place.premisesId,
      bedspaceId: place.bedspaceId,
      arrivalDate: '2026-03-02',
      departureDate: '2026-03-16',
      bookedAt: '2026-03-02T12:00:00.000Z',
      turnaroundWorkingDays: 2,
      effectiveEndDate: '2026-03-18',
      status: 'provisional',
      bookedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
    });
  });

  it('leaves out staff without codes, which nDelius would choke on', async () => {
    const { body } = await book({}, await booking.staff({ username: 'NO_CODE', staffCode: undefined as never }));
    expect((await booking.told(body.id))[0]?.data).not.toHaveProperty('bookedBy');
  });

  it('without turnarounds has none', async () => {
    const { body } = await book({ enableTurnarounds: false });
    expect(body).toMatchObject({ turnaroundStartDate: null, effectiveEndDate: '2026-03-16' });
  });

  it.each([
    ['no CRN', { crn: '' }, '$.crn', 'empty'],
    ['no bedspace', { bedspaceId: undefined }, '$.bedspaceId', 'empty'],
    ['no arrival', { arrivalDate: null }, '$.arrivalDate', 'empty'],
    ['a day that does not exist', { departureDate: '2026-02-29' }, '$.departureDate', 'invalid'],
    ['a bedspace that does not exist', { bedspaceId: newId() }, '$.bedspaceId', 'doesNotExist'],
    ['a departure before the arrival', { departureDate: '2026-03-01' }, '$.departureDate', 'beforeBookingArrivalDate'],
    ['85 nights', { departureDate: '2026-05-26' }, '$.departureDate', 'exceedsMaximumNights'],
    [
      'a year beyond every plan',
      { departureDate: '9999-12-31', arrivalDate: '9999-12-30' },
      '$.departureDate',
      'invalid',
    ],
    ['an unknown person', { crn: 'X999999' }, '$.crn', 'doesNotExist'],
    [
      'an arrival before the bedspace',
      { arrivalDate: '2026-01-04' },
      '$.arrivalDate',
      'bookingArrivalDateBeforeBedspaceStartDate',
    ],
    ['a wrong type', { enableTurnarounds: 'yes' }, '$.enableTurnarounds', 'expectedBoolean'],
  ])('refuses %s', async (_, change, propertyName, errorType) => {
    const { status, body } = await book(change);
    expect([status, problem(body)['invalid-params']]).toMatchObject([400, [{ propertyName, errorType }]]);
  });

  it('takes 84 nights', async () => {
    expect((await book({ departureDate: '2026-05-25' })).status).toBe(201);
  });

  it('hides a person whom the caller may not see', async () => {
    const { status, body } = await book({ crn: booking.aHiddenPerson('X900009') });
    expect([status, problem(body).code]).toEqual([403, 'PERSON_RESTRICTED']);
  });

  it('is refused, not lost, while nobody can say who the person is', async () => {
    booking.gateway.failWith = 503;
    expect((await book()).status).toBe(503);
    booking.gateway.failWith = undefined;
    expect((await book()).status).toBe(201);
  });

  it('ends where the bedspace is archived', async () => {
    await booking.query(`update bedspace set end_date = '2026-03-15' where id = $1`, [place.bedspaceId]);
    const { status, body } = await book();
    expect(status).toBe(409);
    expect(problem(body).detail).toMatch(/^BedSpace is archived from 2026-03-15 /);
    expect((await book({ departureDate: '2026-03-15' })).status).toBe(201);
  });
});

describe('a clash', () => {
  // 2 to 16 March and two working days of turnaround: until Wednesday 18 March
  it.each([
    ['on the last day of the turnaround', { arrivalDate: '2026-03-18', departureDate: '2026-03-20' }, 409],
    ['the day after the turnaround', { arrivalDate: '2026-03-19', departureDate: '2026-03-20' }, 201],
    ['within the stay', { arrivalDate: '2026-03-05', departureDate: '2026-03-06' }, 409],
  ])('%s', async (_, dates, expected) => {
    const first = await book();
    const { status, body } = await bookNext(dates);
    expect(status).toBe(expected);
    if (status === 409) expect(problem(body).detail.split(' ').at(-1)).toBe(first.body.id);
  });

  it('counts the own turnaround against the next booking', async () => {
    const next = await book({ arrivalDate: '2026-03-20', departureDate: '2026-03-24' });
    // a departure on Wednesday 18 March occupies the bedspace until Friday 20 March
    const { status, body } = await bookNext({ arrivalDate: '2026-03-10', departureDate: '2026-03-18' });
    expect([status, problem(body).detail.split(' ').at(-1)]).toEqual([409, next.body.id]);
    expect((await bookNext({ arrivalDate: '2026-03-10', departureDate: '2026-03-17' })).status).toBe(201);
  });

  it('without any turnaround is still one on the same day', async () => {
    await book({ enableTurnarounds: false });
    const sameDay = { arrivalDate: '2026-03-16', departureDate: '2026-03-17', enableTurnarounds: false };
    expect((await bookNext(sameDay)).status).toBe(409);
    expect((await bookNext({ ...sameDay, arrivalDate: '2026-03-17' })).status).toBe(201);
  });

  it('with a void says so', async () => {
    const id = newId();
    await booking.query(`insert into occupancy values ($1, 'void', $2, '[2026-03-10,2026-03-12]')`, [
      id,
      place.bedspaceId,
    ]);
    const { status, body } = await book();
    expect(status).toBe(409);
    expect(problem(body).detail).toMatch(new RegExp(`Void Bedspace.* ${id}$`));
  });

  it('is refused by the database itself, whoever writes', async () => {
    const { body } = await book();
    await expect(
      booking.query(`insert into occupancy values ($1, 'booking', $2, '[2026-03-18,2026-03-19]')`, [
        newId(),
        place.bedspaceId,
      ]),
    ).rejects.toMatchObject({ driverError: { code: '23P01', constraint: 'occupancy_no_overlap' } });
    expect((await booking.told(body.id)).length).toBe(1);
  });
});

describe('a booking for a referral', () => {
  const applicationId = '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10';
  const link = (over: object = {}) => ({ applicationId, status: 'ready_to_place', crn: 'X900001', ...over });

  it('carries the ids of the referral', async () => {
    const assessmentId = newId();
    const ready = anEvent(AssessmentReadyToPlace, { assessmentId, applicationId: newId(), crn: 'X900001' });
    const handlers = booking.test.app.get(ReferralViewEvents);
    await booking.deliver(handlers.moved.bind(handlers), {
      ...ready,
      data: { ...ready.data, probationRegionId: LONDON },
    });
    const { status, body } = await book({ assessmentId: assessmentId.toUpperCase() });
    expect(status).toBe(201);
    expect(body).toMatchObject({ assessmentId, applicationId: ready.data.applicationId });
    expect((await booking.told(body.id))[0]?.data).toMatchObject({
      assessmentId,
      applicationId: ready.data.applicationId,
    });
    expect(booking.assessments.calls).not.toContain(`/cas3/assessments/${assessmentId}`);
  });

  it('asks the assessment service when our own view lags behind', async () => {
    const assessmentId = newId();
    booking.assessments.assessments.set(assessmentId, link());
    expect((await book({ assessmentId })).body).toMatchObject({ assessmentId, applicationId });
  });

  it.each([
    ['that does not exist', undefined, 400, 'INVALID_FIELD'],
    ['that is closed', { status: 'closed' }, 400, 'ASSESSMENT_NOT_READY_TO_PLACE'],
    ['of another person', { crn: 'X900002' }, 400, 'ASSESSMENT_OF_ANOTHER_PERSON'],
  ])('refuses one %s', async (_, change, expected, code) => {
    const assessmentId = newId();
    if (change) booking.assessments.assessments.set(assessmentId, link(change));
    const { status, body } = await book({ assessmentId });
    expect([status, problem(body).code]).toEqual([expected, code]);
  });

  it('refuses one of another region', async () => {
    const assessmentId = newId();
    const ready = anEvent(AssessmentReadyToPlace, { assessmentId, applicationId: newId(), probationRegionId: WALES });
    const handlers = booking.test.app.get(ReferralViewEvents);
    await booking.deliver(handlers.moved.bind(handlers), ready);
    expect((await book({ assessmentId })).status).toBe(403);
  });

  it.each([
    [403, 403],
    [500, 503],
  ])('passes on that the assessment service answered %d', async (answer, expected) => {
    booking.assessments.failWith = answer;
    expect((await book({ assessmentId: newId() })).status).toBe(expected);
    booking.assessments.failWith = undefined;
  });
});

describe('who may', () => {
  it('not those of other regions or roles, on any route', async () => {
    const { body } = await book();
    for (const who of [{ regionId: WALES }, { roles: ['CAS3_REFERRER' as const] }]) {
      const stranger = await booking.staff(who);
      expect((await book({ arrivalDate: '2026-04-01', departureDate: '2026-04-02' }, stranger)).status).toBe(403);
      expect((await stranger.get(bookings())).status).toBe(403);
      expect((await stranger.get(`${bookings()}/${body.id}`)).status).toBe(403);
      expect((await stranger.get(`/cas3/v2/bookings/${body.id}`)).status).toBe(403);
    }
  });

  it('a reporter who is also an assessor, in every region', async () => {
    const both = await booking.staff({ regionId: WALES, roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'] });
    expect((await book({}, both)).status).toBe(201);
  });

  it('nobody books a bedspace of another property through this one', async () => {
    const other = await booking.aPlace(assessor);
    const { status, body } = await book({ bedspaceId: other.bedspaceId });
    expect([status, problem(body)['invalid-params']]).toEqual([
      400,
      [{ propertyName: '$.bedspaceId', errorType: 'doesNotExist' }],
    ]);
  });

  it('finds no booking of another property through this one', async () => {
    const { body } = await book();
    const other = await booking.aPlace(assessor);
    expect((await assessor.get(`/cas3/v2/premises/${other.premisesId}/bookings/${body.id}`)).status).toBe(400);
    expect((await assessor.get(`${bookings()}/${newId()}`)).status).toBe(404);
  });

  it('sees a hidden person masked', async () => {
    const { body } = await book({ crn: booking.aPerson('X900010') });
    booking.aHiddenPerson('X900010');
    expect((await assessor.get(`${bookings()}/${body.id}`)).body).toMatchObject({
      person: { type: 'RestrictedPerson', crn: 'X900010' },
    });
    expect(JSON.stringify((await assessor.get(bookings())).body)).not.toContain('Byron');
  });
});
