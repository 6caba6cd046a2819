import { InboundWorld } from '../testing/inbound-world';

jest.setTimeout(30_000);

describe('messages that come out of order, or while others are away', () => {
  const world = new InboundWorld();
  const { releaseMessage, receivedMessage, take, look, lookAgain, published, types, claims } = world;

  describe('two messages', () => {
    const goHome = () => world.gateway.upstreams.release(world.noms);
    const comeBack = () =>
      world.gateway.upstreams.move(world.noms, {
        movementType: 'ADM',
        directionCode: 'IN',
        movementReasonCode: '24',
        fromAgency: 'OUT',
        toAgency: 'SWI',
        movementDate: '2026-03-10',
        movementTime: '15:00:00',
        createDateTime: '2026-03-10T15:20:00',
      });

    it('in order end in custody', async () => {
      goHome();
      await take(releaseMessage());
      await look();
      comeBack();
      await take(receivedMessage());
      await look();
      expect(await types()).toEqual(['custody.person.released', 'custody.person.received']);
      expect((await published()).at(-1)).toMatchObject({
        version: 2,
        key: world.crn,
        data: { kind: 'ADMISSION', recall: true },
      });
    });

    it('swapped end in custody too', async () => {
      comeBack();
      await take(receivedMessage());
      await look();
      await take(releaseMessage());
      await look();
      expect(await types()).toEqual(['custody.person.received']);
      expect(await claims()).toEqual(['published', 'settled SupersededByLaterMovement']);
    });

    it('together are judged by one look', async () => {
      comeBack();
      await take(releaseMessage(), receivedMessage());
      world.gateway.upstreams.calls.length = 0;
      await look();
      expect(world.gateway.upstreams.calls.filter((call) => call.includes('/movements/'))).toHaveLength(1);
      expect(await types()).toEqual(['custody.person.received']);
    });

    it('a release taken back ends in custody', async () => {
      goHome();
      await take(releaseMessage());
      await look();
      world.gateway.upstreams.admit(world.noms);
      await take(
        receivedMessage(
          { reason: 'READMISSION' },
          {
            eventType: 'prisoner-offender-search.prisoner.received',
            occurredAt: '2026-03-02T10:00:00Z',
          },
        ),
      );
      await look();
      expect(await types()).toEqual(['custody.person.released', 'custody.person.received']);
    });
  });

  describe('while others are away', () => {
    it('the prison API: the release is published once when it is back', async () => {
      world.gateway.upstreams.release(world.noms);
      world.gateway.upstreams.break('/prison', 503, '<html>', { 'retry-after': '30' });
      await take(releaseMessage());
      for (let i = 0; i < 8; i += 1) await lookAgain();
      expect(await claims()).toEqual(['pending UPSTREAM_FAILED']);
      const [row]: { wait: number }[] = await world.gateway.app.db.query(
        'select extract(epoch from next_look_at - now())::float8 as wait from custody_person where noms_number = $1',
        [world.noms],
      );
      expect(row?.wait).toBeGreaterThan(29);
      world.gateway.upstreams.mend();
      await lookAgain();
      expect(await types()).toEqual(['custody.person.released']);
    });

    it('nDelius: the release waits a little for its CRN, then goes under the prison number, and stays under it', async () => {
      world.gateway.upstreams.release(world.noms);
      world.gateway.upstreams.break('/ndelius');
      await take(releaseMessage());
      for (let i = 0; i < 3; i += 1) await lookAgain();
      expect(await types()).toEqual([]);
      await lookAgain();
      const [first] = await published();
      expect([first?.key, first?.data['crn']]).toEqual([world.noms, undefined]);
      world.gateway.upstreams.mend();
      world.gateway.upstreams.admit(world.noms, { movementDate: '2026-03-10', createDateTime: '2026-03-10T15:20:00' });
      await take(receivedMessage());
      await look();
      const second = (await published())[1];
      expect([second?.key, second?.version, second?.data['crn']]).toEqual([world.noms, 2, world.crn]);
    });

    it('a look that lost its lease leaves everything to the next', async () => {
      world.gateway.upstreams.release(world.noms);
      await take(releaseMessage());
      world.gateway.upstreams.onCall = async (path) => {
        if (path.includes('/movements/'))
          await world.gateway.app.db.query(
            'update custody_person set leased_until = now(), lease = null where noms_number = $1',
            [world.noms],
          );
      };
      await world.gateway.custody.lookRound();
      world.gateway.upstreams.onCall = () => Promise.resolve();
      expect(await types()).toEqual([]);
      await look();
      expect(await types()).toEqual(['custody.person.released']);
    });
  });
});
