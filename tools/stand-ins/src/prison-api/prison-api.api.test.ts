import { Queues } from '../testing/queues';
import { startStandIns, type Control, type Started, until } from '../testing';

const OURS = 'throughcare-hmpps-domain-events';
type Row = Record<string, unknown>;

// Child processes compile their sources first.
jest.setTimeout(30_000);

describe('the prison API', () => {
  let started: Started;
  let control: Control;
  let token: string;
  let queues: Queues;
  beforeAll(async () => {
    started = await startStandIns(['messaging', 'auth', 'prison-api'], {
      PRISON_EVENT_HOLD_SECONDS: '0.05',
      REGION_TODAY: '2026-03-02',
    });
    control = started.control('prison-api');
    token = await started.clientToken();
    queues = new Queues(started);
  });
  afterAll(async () => {
    queues.close();
    await started.close();
  });
  beforeEach(() => control.post('/reset'));

  const call = (path: string, body?: unknown, bearer = token) =>
    fetch(`${started.url('prison-api')}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const json = async <T = Row>(path: string, body?: unknown): Promise<T> =>
    (await (await call(path, body)).json()) as T;
  const status = async (path: string, body?: unknown, bearer?: string): Promise<number> =>
    (await call(path, body, bearer)).status;
  const last = async (noms: string): Promise<Row> => (await json<Row[]>('/api/movements/offenders', [noms]))[0]!;
  const happen = (noms: string, movement: object): Promise<unknown> =>
    control.post(`/people/${noms}/movements`, movement);

  it('makes the sample release true: A4092EA left Moorland with NCS on 11 December 2024', async () => {
    expect(await json('/api/offenders/A4092EA')).toMatchObject({
      status: 'INACTIVE OUT',
      statusReason: 'REL-NCS',
      agencyId: 'OUT',
      activeFlag: false,
      locationDescription: 'Outside - released from MOORLAND (HMP & YOI)',
      latestLocationId: 'MDI',
    });
    expect(await last('A4092EA')).toMatchObject({
      movementType: 'REL',
      movementReasonCode: 'NCS',
      fromAgency: 'MDI',
      movementDate: '2024-12-11',
      movementTime: '15:43:20',
      directionCode: 'OUT',
    });
  });

  it.each([
    ['A9001AA', 'ACTIVE IN', 'IN'],
    ['A9016AA', 'INACTIVE OUT', 'OUT'],
    ['A9022AA', 'ACTIVE OUT', 'OUT'],
    ['A9023AA', 'ACTIVE OUT', 'OUT'],
    ['A9024AA', 'INACTIVE TRN', 'TRN'],
    ['A9025AA', 'ACTIVE IN', 'IN'],
  ])('shows %s as %s', async (noms, shown, inOutStatus) => {
    expect(await json(`/api/offenders/${noms}`)).toMatchObject({ status: shown, inOutStatus });
  });

  it('shows a person without booking without the booking’s fields', async () => {
    await control.put('/people/C0001CC', { lastName: 'NEW' });
    const detail = await json('/api/offenders/C0001CC');
    expect(detail).toMatchObject({ offenderNo: 'C0001CC', lastName: 'NEW', activeFlag: false });
    for (const field of ['bookingId', 'status', 'agencyId', 'lastMovementTypeCode'])
      expect(detail).not.toHaveProperty(field);
    expect(await status('/api/bookings/offenderNo/C0001CC')).toBe(404);
  });

  it('answers 404 for the unknown and 400 for the badly formed, in its own words', async () => {
    const message = 'Resource with id [A9999XX] not found.';
    const missing = await call('/api/offenders/A9999XX');
    expect([missing.status, await missing.json()]).toEqual([
      404,
      { status: 404, userMessage: message, developerMessage: message },
    ]);
    for (const noms of ['a9001aa', 'A9001A', 'X900001', '123'])
      expect(await status(`/api/offenders/${noms}`)).toBe(400);
    expect(await status('/api/movements/offender/A9999XX')).toBe(404);
    expect(await status('/api/movements/booking/99')).toBe(404);
    expect(await status('/api/movements/booking/abc')).toBe(400);
    expect(await status('/api/bookings/99')).toBe(404);
    expect(await status('/api/movements/offenders', [])).toBe(400);
    expect(await status('/api/movements/offenders', {})).toBe(400);
  });

  it('leaves unknown numbers out of a bulk read', async () => {
    expect(await json('/api/movements/offenders', ['A9999XX', 'A9016AA'])).toMatchObject([{ offenderNo: 'A9016AA' }]);
  });

  it.each([
    ['/api/offenders/A9001AA', ['ROLE_GLOBAL_SEARCH', 'ROLE_VIEW_PRISONER_DATA']],
    ['/api/movements/offender/A9001AA', ['ROLE_VIEW_PRISONER_DATA']],
    ['/api/movements/booking/1200001', ['ROLE_VIEW_PRISONER_DATA']],
    ['/api/movements/offenders/A9001AA/latest-arrival-date', ['ROLE_VIEW_PRISONER_DATA']],
  ])('%s wants one of %s', async (path, roles) => {
    expect(await status(path, undefined, 'nonsense')).toBe(401);
    for (const role of ['ROLE_PROBATION', 'ROLE_GLOBAL_SEARCH', 'ROLE_VIEW_PRISONER_DATA']) {
      const bearer = await started.userToken('CAST_10', { authorities: [role] });
      expect(await status(path, undefined, bearer)).toBe(roles.includes(role) ? 200 : 403);
    }
  });

  it('gives any signed-in user the agencies', async () => {
    const bearer = await started.userToken('CAST_12');
    expect(await (await call('/api/agencies/MDI', undefined, bearer)).json()).toMatchObject({ agencyType: 'INST' });
    expect(await status('/api/agencies/NOWHERE')).toBe(404);
  });

  it('lists movements: the latest by default, of the current booking, by type, after a day', async () => {
    const path = '/api/movements/offenders';
    expect(await json<Row[]>(path, ['A9025AA'])).toHaveLength(1);
    expect(await json<Row[]>(`${path}?latestOnly=false&allBookings=true`, ['A9025AA'])).toHaveLength(3);
    expect(await json(`${path}?latestOnly=false&allBookings=true&movementTypes=REL`, ['A9025AA'])).toMatchObject([
      { movementType: 'REL' },
    ]);
    expect(await json<Row[]>('/api/movements/offender/A9025AA')).toHaveLength(1);
    expect(
      await json<Row[]>('/api/movements/offender/A9025AA?allBookings=true&movementsAfter=2026-02-09'),
    ).toHaveLength(2);
  });

  it('reads bookings by number and by id, short and full', async () => {
    const short = await json('/api/bookings/offenderNo/A9016AA');
    expect(short).not.toHaveProperty('lastMovementTypeCode');
    const full = await json('/api/bookings/offenderNo/A9016AA?extraInfo=true');
    expect(full).toMatchObject({ lastMovementTypeCode: 'REL', lastMovementReasonCode: 'CR' });
    expect(await json(`/api/bookings/${full['bookingId'] as number}`)).toEqual(full);
    expect(await json(`/api/movements/booking/${full['bookingId'] as number}`)).toMatchObject([
      { sequence: 1 },
      { sequence: 2, movementReasonCode: 'CR' },
    ]);
  });

  it('answers the latest arrival as a date, or an empty 200', async () => {
    expect(await json('/api/movements/offenders/A9025AA/latest-arrival-date')).toBe('2026-02-20');
    const nobody = await call('/api/movements/offenders/A9999XX/latest-arrival-date');
    expect([nobody.status, await nobody.text()]).toEqual([200, '']);
  });

  it.each([
    [{ do: 'release', reason: 'CR' }, 'REL-CR'],
    [{ do: 'hospital' }, 'REL-HP'],
    [{ do: 'die' }, 'REL-DEC'],
    [{ do: 'court-out' }, 'CRT-CRT'],
    [{ do: 'absence-out' }, 'TAP-C3'],
    [{ do: 'transfer-out', prison: 'LEI' }, 'TRN-NOTR'],
  ])('%j shows in booking and movement at once', async (movement, reason) => {
    await happen('A9001AA', { ...movement, publish: false });
    expect(await json('/api/offenders/A9001AA')).toMatchObject({ statusReason: reason });
    const { movementType, movementReasonCode } = await last('A9001AA');
    expect(`${String(movementType)}-${String(movementReasonCode)}`).toBe(reason);
  });

  it('shows the dates of a sentence as they are set', async () => {
    const dates = { releaseDate: '2027-05-03', nonDtoReleaseDateType: 'CRD' };
    await control.put('/people/A9001AA/sentence-dates', { ...dates, publish: false });
    expect((await json('/api/offenders/A9001AA'))['sentenceDetail']).toMatchObject(dates);
  });

  it('refuses a movement that cannot be', async () => {
    await expect(happen('A9016AA', { do: 'release' })).rejects.toThrow('409');
    await expect(happen('A9999XX', { do: 'release' })).rejects.toThrow('404');
  });

  it('can be out of sync on purpose, either way, until it is lifted or over', async () => {
    await happen('A9001AA', { do: 'release', publish: false });
    const seen = async (): Promise<unknown[]> => [
      (await json('/api/offenders/A9001AA'))['lastMovementTypeCode'],
      (await last('A9001AA'))['movementType'],
    ];
    await control.put('/people/A9001AA/lag', { of: 'movement' });
    expect(await seen()).toEqual(['REL', 'ADM']);
    await control.put('/people/A9001AA/lag', { of: 'booking' });
    expect(await seen()).toEqual(['ADM', 'REL']);
    await control.delete('/people/A9001AA/lag');
    expect(await seen()).toEqual(['REL', 'REL']);
    await control.put('/people/A9001AA/lag', { of: 'movement', forSeconds: 0 });
    expect(await seen()).toEqual(['REL', 'REL']);
  });

  it('merges numbers: the absorbed one is unknown, the kept one names it', async () => {
    await control.post('/people/A9028AA/merge', { to: 'A9027AA', publish: false });
    expect(await status('/api/offenders/A9028AA')).toBe(404);
    const { bookingId } = await json('/api/offenders/A9027AA');
    expect(await json(`/api/bookings/${bookingId as number}/identifiers?type=MERGED`)).toMatchObject([
      { value: 'A9028AA' },
    ]);
    expect(await json('/api/offenders/A9027AA')).toMatchObject({
      status: 'ACTIVE IN',
      identifiers: [{ type: 'MERGED', value: 'A9028AA' }],
    });
  });

  it('publishes a movement after the hold, and not at all when it was a mistake corrected meanwhile', async () => {
    await happen('A9001AA', { do: 'release', reason: 'CR' });
    await happen('A9015AA', { do: 'release', reason: 'CR' });
    await control.post('/people/A9015AA/correct');
    await control.post('/people/A9028AA/merge', { to: 'A9027AA' });
    const bodies: string[] = [];
    await until(
      async () => bodies.push(...(await queues.drain(OURS))),
      () => bodies.length === 2,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    bodies.push(...(await queues.drain(OURS)));
    const events = bodies.map((body) => JSON.parse((JSON.parse(body) as { Message: string }).Message) as Row);
    expect(
      events.map((event) => [event['eventType'], (event['additionalInformation'] as Row)['nomsNumber']]).sort(),
    ).toEqual([
      ['prison-offender-events.prisoner.merged', 'A9027AA'],
      ['prison-offender-events.prisoner.released', 'A9001AA'],
    ]);
  });
});
