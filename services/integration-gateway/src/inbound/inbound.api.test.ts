import { InboundWorld } from '../testing/inbound-world';
import { notification, sample, sampleJson } from '../testing/samples';

jest.setTimeout(30_000);

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('messages from the HMPPS queue', () => {
  const world = new InboundWorld();
  const { releaseMessage, take, look, lookAgain, published, types, claims } = world;

  describe('a release', () => {
    it('that the prison confirms is published, keyed by CRN, at the London time of the movement', async () => {
      world.gateway.upstreams.release(world.noms, {
        movementDate: '2026-07-02',
        createDateTime: '2026-07-02T09:12:44',
      });
      expect(await take(releaseMessage())).toEqual(['custody']);
      await look();
      expect(await published()).toEqual([
        expect.objectContaining({
          type: 'custody.person.released',
          key: world.crn,
          version: 1,
          data: expect.objectContaining({
            nomsNumber: world.noms,
            crn: world.crn,
            prisonId: 'MDI',
            movementReasonCode: 'CR',
            classification: 2,
            occurredAt: '2026-07-02T08:05:00.000Z',
          }),
        }),
      ]);
      expect(await claims()).toEqual(['published']);
    });

    it('that comes ten times, in both families and several spellings, has one effect', async () => {
      world.gateway.upstreams.release(world.noms);
      const copies = Array.from({ length: 10 }, () => releaseMessage());
      const taken = await Promise.all(copies.map((body) => world.gateway.inbound.take(body)));
      expect(taken.filter((one) => one !== 'copy')).toHaveLength(1);
      await take(
        releaseMessage({}, { occurredAt: '2026-03-02T09:12:45.000000000Z', personReference: null }),
        releaseMessage({}, { eventType: 'prisoner-offender-search.prisoner.released' }),
        JSON.stringify(JSON.parse((JSON.parse(releaseMessage()) as { Message: string }).Message)),
      );
      await look();
      await take(...copies);
      await look();
      expect(await types()).toEqual(['custody.person.released']);
      expect(await claims()).toEqual(['published', 'published']);
    });

    it('is looked into once, whichever of several instances does it', async () => {
      world.gateway.upstreams.release(world.noms);
      await take(releaseMessage());
      world.gateway.upstreams.calls.length = 0;
      await Promise.all([1, 2, 3, 4, 5].map(() => world.gateway.custody.lookRound()));
      expect(world.gateway.upstreams.calls.filter((call) => call.includes('/movements/'))).toHaveLength(1);
      expect(await types()).toEqual(['custody.person.released']);
    });

    it('of which the prison knows nothing yet is looked at again, and published once it shows', async () => {
      world.gateway.upstreams.admit(world.noms);
      await take(releaseMessage());
      await look();
      expect(await claims()).toEqual(['pending PrisonDisagrees']);
      world.gateway.upstreams.release(world.noms);
      await lookAgain();
      expect(await types()).toEqual(['custody.person.released']);
    });

    it('that the prison never shows is not published', async () => {
      world.gateway.upstreams.admit(world.noms);
      await take(releaseMessage());
      for (let i = 0; i < 6; i += 1) await lookAgain();
      expect(await claims()).toEqual(['settled PrisonDisagrees']);
      expect(await types()).toEqual([]);
    });

    it('waits, by itself, 1, 10, 60, 600 seconds between looks', async () => {
      world.gateway.upstreams.admit(world.noms);
      await take(releaseMessage());
      for (const seconds of [1, 10, 60, 600]) {
        await lookAgain();
        const [row]: { wait: number }[] = await world.gateway.app.db.query(
          'select extract(epoch from next_look_at - now())::float8 as wait from custody_person where noms_number = $1',
          [world.noms],
        );
        expect(row?.wait).toBeGreaterThan(seconds * 0.75);
        expect(row?.wait).toBeLessThan(seconds * 1.25);
      }
    });

    it('waits while the booking and the last movement disagree', async () => {
      world.gateway.upstreams.release(world.noms);
      const person = world.gateway.upstreams.prison.get(world.noms);
      if (person) person.detail['lastMovementReasonCode'] = 'N';
      await take(releaseMessage());
      await look();
      expect(await claims()).toEqual(['pending BookingAndMovementOutOfSync']);
      world.gateway.upstreams.release(world.noms);
      await lookAgain();
      expect(await types()).toEqual(['custody.person.released']);
    });

    it.each([
      ['TEMPORARY_ABSENCE_RELEASE', 'C3'],
      ['SENT_TO_COURT', 'CRT'],
      ['TRANSFERRED', 'TRN'],
      ['RELEASED_TO_HOSPITAL', 'HP'],
      ['UNKNOWN', 'X'],
      ['RELEASED', 'MRG'],
      ['RELEASED', 'UAL'],
    ])('that is none (%s %s) asks nobody and publishes nothing, whatever the prison says', async (reason, code) => {
      world.gateway.upstreams.release(world.noms);
      expect(await take(releaseMessage({ reason, nomisMovementReasonCode: code }))).toEqual(['ignore']);
      await look();
      expect(await published()).toEqual([]);
      const rows = await world.gateway.app.db.query(
        `select reason from inbound_message where decision = 'ignore' order by received_at desc limit 1`,
      );
      expect(rows).toHaveLength(1);
    });

    it.each(['MRG', 'HP', 'UAL', 'DD', 'ESCP'])(
      'that the message calls a release and the prison knows as %s is not published',
      async (movementReasonCode) => {
        world.gateway.upstreams.release(world.noms, { movementReasonCode });
        await take(releaseMessage({}, { eventType: 'prisoner-offender-search.prisoner.released' }));
        await look();
        expect(await published()).toEqual([]);
        expect((await claims())[0]).toMatch(/^settled \w+/);
      },
    );

    it.each([
      ['says so', 'prison-offender-events.prisoner.released', { nomisMovementReasonCode: 'DEC' }],
      ['calls it a release', 'prisoner-offender-search.prisoner.released', {}],
    ])('that was a death is published as one, whether the message %s', async (_, eventType, info) => {
      world.gateway.upstreams.release(world.noms, { movementReasonCode: 'DEC' });
      const message = releaseMessage(info, { eventType });
      await take(message, message);
      await look();
      expect((await published()).map(({ type, data }) => [type, data['movementReasonCode']])).toEqual([
        ['custody.person.died', 'DEC'],
      ]);
      expect(await claims()).toEqual(['published']);
    });

    it('of whom a message says that they died, and the prison that they left, is published as nothing', async () => {
      world.gateway.upstreams.release(world.noms);
      await take(releaseMessage({ nomisMovementReasonCode: 'DEC' }));
      for (let i = 0; i < 6; i += 1) await lookAgain();
      expect(await types()).toEqual([]);
    });

    it('of someone the prison does not know is not published', async () => {
      await take(releaseMessage());
      for (let i = 0; i < 6; i += 1) await lookAgain();
      expect(await claims()).toEqual(['settled PersonUnknownToPrison']);
    });
  });

  it('carry their trace to what they lead to', async () => {
    world.gateway.upstreams.release(world.noms);
    const event = (JSON.parse(releaseMessage()) as { Message: string }).Message;
    await take(notification(event, { MessageAttributes: { traceparent: { Type: 'String', Value: TRACE } } }));
    await look();
    expect((await published())[0]?.headers.traceparent?.split('-')[1]).toBe(TRACE.split('-')[1]);
  });

  it('that name a link teach it, the newer word counting', async () => {
    const link = (to: string, occurredAt: string) =>
      JSON.stringify({
        ...sampleJson('hmpps-events/probation-case.prison-identifier.added.json'),
        occurredAt,
        personReference: {
          identifiers: [
            { type: 'CRN', value: world.crn },
            { type: 'NOMS', value: to },
          ],
        },
      });
    expect(await take(link('A0002AA', '2026-03-02T10:00:00Z'), link('A0001AA', '2026-03-01T10:00:00Z'))).toEqual([
      'link',
      'link',
    ]);
    const rows = await world.gateway.app.db.query('select noms_number from identity_link where crn = $1', [world.crn]);
    expect(rows).toEqual([{ noms_number: 'A0002AA' }]);
  });

  describe('that cannot be understood', () => {
    const quarantined = (): Promise<{ problem: string; body: Buffer; copies: number }[]> =>
      world.gateway.app.db.query('select problem, body, copies from quarantine order by received_at');

    beforeEach(() => world.gateway.app.db.query('delete from quarantine'));

    it('are kept as they came, with the reason, once', async () => {
      const odd = releaseMessage({}, { occurredAt: undefined });
      expect(await take(odd, odd, 'pardon?')).toEqual(['quarantine', 'quarantine', 'quarantine']);
      expect(
        (await quarantined()).map(({ problem, body, copies }) => [problem, body.toString('utf8'), copies]),
      ).toEqual([
        ['OCCURRED_AT_MISSING', odd, 2],
        ['NOT_JSON', 'pardon?', 1],
      ]);
    });

    it('whatever bytes they are made of, and a megabyte of them', async () => {
      const bodies = ['\u0000\u0001', `{"eventType":"${'x'.repeat(1_000_000)}`, '"\ud800"'];
      expect(await take(...bodies)).toEqual(['quarantine', 'quarantine', 'quarantine']);
      expect(await quarantined()).toHaveLength(3);
    });
  });

  it('of kinds we do not know are ignored, and that is recorded', async () => {
    expect(await take(sample('hmpps-events/prison.case-note.published.json'))).toEqual(['ignore']);
    const rows = await world.gateway.app.db.query(
      `select decision, reason from inbound_message where hmpps_type = 'prison.case-note.published'`,
    );
    expect(rows).toEqual([{ decision: 'ignore', reason: 'UnknownEventType' }]);
  });

  it('leave no trace of a person in the record of messages', async () => {
    await take(releaseMessage());
    const rows: object[] = await world.gateway.app.db.query('select * from inbound_message');
    expect(JSON.stringify(rows)).not.toContain(world.noms);
  });

  it('that came through a topic nobody named as trusted is kept in quarantine, when topics are named', async () => {
    const trusted = 'arn:aws:sns:eu-west-2:000000000000:hmpps-domain';
    const inbound = world.gateway.inboundTrusting([trusted]);
    const through = (TopicArn?: string) => JSON.stringify({ ...(JSON.parse(releaseMessage()) as object), TopicArn });
    expect(await inbound.take(through('arn:aws:sns:eu-west-2:999999999999:somebody-elses'))).toBe('quarantine');
    expect(await inbound.take(through())).toBe('quarantine');
    const event = (JSON.parse(releaseMessage()) as { Message: string }).Message;
    expect(await inbound.take(event)).toBe('quarantine');
    expect(await inbound.take(through(trusted))).toBe('custody');
    const rows = await world.gateway.app.db.query<{ problem: string }>(
      "select distinct problem from quarantine where problem = 'TOPIC_NOT_TRUSTED'",
    );
    expect(rows).toHaveLength(1);
  });
});
