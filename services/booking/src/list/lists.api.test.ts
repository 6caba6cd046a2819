import { lists } from '@throughcare/reference/lists';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentUpdated } from '@throughcare/events/assessment-updated.v1';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { anEvent, type TestRequest } from '@throughcare/platform/testing';
import { CustodyEvents } from '../custody/custody.events';
import { ReferralViewEvents } from '../referral/referral-view.events';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import {
  CROYDON,
  FAILED_TO_ARRIVE,
  LAMBETH,
  LONDON,
  OTHER_DEPARTURE,
  REJECTED_PLACEMENT,
  WALES,
} from '../testing/builders';
import { DEPARTURE } from '../testing/stay-desk';
import { LIST_NAMES } from './lists.rules';

const PENDING = lists.all('move-on-categories').find(({ name }) => name.startsWith('Pending'))?.id ?? '';

interface Page {
  resultsCount: number;
  results: {
    booking: { id: string };
    person: { name?: string };
    nights: number;
    warnings: { code: string; detail: string }[];
  }[];
}
let booking: BookingApp;
let assessor: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
});
beforeEach(async () => {
  jest.setSystemTime(new Date('2026-03-02T12:00:00Z'));
  await booking.query(
    'truncate occupancy, former_bed, booking_action, booking, bedspace, premises, referral_view, custody_view cascade',
  );
});
afterAll(() => booking?.close());

const listed = async (list: string, query = '', who = assessor) => {
  const { status, body } = await who.get<Page>(`/cas3/v2/bookings/lists/${list}${query}`);
  expect([list, status]).toEqual([list, 200]);
  return body.results;
};
const idsIn = async (list: string) => (await listed(list)).map((row) => row.booking.id);
const counts = async () =>
  (await assessor.get<{ lists: { list: string; count: number }[]; waiting: number }>('/cas3/v2/bookings/lists')).body;
const book = async (over: object = {}, place?: Place) => {
  const to = place ?? (await booking.aPlace(assessor, {}, { startDate: '2026-03-02' }));
  const path = `/cas3/v2/premises/${to.premisesId}/bookings`;
  const { status, body } = await assessor.post<{ id: string }>(
    path,
    aBookingBody(to, { crn: booking.someone(), ...over }),
  );
  expect([status, body]).toEqual([201, expect.anything()]);
  return { id: body.id, path: `${path}/${body.id}` };
};
const arrived = async (over: object = {}) => {
  const made = await book(over);
  await assessor.post(`${made.path}/confirmations`);
  const arrival = { type: 'CAS3', arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16' };
  expect((await assessor.post(`${made.path}/arrivals`, arrival)).status).toBe(201);
  return made;
};
const referred = async (over: object = {}) => {
  const applicationId = newId();
  const crn = booking.someone();
  const facts = { applicationId, assessmentId: assessmentIdOf(applicationId), crn, probationRegionId: LONDON };
  const events = booking.test.app.get(ReferralViewEvents);
  const days = { accommodationRequiredFromDate: '2026-03-09', releaseDate: '2026-03-09' };
  const submitted = anEvent(ReferralSubmitted, {
    ...facts,
    ...days,
    probationDeliveryUnitId: CROYDON,
    eventNumber: '3',
    ...over,
  });
  await booking.deliver(events.submitted.bind(events), submitted);
  await booking.deliver(events.moved.bind(events), anEvent(AssessmentReadyToPlace, facts));
  booking.assessments.assessments.set(facts.assessmentId, { status: 'ready_to_place', applicationId, crn });
  const changed = (dates: object, version = 2) =>
    booking.deliver(
      events.datesChanged.bind(events),
      anEvent(
        AssessmentUpdated,
        { ...facts, releaseDate: undefined, accommodationRequiredFromDate: undefined, ...dates },
        version,
      ),
    );
  return { ...facts, changed };
};
const codes = async (list: string) => (await listed(list)).map(({ warnings }) => warnings.map(({ code }) => code));

describe('the lists of bookings', () => {
  it('each have what they are called after, and are counted', async () => {
    const provisional = await book({ arrivalDate: '2026-03-03' });
    const confirmed = await book({ arrivalDate: '2026-03-03' });
    await assessor.post(`${confirmed.path}/confirmations`);
    const active = await arrived();
    const departed = await arrived();
    await assessor.post(`${departed.path}/departures`, DEPARTURE);
    const cancelled = await book();
    await assessor.post(`${cancelled.path}/cancellations`, { date: '2026-03-02', reason: REJECTED_PLACEMENT });
    const absent = await book();
    await assessor.post(`${absent.path}/non-arrivals`, { reasonId: FAILED_TO_ARRIVE });
    const due = await book();
    const expected = {
      provisional: [due.id, provisional.id],
      confirmed: [confirmed.id],
      active: [active.id],
      departed: [departed.id],
      cancelled: [cancelled.id, absent.id],
      'not-arrived': [absent.id],
      'due-today': [due.id],
      overdue: [],
    };
    for (const [list, ids] of Object.entries(expected)) expect([list, await idsIn(list)]).toEqual([list, ids]);
    const { lists: counted } = await counts();
    expect(counted.map(({ list }) => list)).toEqual([...LIST_NAMES]);
    for (const [list, ids] of Object.entries(expected)) expect(counted).toContainEqual({ list, count: ids.length });
  });

  it('say who is overdue, who is due, and who has not gone', async () => {
    const stay = await arrived();
    const plan = await book({ arrivalDate: '2026-03-16', departureDate: '2026-03-20' });
    jest.setSystemTime(new Date('2026-03-16T12:00:00Z'));
    expect(await idsIn('due-today')).toEqual(expect.arrayContaining([stay.id, plan.id]));
    jest.setSystemTime(new Date('2026-03-17T12:00:00Z'));
    expect(await idsIn('overdue')).toEqual([stay.id, plan.id]);
    expect(await codes('needs-attention')).toEqual([['DEPARTURE_OVERDUE']]);
  });

  it.each([
    ['2026-05-10', [], []], // 69 nights
    ['2026-05-11', ['stay'], []],
    ['2026-05-25', ['stay'], []], // 84
    ['2026-05-26', [], ['stay']],
  ])('on %s count the nights towards 84', async (today, approaching, over) => {
    const { id } = await arrived();
    jest.setSystemTime(new Date(`${today}T12:00:00Z`));
    const name = (ids: string[]) => ids.map((each) => (each === id ? 'stay' : each));
    expect([name(await idsIn('approaching-limit')), name(await idsIn('over-limit'))]).toEqual([approaching, over]);
    if (approaching.length > 0)
      expect((await listed('approaching-limit'))[0]?.nights).toBe(today === '2026-05-11' ? 70 : 84);
  });

  it('have a departure whose outcome is pending until it is corrected', async () => {
    const { id, path } = await arrived();
    const pending = { ...DEPARTURE, reasonId: OTHER_DEPARTURE, moveOnCategoryId: PENDING };
    expect((await assessor.post(`${path}/departures`, pending)).status).toBe(201);
    expect(await idsIn('pending-move-on')).toEqual([id]);
    await assessor.post(`${path}/departures`, DEPARTURE);
    expect(await idsIn('pending-move-on')).toEqual([]);
  });

  it.each(['nonsense', 'arrived', 'constructor', 'Provisional'])('refuse the unknown name %s', async (list) => {
    expect((await assessor.get(`/cas3/v2/bookings/lists/${list}`)).status).toBe(400);
  });

  it.each(['sortField=arrivedAt', 'sortDirection=up', 'page=0', 'perPage=101', 'pdu=1'])('refuse %s', async (query) => {
    expect((await assessor.get(`/cas3/v2/bookings/lists/active?${query}`)).status).toBe(400);
  });

  it('page and sort in SQL, by name too, within a delivery unit, for the own region', async () => {
    const names = ['Cleo', 'Ada', 'Bea'];
    for (const [at, name] of names.entries()) {
      const place = await booking.aPlace(assessor, at === 0 ? { probationDeliveryUnitId: LAMBETH } : {});
      await book({ crn: booking.someone({ name, isRestricted: false }), departureDate: `2026-03-1${6 + at}` }, place);
    }
    const shown = async (query: string) => (await listed('provisional', `?${query}`)).map(({ person }) => person.name);
    expect(await shown('sortField=name')).toEqual(['Ada', 'Bea', 'Cleo']);
    expect(await shown('sortField=endDate&sortDirection=desc&perPage=2')).toEqual(['Bea', 'Ada']);
    expect(await shown('sortField=endDate&sortDirection=desc&perPage=2&page=2')).toEqual(['Cleo']);
    expect(await shown(`probationDeliveryUnitId=${LAMBETH}`)).toEqual(['Cleo']);
    expect(await shown('crnOrName=be')).toEqual(['Bea']);
    expect(await listed('provisional', '', await booking.staff({ regionId: WALES }))).toEqual([]);
  });
});

describe('alerts on a booking', () => {
  const placed = async () => {
    const referral = await referred();
    const dates = { arrivalDate: '2026-03-09', departureDate: '2026-03-23' };
    const made = await book({ ...dates, crn: referral.crn, assessmentId: referral.assessmentId });
    return { ...made, referral };
  };

  it('B6.2: say the nights without a bed when the day from which it is needed comes earlier, and end when it is put back', async () => {
    const { id, referral } = await placed();
    expect(await codes('provisional')).toEqual([[]]);
    await referral.changed({ accommodationRequiredFromDate: { from: '2026-03-09', to: '2026-03-07' } });
    expect(await codes('provisional')).toEqual([['BED_NEEDED_EARLIER']]);
    expect((await listed('needs-attention')).map((row) => [row.booking.id, row.warnings[0]?.detail])).toEqual([
      [id, expect.stringContaining('2 nights without a bed')],
    ]);
    await referral.changed({ accommodationRequiredFromDate: { from: '2026-03-07', to: '2026-03-09' } }, 3);
    expect(await idsIn('needs-attention')).toEqual([]);
  });

  it('say that the release is later than the booking', async () => {
    const { path, referral } = await placed();
    await referral.changed({
      releaseDate: { from: '2026-03-09', to: '2026-03-12' },
      accommodationRequiredFromDate: { from: '2026-03-09', to: '2026-03-12' },
    });
    expect(await codes('needs-attention')).toEqual([['RELEASE_AFTER_ARRIVAL']]);
    expect((await assessor.get(path)).body).toMatchObject({ warnings: [{ code: 'RELEASE_AFTER_ARRIVAL' }] });
  });

  it('say that somebody who stays is back in custody, and not who never left', async () => {
    const crn = booking.someone({ nomsNumber: 'K1234KK' });
    await arrived({ crn });
    const custody = booking.test.app.get(CustodyEvents);
    const received = (occurredAt: string) =>
      booking.deliver(
        custody.moved.bind(custody),
        anEvent(PersonReceived, { crn, nomsNumber: 'K1234KK', occurredAt, verifiedAt: occurredAt }),
      );
    await received('2026-02-01T10:00:00.000Z');
    expect(await codes('active')).toEqual([[]]);
    await received('2026-03-02T10:00:00.000Z');
    expect(await codes('needs-attention')).toEqual([['BACK_IN_CUSTODY']]);
  });

  it('say that two bookings of one person overlap, as after a merge', async () => {
    const [one, other] = [await book(), await book()];
    const [row] = await booking.query<{ crn: string }>('select crn from booking where id = $1', [one.id]);
    await booking.query('update booking set crn = $2, overlap_known = true where id = $1', [other.id, row?.crn]);
    expect(await codes('needs-attention')).toEqual([['OTHER_BOOKING_OVERLAPS'], ['OTHER_BOOKING_OVERLAPS']]);
  });

  it('are not shown to whoever is barred from the person', async () => {
    const { referral, path } = await placed();
    await referral.changed({ accommodationRequiredFromDate: { from: '2026-03-09', to: '2026-03-07' } });
    booking.aHiddenPerson(referral.crn);
    expect(await codes('provisional')).toEqual([[]]);
    expect((await assessor.get(path)).body).toMatchObject({ warnings: [], stayNumberOnSentence: null });
  });
});

describe('the waiting list', () => {
  const waiting = async (query = '') =>
    (await assessor.get<{ results: Record<string, unknown>[] }>(`/cas3/v2/waiting-list${query}`)).body;

  it('has who is ready to place and has no bedspace, the one that needs it first first', async () => {
    const later = await referred({ accommodationRequiredFromDate: '2026-03-20' });
    const first = await referred({ accommodationRequiredFromDate: '2026-02-28' });
    const { results } = await waiting();
    expect(results.map(({ assessmentId }) => assessmentId)).toEqual([first.assessmentId, later.assessmentId]);
    expect(results[0]).toEqual({
      applicationId: first.applicationId,
      assessmentId: first.assessmentId,
      person: expect.objectContaining({ crn: first.crn }),
      probationDeliveryUnitId: CROYDON,
      requiredFrom: '2026-02-28',
      releaseDate: '2026-03-09',
      nightsWithoutBed: 2,
      staysOnSentence: 0,
    });
    expect((await counts()).waiting).toBe(2);
    expect((await waiting('?perPage=1&page=2')).results).toMatchObject([{ assessmentId: later.assessmentId }]);
    expect((await waiting(`?probationDeliveryUnitId=${LAMBETH}`)).results).toEqual([]);
  });

  it('loses who is booked, and has them again when that is cancelled', async () => {
    const { crn, assessmentId } = await referred();
    const { path } = await book({ crn, assessmentId });
    expect((await waiting()).results).toEqual([]);
    await assessor.post(`${path}/cancellations`, { date: '2026-03-02', reason: REJECTED_PLACEMENT });
    expect((await waiting()).results).toMatchObject([{ assessmentId }]);
  });
});

describe('the history of a booking', () => {
  it('says of which steps nDelius is sent nothing', async () => {
    const { id, path } = await arrived();
    await assessor.post(`${path}/extensions`, { newDepartureDate: '2026-03-20' });
    await assessor.post(`${path}/turnarounds`, { workingDays: 3 });
    const other = await booking.aPlace(assessor);
    await assessor.post(`/cas3/v2/bookings/${id}/moves`, { bedspaceId: other.bedspaceId, movedOn: '2026-03-02' });
    const { body } = await assessor.get<{ kind: string; isSentToNdelius: boolean }[]>(
      `/cas3/v2/bookings/${id}/history`,
    );
    expect(body.map(({ kind, isSentToNdelius }) => [kind, isSentToNdelius])).toEqual([
      ['booked', true],
      ['confirmation', true],
      ['arrival', true],
      ['extension', false],
      ['turnaround', false],
      ['move', true],
    ]);
  });

  it('has every step with its author', async () => {
    const colleague = await booking.staff({ username: 'COLLEAGUE', name: 'Cas Colleague' });
    const { id, path } = await book();
    await colleague.post(`${path}/confirmations`, { notes: 'Ring first' });
    const { body } = await assessor.get<Record<string, unknown>[]>(`/cas3/v2/bookings/${id}/history`);
    expect(body).toMatchObject([
      { kind: 'booked', isSentToNdelius: true, details: { workingDays: 2 } },
      { kind: 'confirmation', by: { username: 'COLLEAGUE', name: 'Cas Colleague' }, details: { notes: 'Ring first' } },
    ]);
  });
});

describe('B4.1 Equal rows neither repeat nor vanish between pages', () => {
  const NAMES = ['Ada Byron', 'Ada Byron', 'Grace Murray', 'Grace Murray'];
  const dates = { arrivalDate: '2026-05-11', departureDate: '2026-06-01' };
  const pageOf = async (path: string, page: number) => {
    const { status, body, headers } = await assessor.get<Page>(`${path}&page=${page}`);
    expect(status).toBe(200);
    const totals = ['TotalResults', 'TotalPages'].map((name) => headers.get(`X-Pagination-${name}`));
    return { ids: body.results.map((row) => row.booking.id), totals };
  };

  it('in the search and in the lists, whatever they are sorted by', async () => {
    for (let at = 0; at < 25; at += 1)
      await book({ ...dates, crn: booking.someone({ name: NAMES[at] ?? `Name ${at}`, isRestricted: false }) });
    const fields = ['startDate', 'endDate', 'name', 'crn', 'createdAt'];
    for (const path of [
      '/cas3/v2/bookings/search?status=provisional',
      '/cas3/v2/bookings/lists/provisional?perPage=10',
    ])
      for (const field of fields)
        for (const direction of ['asc', 'desc']) {
          const asked = `${path}&sortField=${field}&sortDirection=${direction}`;
          const pages = [];
          for (const page of [1, 2, 3, 4]) pages.push(await pageOf(asked, page));
          expect(pages.map(({ ids }) => ids.length)).toEqual([10, 10, 5, 0]);
          expect(new Set(pages.flatMap(({ ids }) => ids)).size).toBe(25);
          expect(pages[0]?.totals).toEqual(['25', '3']);
          expect(await pageOf(asked, 2)).toEqual(pages[1]);
        }
  }, 120_000);
});
