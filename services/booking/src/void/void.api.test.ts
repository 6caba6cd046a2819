import { lists } from '@throughcare/reference/lists';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import { CROYDON, LONDON, WALES } from '../testing/builders';
import { fields } from '../testing/stay-desk';

interface Reply {
  readonly id: string;
  readonly detail: string;
  readonly status: string;
}

const reasonNamed = (name: string) => lists.all('void-bedspace-reasons').find((row) => row.name === name)?.id ?? '';
const DEEP_CLEAN = reasonNamed('Deep clean');

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
let path: string;
beforeAll(async () => {
  booking = await BookingApp.start('2027-03-01T12:00:00Z');
  assessor = await booking.staff();
});
beforeEach(async () => {
  await booking.nobodyIsBooked();
  place = await booking.aPlace(assessor);
  path = `/cas3/v2/premises/${place.premisesId}/bedspaces/${place.bedspaceId}/void-bedspaces`;
});
afterAll(() => booking?.close());

const aVoid = (over: object = {}) => ({
  startDate: '2027-03-08',
  endDate: '2027-03-31',
  reasonId: DEEP_CLEAN,
  costCentre: 'HMPPS',
  notes: 'After a leak',
  ...over,
});
const create = (over: object = {}) => assessor.post<Reply>(path, aVoid(over));
const made = async (over: object = {}) => (await create(over)).body.id;
const list = async () =>
  (await assessor.get<Reply[]>(`/cas3/v2/premises/${place.premisesId}/bedspaces/void-bedspaces`)).body;
const book = (over: object) =>
  assessor.post<Reply>(
    `/cas3/v2/premises/${place.premisesId}/bookings`,
    aBookingBody(place, { crn: booking.someone(), enableTurnarounds: false, ...over }),
  );
const told = async (id: string) =>
  (await booking.told(id)).map(({ version, type, key }) => [version, type.replace('accommodation.cas3.', ''), key]);

describe('a void', () => {
  it('is created, listed, opened, changed and cancelled, and other services are sent each step', async () => {
    const created = await create();
    const { id } = created.body;
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.any(String),
      startDate: '2027-03-08',
      endDate: '2027-03-31',
      bedspaceId: place.bedspaceId,
      bedspaceName: expect.stringMatching(/^Room/),
      status: 'active',
      costCentre: 'HMPPS',
      notes: 'After a leak',
      reason: { id: DEEP_CLEAN, name: 'Deep clean', description: null, isActive: true },
    });
    expect(await list()).toEqual([created.body]);
    const changed = await assessor.put<Reply>(
      `${path}/${id}`,
      aVoid({ endDate: '2027-04-02', costCentre: 'SUPPLIER', notes: undefined }),
    );
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ endDate: '2027-04-02', costCentre: 'SUPPLIER' });
    expect(changed.body).not.toHaveProperty('notes');
    const cancelled = await assessor.put(`${path}/${id}/cancellations`, { cancellationNotes: 'not needed' });
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      cancellationDate: '2027-03-01',
      cancellationNotes: 'not needed',
    });
    expect(await list()).toEqual([]);
    expect((await assessor.get(`${path}/${id}`)).body).toEqual(cancelled.body);
    expect(await told(id)).toEqual([
      [1, 'bedspace.voided', place.premisesId],
      [2, 'bedspace.voided.updated', place.premisesId],
      [3, 'bedspace.void-cancelled', place.premisesId],
    ]);
    expect(JSON.stringify(await booking.told(id))).not.toMatch(/leak|needed/);
    const kept = await booking.query(`select kind from estate_action where bedspace_id = $1 order by created_at, id`, [
      place.bedspaceId,
    ]);
    expect(kept.map(({ kind }) => kind).toSorted()).toEqual(
      ['bedspace-created', 'void-created', 'void-edited', 'void-cancelled'].toSorted(),
    );
  });

  it('keeps who pays when a client leaves that out, and changes nothing when it is sent again', async () => {
    const id = await made({ costCentre: 'SUPPLIER', referenceNumber: 'REF-1' });
    for (const times of [1, 2]) {
      const { body } = await assessor.put(`${path}/${id}`, aVoid({ costCentre: undefined, endDate: '2027-03-30' }));
      expect([times, body]).toMatchObject([times, { costCentre: 'SUPPLIER', referenceNumber: 'REF-1' }]);
    }
    expect(await told(id)).toHaveLength(2);
  });

  it('needs dates and a reason, says so of all of them at once', async () => {
    const { status, body } = await assessor.post(path, { _csrf: 'extra' });
    expect([status, fields(body)]).toEqual([400, ['$.startDate empty', '$.endDate empty', '$.reasonId empty']]);
    const strange = await create({ reasonId: WALES, costCentre: 'NOBODY' });
    expect([strange.status, fields(strange.body)]).toEqual([400, ['$.costCentre invalid']]);
    expect(fields((await create({ reasonId: WALES })).body)).toEqual(['$.reason doesNotExist']);
  });

  it('offers no reason that is no longer in use, and keeps one that was chosen before', async () => {
    const id = await made();
    const { username } = { username: 'ADMIN_1' };
    const admin = await booking.staff({ username, roles: ['CAS3_ADMIN'] });
    await admin.put(`/reference-data/void-bedspace-reasons/${DEEP_CLEAN}`, { isActive: false });
    try {
      expect(fields((await create({ startDate: '2027-05-03', endDate: '2027-05-04' })).body)).toEqual([
        '$.reason doesNotExist',
      ]);
      expect((await assessor.put(`${path}/${id}`, aVoid({ notes: 'still' }))).status).toBe(200);
    } finally {
      await admin.put(`/reference-data/void-bedspace-reasons/${DEEP_CLEAN}`, { isActive: true });
    }
  });

  it('of the same dates twice names the first, which ends the sentence', async () => {
    const first = await made();
    const { status, body } = await create({ startDate: '2027-03-31', endDate: '2027-04-02' });
    expect([status, body.detail.split(' ').at(-1)]).toEqual([409, first]);
    expect(body.detail).toContain('Void Bedspace');
    expect((await create({ startDate: '2027-04-01', endDate: '2027-04-02' })).status).toBe(201);
  });

  it('and a booking, with its cleaning, refuse each other, until the void is cancelled', async () => {
    const id = await made();
    const refused = await book({ arrivalDate: '2027-03-29', departureDate: '2027-04-12' });
    expect([refused.status, refused.body.detail.split(' ').at(-1)]).toEqual([409, id]);
    expect(refused.body.detail).toContain('Void Bedspace');
    await assessor.put(`${path}/${id}/cancellations`, {});
    const booked = await book({ arrivalDate: '2027-03-29', departureDate: '2027-04-12' });
    expect(booked.status).toBe(201);
    const clash = await create({ startDate: '2027-04-12', endDate: '2027-04-20' });
    expect([clash.status, clash.body.detail.split(' ').at(-1)]).toEqual([409, booked.body.id]);
    expect(clash.body.detail).not.toContain('Void Bedspace');
  });

  it('that was cancelled can be neither changed nor cancelled again', async () => {
    const id = await made();
    await assessor.put(`${path}/${id}/cancellations`, {});
    const answers = [
      await assessor.put<Reply>(`${path}/${id}`, aVoid({ notes: 'x' })),
      await assessor.put<Reply>(`${path}/${id}/cancellations`, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    for (const { body } of answers) expect([body.detail, fields(body)]).toEqual([expect.any(String), undefined]);
    expect(await told(id)).toHaveLength(2);
  });

  it('is found in its own bedspace and property only', async () => {
    const id = await made();
    const other = await booking.aPlace(assessor);
    const wrong = [
      `/cas3/v2/premises/${other.premisesId}/bedspaces/${place.bedspaceId}/void-bedspaces/${id}`,
      `/cas3/v2/premises/${other.premisesId}/bedspaces/${other.bedspaceId}/void-bedspaces/${id}`,
    ];
    for (const at of wrong) {
      expect((await assessor.get(at)).status).toBe(404);
      expect((await assessor.put(at, aVoid())).status).toBe(404);
      expect((await assessor.put(`${at}/cancellations`, {})).status).toBe(404);
    }
    expect((await assessor.get(`${path}/${id}`)).body).toMatchObject({ status: 'active' });
  });

  it('takes the bedspace out of what a search offers, and out of the count of bedspaces', async () => {
    const search = async () =>
      (
        await assessor.post<{ results: { premises: { id: string }; bedspace: { id: string } }[] }>(
          '/cas3/v2/bedspaces/search',
          { startDate: '2027-03-10', durationDays: 7, probationDeliveryUnits: [CROYDON] },
        )
      ).body.results.some(({ bedspace }) => bedspace.id === place.bedspaceId);
    expect(await search()).toBe(true);
    const id = await made();
    expect(await search()).toBe(false);
    await assessor.put(`${path}/${id}/cancellations`, {});
    expect(await search()).toBe(true);
  });
});

describe('B1.3 A void may not outlast its bedspace, at create and at edit alike', () => {
  it.each([
    ['2027-03-10', '2027-03-20', ['$.endDate voidEndDateAfterBedspaceEndDate']],
    ['2027-03-15', '2027-03-15', undefined],
    ['2027-03-14', '2027-03-16', ['$.endDate voidEndDateAfterBedspaceEndDate']],
    [
      ...(['2027-03-16', '2027-03-16'] as const),
      ['$.startDate voidStartDateAfterBedspaceEndDate', '$.endDate voidEndDateAfterBedspaceEndDate'],
    ],
  ])('%s to %s', async (startDate, endDate, problems) => {
    await booking.query(`update bedspace set end_date = '2027-03-15' where id = $1`, [place.bedspaceId]);
    const id = await made({ startDate: '2027-03-03', endDate: '2027-03-05' });
    const edited = await assessor.put<Reply>(`${path}/${id}`, aVoid({ startDate, endDate }));
    expect([edited.status, fields(edited.body)]).toEqual([problems ? 400 : 200, problems]);
    const kept = (await assessor.get(`${path}/${id}`)).body;
    expect(kept).toMatchObject(problems ? { startDate: '2027-03-03', endDate: '2027-03-05' } : { startDate, endDate });
    if (!problems) await assessor.put(`${path}/${id}/cancellations`, {});
    const created = await create({ startDate, endDate });
    expect([created.status, fields(created.body)]).toEqual([problems ? 400 : 201, problems]);
  });
});

describe('B1.4 A void that ends before it starts is told about its own dates', () => {
  it('and not about a booking of these days', async () => {
    const booked = await book({ arrivalDate: '2027-03-08', departureDate: '2027-03-14' });
    expect(booked.status).toBe(201);
    const backwards = { startDate: '2027-03-12', endDate: '2027-03-10' };
    const expected = ['$.endDate voidEndDateBeforeVoidStartDate'];
    const created = await create(backwards);
    expect([created.status, fields(created.body)]).toEqual([400, expected]);
    const other = await made({ startDate: '2027-04-01', endDate: '2027-04-02' });
    const edited = await assessor.put(`${path}/${other}`, aVoid(backwards));
    expect([edited.status, fields(edited.body)]).toEqual([400, expected]);
    expect((await create({ startDate: '2027-04-08', endDate: '2027-04-08' })).status).toBe(201);
  });

  it('and one that starts before its bedspace, about that', async () => {
    const early = await create({ startDate: '2026-01-04', endDate: '2026-01-10' });
    expect([early.status, fields(early.body)]).toEqual([400, ['$.startDate voidStartDateBeforeBedspaceStartDate']]);
  });
});

describe('people pressing at the same moment', () => {
  it('one of many voids and bookings of the same days gets the bedspace, and the others are told which', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        at % 2 === 0 ? create() : book({ arrivalDate: '2027-03-10', departureDate: '2027-03-20' }),
      ),
    );
    const winners = answers.filter(({ status }) => status === 201);
    const losers = answers.filter(({ status }) => status === 409);
    expect([winners.length, losers.length]).toEqual([1, 11]);
    for (const { body } of losers) expect(body.detail.split(' ').at(-1)).toBe(winners[0]?.body.id);
  });

  it('many who cancel one void do so once', async () => {
    const id = await made();
    const answers = await Promise.all([1, 2, 3, 4].map(() => assessor.put(`${path}/${id}/cancellations`, {})));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400]);
    expect(await told(id)).toHaveLength(2);
  });
});

it('another region may not even look', async () => {
  const id = await made();
  const wales = await booking.staff({ regionId: WALES });
  expect(LONDON).not.toBe(WALES);
  expect((await wales.get(`${path}/${id}`)).status).toBe(403);
});
