import { randomUUID } from 'node:crypto';
import { IdentityService } from './identity.service';
import { InboundWorld } from '../testing/inbound-world';
import { notification } from '../testing/samples';

jest.setTimeout(30_000);

interface Names {
  readonly type: string;
  readonly info: object;
  readonly at?: string;
  readonly identifiers?: object[];
}

describe('who is who', () => {
  const world = new InboundWorld();
  const { take, look, lookAgain, releaseMessage } = world;
  let [old, oldCrn] = ['', ''];
  beforeEach(async () => {
    [old, oldCrn] = [`B${1000 + world.n}BC`, `Y${920_000 + world.n}`];
    await world.gateway.app.db.query('delete from quarantine');
  });

  const message = ({ type, info, at = '2026-05-12T09:30:00+01:00', identifiers = [] }: Names) =>
    notification(
      { eventType: type, occurredAt: at, additionalInformation: info, personReference: { identifiers } },
      { MessageId: randomUUID() },
    );
  const merged = (at?: string) =>
    message({
      type: 'prison-offender-events.prisoner.merged',
      info: { nomsNumber: world.noms, removedNomsNumber: old, reason: 'MERGE' },
      ...(at !== undefined && { at }),
    });
  const crnMerge = (at?: string) =>
    message({
      type: 'probation-case.merge.completed',
      info: { sourceCRN: oldCrn, targetCRN: world.crn },
      ...(at !== undefined && { at }),
    });
  const crnUnmerge = (at: string) =>
    message({ type: 'probation-case.unmerge.completed', info: { reactivatedCRN: oldCrn, unmergedCRN: world.crn }, at });
  const link = (crn: string, noms: string, at: string) => {
    const identifiers = [
      { type: 'CRN', value: crn },
      { type: 'NOMS', value: noms },
    ];
    return message({ type: 'probation-case.prison-identifier.added', info: {}, at, identifiers });
  };
  const told = async () =>
    (await world.gateway.published())
      .filter(
        ({ type, data }) =>
          type.startsWith('identity.') && [old, oldCrn, world.crn].some((n) => Object.values(data).includes(n)),
      )
      .map(({ type, key, version, data }) => [type, key, version, data]);
  const problems = async () =>
    (
      await world.gateway.app.db.query<{ problem: string }[]>('select problem from quarantine order by received_at')
    ).map(({ problem }) => problem);
  const at = (time: string) => `2026-05-12T${time}:00.000Z`;

  describe('a merged prison number', () => {
    const data = () => ({ numberType: 'noms', from: old, into: world.noms, at: at('08:30') });

    it('F-023: is told once, whatever copies come', async () => {
      world.gateway.upstreams.admit(world.noms);
      expect(await take(merged(), merged(), merged())).toEqual(['merge', 'copy', 'copy']);
      expect(await told()).toEqual([['identity.person.merged', world.noms, 1, data()]]);
    });

    it('F-023: is not believed while the prison shows otherwise, is kept, and is taken once it shows the same', async () => {
      world.gateway.upstreams.admit(world.noms);
      world.gateway.upstreams.admit(old);
      expect(await take(merged())).toEqual(['quarantine']);
      expect([await problems(), await told()]).toEqual([['NOT_CONFIRMED'], []]);
      world.gateway.upstreams.prison.delete(old);
      await world.gateway.inbound.retakeUnconfirmed();
      expect([await problems(), await told()]).toEqual([[], [['identity.person.merged', world.noms, 1, data()]]]);
    });

    it('F-023: waits for a prison API that is away, and for one that answers with a page', async () => {
      world.gateway.upstreams.admit(world.noms);
      for (const status of [503, 404]) {
        world.gateway.upstreams.break('/prison', status);
        expect(await take(merged())).toEqual(['quarantine']);
      }
      world.gateway.upstreams.mend();
      await world.gateway.inbound.retakeUnconfirmed();
      expect(await told()).toHaveLength(1);
    });

    it('F-023, B6.1 (a): its release is looked into and published under the number that stays, once', async () => {
      world.gateway.upstreams.release(world.noms);
      await take(merged());
      await take(releaseMessage({ nomsNumber: old }, { personReference: null }), releaseMessage());
      await look();
      expect(await world.types()).toEqual(['custody.person.released']);
      expect((await world.published())[0]).toMatchObject({ key: world.crn, data: { nomsNumber: world.noms } });
    });

    it('F-023, B6.1 (c): a release that was not believed before the merge is published after it, once', async () => {
      world.gateway.upstreams.release(world.noms);
      await take(releaseMessage({ nomsNumber: old }, { personReference: null }));
      for (let i = 0; i < 6; i += 1) await lookAgain();
      expect(await world.types()).toEqual([]);
      await take(merged(), merged());
      await take(releaseMessage({ nomsNumber: old }, { personReference: null }));
      await look();
      expect([await world.types(), await world.claims()]).toEqual([['custody.person.released'], ['published']]);
    });

    it('F-023: what was published under the number that is gone is not published again', async () => {
      world.gateway.upstreams.release(old);
      world.gateway.upstreams.cases.set(world.crn, { crn: world.crn, nomsId: old });
      await take(releaseMessage({ nomsNumber: old }, { personReference: null }));
      await look();
      world.gateway.upstreams.prison.delete(old);
      world.gateway.upstreams.release(world.noms);
      await take(merged(), releaseMessage());
      await look();
      expect(await world.types()).toEqual([]);
      expect(await world.claims()).toEqual(['settled AlreadyKnown']);
    });

    it('F-023: its page at the gateway is that of the number that stays', async () => {
      world.gateway.upstreams.admit(world.noms);
      await take(merged());
      const staff = await world.gateway.app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
      const { status, body } = await staff.get<{ prisonerNumber: string }>(`/people/prisoner/${old}`);
      expect([status, body.prisonerNumber]).toEqual([200, world.noms]);
    });

    it('F-023: its CRN is the CRN of the number that stays, and the newest word about it counts', async () => {
      world.gateway.upstreams.admit(world.noms);
      await take(link(oldCrn, old, at('07:00')), merged(at('08:00')));
      world.gateway.upstreams.release(world.noms);
      await take(releaseMessage());
      await look();
      expect((await world.published())[0]).toMatchObject({ data: { crn: oldCrn } });
    });

    it('F-023: a ring of merges ends with the newest of them', async () => {
      const back = message({
        type: 'prison-offender-events.prisoner.merged',
        info: { nomsNumber: old, removedNomsNumber: world.noms },
        at: at('10:00'),
      });
      world.gateway.upstreams.admit(world.noms);
      await take(merged(at('09:00')));
      world.gateway.upstreams.prison.delete(world.noms);
      world.gateway.upstreams.admit(old);
      await take(back);
      expect((await told()).map(([type, , , data]) => [type, (data as { from: string }).from])).toEqual([
        ['identity.person.merged', old],
        ['identity.person.merged', world.noms],
        ['identity.person.unmerged', old],
      ]);
    });
  });

  describe('a merged CRN', () => {
    it('F-023: is told, and told undone, by the newest word in whatever order the words come', async () => {
      await take(crnMerge(at('09:00')));
      world.gateway.upstreams.cases.set(oldCrn, { crn: oldCrn });
      await take(crnUnmerge(at('10:00')), crnMerge(at('09:30')));
      expect((await told()).map(([type, , version]) => [type, version])).toEqual([
        ['identity.person.merged', 1],
        ['identity.person.unmerged', 2],
      ]);
      expect(await problems()).toEqual(['NOT_CONFIRMED']);
    });

    it('F-023: goes on as the CRN that stays, until it is undone', async () => {
      const releases = async () => {
        await look();
        return (await world.published()).map(({ data }) => data['crn']);
      };
      await take(link(oldCrn, world.noms, at('07:00')), crnMerge(at('08:00')));
      world.gateway.upstreams.release(world.noms);
      await take(releaseMessage());
      expect(await releases()).toEqual([world.crn]);
      world.gateway.upstreams.cases.set(oldCrn, { crn: oldCrn });
      await take(crnUnmerge(at('09:00')));
      world.gateway.upstreams.admit(world.noms, { movementDate: '2026-06-01', createDateTime: '2026-06-01T10:05:00' });
      await take(world.receivedMessage({}, { occurredAt: '2026-06-01T10:00:00Z' }));
      expect(await releases()).toEqual([world.crn, oldCrn]);
    });
  });

  it('a number that is merged into another one than before keeps the order of its events', async () => {
    const into = (targetCRN: string, time: string) =>
      message({
        type: 'probation-case.merge.completed',
        at: at(time),
        info: { sourceCRN: oldCrn, targetCRN },
      });
    const third = `Z${world.crn.slice(1)}`;
    world.gateway.upstreams.cases.set(third, { crn: third });
    expect(await take(into(world.crn, '08:00'), into(third, '09:00'))).toEqual(['merge', 'merge']);
    expect((await told()).map(([, key, version]) => [key, version])).toEqual([
      [world.crn, 1],
      [world.crn, 2],
    ]);
  });

  it('finds events under every number of merged people', async () => {
    await take(link(oldCrn, old, at('07:00')), crnMerge(at('08:00')));
    const keys = (...numbers: string[]) => world.gateway.app.app.get(IdentityService).keysOf(numbers);
    expect(await keys(world.crn)).toEqual([world.crn, oldCrn, old].toSorted());
    expect(await keys(oldCrn)).toEqual([world.crn, oldCrn, old].toSorted());
    world.gateway.upstreams.cases.set(oldCrn, { crn: oldCrn });
    expect(await take(crnUnmerge(at('09:00')))).toEqual(['unmerge']);
    expect(await keys(world.crn)).toEqual([world.crn]);
  });

  describe('a link', () => {
    it('F-023: is told when it is news, and the one before is told ended', async () => {
      await take(link(world.crn, old, at('07:00')), link(world.crn, old, at('07:30')));
      await take(link(world.crn, world.noms, at('08:00')), link(world.crn, old, at('06:00')));
      expect((await told()).map(([, key, version, fields]) => [key, version, fields])).toEqual([
        [world.crn, 1, { crn: world.crn, nomsNumber: old, isLinked: true, at: at('07:00') }],
        [world.crn, 2, { crn: world.crn, nomsNumber: old, isLinked: false, at: at('08:00') }],
        [world.crn, 3, { crn: world.crn, nomsNumber: world.noms, isLinked: true, at: at('08:00') }],
      ]);
    });

    it('F-012: that contradicts a known one counts when nDelius shows the same, and is kept until then', async () => {
      const forged = link(world.crn, 'A6666ZZ', at('09:00'));
      await take(link(world.crn, world.noms, at('08:00')));
      expect(await take(forged)).toEqual(['quarantine']);
      expect(await problems()).toEqual(['NOT_CONFIRMED']);
      world.gateway.upstreams.cases.set(world.crn, { crn: world.crn, nomsId: 'A6666ZZ' });
      await world.gateway.inbound.retakeUnconfirmed();
      expect(await problems()).toEqual([]);
      expect((await told()).at(-1)?.[3]).toMatchObject({ nomsNumber: 'A6666ZZ', isLinked: true });
    });

    it('F-012: that gives a known prison number to another CRN is checked as well', async () => {
      await take(link(world.crn, world.noms, at('08:00')));
      expect(await take(link('X666666', world.noms, at('09:00')))).toEqual(['quarantine']);
      world.gateway.upstreams.release(world.noms);
      await take(releaseMessage());
      await look();
      expect((await world.published())[0]).toMatchObject({ data: { crn: world.crn } });
    });

    it('F-012: a forged merge moves nobody', async () => {
      world.gateway.upstreams.admit(world.noms);
      world.gateway.upstreams.admit(old);
      world.gateway.upstreams.cases.set(oldCrn, { crn: oldCrn });
      expect(await take(merged(), crnMerge())).toEqual(['quarantine', 'quarantine']);
      expect(await told()).toEqual([]);
    });
  });

  it('F-023: what nothing acts on yet is kept with its body, and can be given back', async () => {
    const moved = message({
      type: 'prison-offender-events.prisoner.booking.moved',
      info: { bookingId: '1', movedFromNomsNumber: old, movedToNomsNumber: world.noms },
    });
    expect(await take(moved)).toEqual(['quarantine']);
    const [row] = await world.gateway.app.db.query<{ problem: string; body: Buffer }[]>(
      'select problem, body from quarantine',
    );
    expect([row?.problem, row?.body.toString('utf8')]).toEqual(['NOT_YET_HANDLED', moved]);
    expect(await world.gateway.inbound.retake({ problem: 'NOT_YET_HANDLED' }, 10)).toEqual({ taken: 0, refused: 1 });
  });
});
