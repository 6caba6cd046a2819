import { lists } from '@throughcare/reference/lists';
import { FAILED_TO_ARRIVE, LAMBETH, OTHER_DEPARTURE, REJECTED_PLACEMENT, WALES } from '../testing/builders';
import { DEPARTURE } from '../testing/stay-desk';
import { LIST_NAMES } from './lists.rules';
import {
  arrived,
  assessor,
  book,
  booking,
  codes,
  counts,
  idsIn,
  listed,
  startDesk,
  type Page,
} from '../testing/list-desk';

const PENDING = lists.all('move-on-categories').find(({ name }) => name.startsWith('Pending'))?.id ?? '';

startDesk();

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
