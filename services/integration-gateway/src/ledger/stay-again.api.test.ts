import { newId } from '@throughcare/events/ids';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { LedgerWorld } from '../testing/ledger-world';

jest.setTimeout(30_000);

const ops = { username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS_RW'] };
interface Resent {
  readonly resent: string[];
  readonly refused: { operationId: string; code: string }[];
}

describe('an arrival that nDelius could not use, after a departure that it took', () => {
  const world = new LedgerWorld();
  const { event, fetchDetail, states, mine } = world;
  const api = () => world.gateway.app.as(ops);
  const ids = async () => (await mine()).map(({ id }) => String(id));
  const tell = async (one: ReturnType<typeof event>, reads: number, slug: string) => {
    await world.gateway.record(one);
    await world.gateway.dispatch();
    for (let read = 0; read < reads; read += 1) await fetchDetail(one.id, slug);
  };
  /** The staff record came back between the two. */
  const stay = async (bookingId = newId()) => {
    await tell(event(PersonArrived, { bookingId }), 3, 'person-arrived');
    await tell(event(PersonDeparted, { bookingId }), 1, 'person-departed');
    return bookingId;
  };
  const open = async () =>
    (
      await (
        await api()
      ).get<{ operationId: string; bookingId: string; advice: string }[]>('/ops/sync/operations?open=true')
    ).body;
  const resend = async (body: object) =>
    (await (await api()).post<Resent>('/ops/sync/resend', { ...body, reason: 'INC-7' })).body;
  const settle = (state: string) =>
    world.gateway.app.db.query(
      `update sync_operation set state = $1, confirmed_at = now() where operation = 'person.departed'`,
      [state],
    );

  it.each(['read', 'confirmed', 'no-address'])(
    'the runbook leads to its end: both are sent again in order, the departure being %s',
    async (state) => {
      await stay();
      await settle(state);
      const [first] = await open();
      expect(first?.advice).toContain('send everything of its booking again');
      const chosen = { bookingId: first?.bookingId };
      expect(await resend({ ...chosen, dryRun: true })).toEqual({ found: 2, resent: await ids(), refused: [] });
      expect(await states()).toEqual(['read-again', state]);
      world.gateway.sns.sent.length = 0;
      expect(await resend(chosen)).toEqual({ found: 2, resent: await ids(), refused: [] });
      await world.gateway.dispatch();
      await fetchDetail(String((await mine())[0]?.['event_id']), 'person-arrived');
      await world.gateway.dispatch();
      expect(world.gateway.sns.types).toEqual(['person.arrived', 'person.departed']);
      const at = (ms: number) => new Date(Date.now() + ms);
      await world.gateway.inbound.take(world.addressEvent('created', at(1), { addressId: '8' }));
      await world.gateway.inbound.take(
        world.addressEvent('updated', at(2), { addressId: '8', addressStatus: 'Previous' }),
      );
      expect(await states()).toEqual(['confirmed', 'confirmed']);
      expect(await open()).toEqual([]);
    },
  );

  it('named together they go together, and the arrival alone does not', async () => {
    await stay();
    const [arrival, departure] = await ids();
    const alone = await resend({ ids: [arrival], dryRun: true });
    expect(alone.refused).toEqual([{ operationId: arrival, code: 'DEPARTURE_SENT' }]);
    const other = await resend({ ids: [departure], dryRun: true });
    expect(other.refused).toEqual([{ operationId: departure, code: 'OPERATION_NOT_OPEN' }]);
    expect(await resend({ ids: [departure, arrival] })).toMatchObject({ resent: [arrival, departure], refused: [] });
  });

  it('neither goes once nDelius was told of a later stay: that is told by hand, and resolved', async () => {
    const bookingId = await stay();
    await tell(event(PersonArrived, { bookingId: newId() }), 1, 'person-arrived');
    const [arrival, departure] = await ids();
    const refused = [arrival, departure].map((operationId) => ({ operationId, code: 'LATER_STAY_SENT' }));
    for (const state of ['read', 'no-address']) {
      await settle(state);
      expect(await resend({ bookingId })).toMatchObject({ resent: [], refused });
    }
    const as = await api();
    for (const id of [arrival, departure])
      expect((await as.post(`/ops/sync/operations/${id}/resolve`, { reason: 'told by hand' })).status).toBe(200);
    expect(await open()).toEqual([]);
  });

  it('two stays that nDelius could not use go again together, in their order', async () => {
    await stay();
    await stay();
    await settle('no-address');
    await world.gateway.app.db.query(`update sync_operation set state = 'read-again'`);
    expect(await resend({ state: 'read-again' })).toMatchObject({ resent: await ids(), refused: [] });
  });
});
