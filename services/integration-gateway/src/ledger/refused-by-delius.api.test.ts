import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { newId } from '@throughcare/events/ids';
import { LedgerWorld } from '../testing/ledger-world';
import { ledgerFinding } from './ledger-instruments';
import { ledgerSamples } from './ledger-samples';

jest.setTimeout(30_000);

const STAY = [
  BookingProvisionallyMade,
  BookingConfirmed,
  PersonArrived,
  PersonArrivedUpdated,
  PersonDeparted,
  PersonDepartedUpdated,
] as const;
const ops = { username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS_RW'] };

describe('F-018: nDelius reads what it is told and can use none of it', () => {
  const world = new LedgerWorld();
  const { event, fetchDetail, states, mine, addressEvent } = world;

  const counted = async () =>
    Object.fromEntries(
      (await ledgerSamples(world.gateway.app.db, world.gateway.hold))
        .filter(({ name }) => name === 'throughcare_sync_operations')
        .map(({ labels, value }) => [labels?.['state'], value]),
    );
  /** As after so many seconds. */
  const later = (seconds: number) =>
    world.gateway.app.db.query(
      `update sync_operation set claimed_at = claimed_at - $1 * interval '1 second',
         published_at = published_at - $1 * interval '1 second', taken_at = taken_at - $1 * interval '1 second'`,
      [seconds],
    );
  const slugOf = (type: string) =>
    type.endsWith('departed.updated')
      ? 'person-departure-updated'
      : type.replace('accommodation.cas3.', '').replaceAll('.', '-');
  /** A member of staff whom nDelius does not have: one read a receive, three receives, then its dead letters. */
  const refusedStay = async (bookingId = newId()) => {
    const stay = STAY.map((definition, n) => event(definition, { bookingId, notes: `note ${n}` }));
    for (const one of stay) {
      await world.gateway.record(one);
      await world.gateway.dispatch();
      for (let receive = 0; receive < 3; receive += 1) await fetchDetail(one.id, slugOf(one.type));
    }
    return stay;
  };
  const api = () => world.gateway.app.as(ops);

  it('every series is there before anything happened, as 0', async () => {
    const zero = {
      ready: 0,
      held: 0,
      claimed: 0,
      parked: 0,
      unconfirmed: 0,
      untaken: 0,
      'read-again': 0,
      'no-address': 0,
    };
    expect(await counted()).toEqual(zero);
    expect(await ledgerFinding(world.gateway.app.db)).toMatchObject({ status: 'ok' });
  });

  it('metrics, doctor and lists say so, and nothing is called confirmed', async () => {
    await refusedStay();
    await later(60);
    await world.gateway.dispatcher.recover();
    expect(await states()).toEqual(STAY.map(() => 'read-again'));
    expect(await counted()).toMatchObject({ 'read-again': 6, 'no-address': 0, untaken: 0 });
    expect(await ledgerFinding(world.gateway.app.db)).toEqual({
      status: 'fail',
      detail: '6 read-again: throughcare sync list --open',
    });
    const { body } = await (await api()).get<{ state: string; advice: string }[]>('/ops/sync/operations?open=true');
    expect(body).toHaveLength(6);
    for (const row of body) expect(row.advice).toMatch(/could not use it: ask for its dead letters/);
    const { body: checks } = await (await api()).get<{ name: string; status: string }[]>('/ops/doctor');
    expect(checks.find(({ name }) => name === 'sync-ledger')).toMatchObject({ status: 'fail' });
    const text = await (await fetch(`${world.gateway.app.url}/metrics`)).text();
    expect(text).toMatch(/throughcare_sync_operations\{.*target="ndelius",state="read-again"\} 6/);
    expect(text).toMatch(/throughcare_sync_operations\{.*target="ndelius",state="no-address"\} 0/);
    const health = (await (await fetch(`${world.gateway.app.url}/health`)).json()) as { components: object };
    expect(health.components).toMatchObject({
      'sync-ledger': { details: { readAgain: 6, noAddress: 0, untaken: 0, parked: 0, unconfirmed: 0, waiting: 0 } },
    });
  });

  it('an arrival that was read once and made no address within a minute is said, and a late address ends it', async () => {
    const arrived = event(PersonArrived);
    await world.gateway.record(arrived);
    await world.gateway.dispatch();
    await fetchDetail(arrived.id, 'person-arrived');
    await later(59);
    await world.gateway.dispatcher.recover();
    expect(await states()).toEqual(['read']);
    await later(2);
    await world.gateway.dispatcher.recover();
    expect(await states()).toEqual(['no-address']);
    expect(await counted()).toMatchObject({ 'no-address': 1 });
    expect(await world.outcomes(arrived.id)).toEqual(['published', 'read', 'NO_ADDRESS']);
    await world.gateway.inbound.take(addressEvent('created', new Date()));
    expect(await states()).toEqual(['confirmed']);
  });

  it('the address of the next stay says nothing about a departure before it', async () => {
    const [left, next] = [event(PersonDeparted), event(PersonArrived, { bookingId: newId() })];
    await world.gateway.record(left, next);
    await world.gateway.dispatch();
    await world.gateway.inbound.take(addressEvent('created', new Date()));
    await world.gateway.inbound.take(addressEvent('updated', new Date(Date.now() + 1), { addressStatus: 'Previous' }));
    expect(await states()).toEqual(['published', 'confirmed']);
  });

  describe('once its cause is mended', () => {
    const openIds = async () => (await mine()).map(({ id }) => String(id));

    it('all of it is sent again in order, each correction with a new time', async () => {
      const stay = await refusedStay();
      const before = await fetchDetail(stay[3]!.id, 'person-arrived-updated');
      const ask = (dryRun: boolean) =>
        api().then((as) => as.post('/ops/sync/resend', { state: 'read-again', dryRun, reason: 'INC-7' }));
      world.gateway.sns.sent.length = 0;
      expect((await ask(true)).body).toMatchObject({ found: 6, refused: [] });
      await world.gateway.dispatch();
      expect(world.gateway.sns.sent).toEqual([]);
      expect((await ask(false)).body).toMatchObject({ found: 6, refused: [] });
      await world.gateway.dispatch();
      expect(world.gateway.sns.types).toEqual(STAY.map(({ type }) => type.replace('accommodation.cas3.', '')));
      const after = await fetchDetail(stay[3]!.id, 'person-arrived-updated');
      const timeOf = ({ body }: { body: unknown }) => (body as { timestamp: string }).timestamp;
      expect(timeOf(after) > timeOf(before)).toBe(true);
    });

    it('an arrival does not go behind its departure', async () => {
      await refusedStay();
      const [, , arrival, , departure] = await openIds();
      const as = await api();
      const alone = await as.post('/ops/sync/resend', { ids: [arrival], reason: 'INC-7' });
      expect(alone.body).toMatchObject({ resent: [], refused: [{ operationId: arrival, code: 'DEPARTURE_SENT' }] });
      const both = await as.post('/ops/sync/resend', { ids: [departure, arrival], reason: 'INC-7' });
      expect(both.body).toMatchObject({ resent: [arrival, departure], refused: [] });
    });

    it('what is there already is resolved with a reason, and its history says by whom', async () => {
      await refusedStay();
      const [id] = await openIds();
      const as = await api();
      expect((await as.post(`/ops/sync/operations/${id}/resolve`, {})).status).toBe(400);
      const { status, body } = await as.post<{
        state: string;
        history: { what: string; by?: string; reason?: string }[];
      }>(`/ops/sync/operations/${id}/resolve`, { reason: 'INC-7: seen in nDelius' });
      expect([status, body.state]).toEqual([200, 'confirmed']);
      const said = body.history.map(({ what, by, reason }) => [what, by, reason].filter(Boolean).join(' '));
      expect(said[0]).toBe('recorded');
      expect(said).toEqual(expect.arrayContaining(['published', 'read', 'READ_AGAIN', 'confirmed']));
      expect(said).toContain('sync.resolve OPS INC-7: seen in nDelius');
      expect((await as.post(`/ops/sync/operations/${id}/resolve`, { reason: 'twice' })).status).toBe(409);
    });

    it('only operators look and decide', async () => {
      const probation = await world.gateway.app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
      expect((await probation.get('/ops/sync/operations')).status).toBe(403);
      const reader = await world.gateway.app.as({ username: 'LOOK', authorities: ['ROLE_THROUGHCARE__OPS'] });
      expect((await reader.get('/ops/sync/operations?state=nonsense')).status).toBe(400);
      expect((await reader.get('/ops/sync/operations?operation=nonsense')).status).toBe(400);
      expect((await reader.get('/ops/sync/operations?operation=person.arrived')).status).toBe(200);
      expect((await reader.get('/ops/sync/open')).status).toBe(200);
      expect((await reader.post('/ops/sync/resend', { state: 'read-again', reason: 'x' })).status).toBe(403);
      expect((await (await api()).post('/ops/sync/resend', { reason: 'x' })).status).toBe(400);
      expect((await reader.get(`/ops/sync/operations/${newId()}`)).status).toBe(404);
    });
  });
});
