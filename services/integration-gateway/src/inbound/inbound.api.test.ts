import { notification, sample, sampleJson } from '../testing/samples';
import { TestGateway } from '../testing/gateway';

jest.setTimeout(30_000);

const released = sampleJson('hmpps-events/prison-offender-events.prisoner.released.json');
const received = sampleJson('hmpps-events/prison-offender-events.prisoner.received.json');
const information = (event: object) => (event as { additionalInformation: object }).additionalInformation;
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('messages from the HMPPS queue', () => {
  let gateway: TestGateway;
  let n = 0;
  let noms: string;
  let crn: string;
  const about = (event: object, info: object = {}, changes: object = {}) =>
    notification({
      ...event,
      ...{ personReference: { identifiers: [{ type: 'NOMS', value: noms }] } },
      ...{ additionalInformation: { ...information(event), nomsNumber: noms, ...info } },
      ...changes,
    });
  const releaseMessage = (info: object = {}, changes: object = {}) =>
    about(released, info, { occurredAt: '2026-03-02T09:12:45+00:00', ...changes });
  const receivedMessage = (info: object = {}, changes: object = {}) =>
    about(received, info, { occurredAt: '2026-03-10T15:20:01Z', ...changes });
  const take = async (...bodies: string[]) => {
    const taken: string[] = [];
    for (const body of bodies) taken.push(await gateway.inbound.take(body));
    return taken;
  };
  const look = async () => {
    while (await gateway.custody.lookRound());
  };
  const lookAgain = async () => {
    await gateway.app.db.query('update custody_person set next_look_at = now() where next_look_at is not null');
    await look();
  };
  const published = async () =>
    (await gateway.published()).filter(({ data, type }) => type.startsWith('custody.') && data['nomsNumber'] === noms);
  const types = async () => (await published()).map(({ type }) => type);
  const claims = async () => {
    const rows: { state: string; outcome: string | null }[] = await gateway.app.db.query(
      'select state, outcome from custody_claim where noms_number = $1 order by received_at',
      [noms],
    );
    return rows.map(({ state, outcome }) => [state, outcome].filter(Boolean).join(' '));
  };

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    n += 1;
    noms = `A${1000 + n}BC`;
    crn = `X${920_000 + n}`;
    gateway.upstreams.mend();
    gateway.upstreams.cases.set(crn, { crn, nomsId: noms });
  });

  describe('a release', () => {
    it('that the prison confirms is published, keyed by CRN, at the London time of the movement', async () => {
      gateway.upstreams.release(noms, { movementDate: '2026-07-02', createDateTime: '2026-07-02T09:12:44' });
      expect(await take(releaseMessage())).toEqual(['custody']);
      await look();
      expect(await published()).toEqual([
        expect.objectContaining({
          ...{ type: 'custody.person.released', key: crn, version: 1 },
          data: expect.objectContaining({
            ...{ nomsNumber: noms, crn, prisonId: 'MDI', movementReasonCode: 'CR', classification: 1 },
            occurredAt: '2026-07-02T08:05:00.000Z',
          }),
        }),
      ]);
      expect(await claims()).toEqual(['published']);
    });

    it('that comes ten times, in both families and several spellings, has one effect', async () => {
      gateway.upstreams.release(noms);
      const copies = Array.from({ length: 10 }, () => releaseMessage());
      const taken = await Promise.all(copies.map((body) => gateway.inbound.take(body)));
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
      gateway.upstreams.release(noms);
      await take(releaseMessage());
      gateway.upstreams.calls.length = 0;
      await Promise.all([1, 2, 3, 4, 5].map(() => gateway.custody.lookRound()));
      expect(gateway.upstreams.calls.filter((call) => call.includes('/movements/'))).toHaveLength(1);
      expect(await types()).toEqual(['custody.person.released']);
    });

    it('of which the prison knows nothing yet is looked at again, and published once it shows', async () => {
      gateway.upstreams.admit(noms);
      await take(releaseMessage());
      await look();
      expect(await claims()).toEqual(['pending PrisonDisagrees']);
      gateway.upstreams.release(noms);
      await lookAgain();
      expect(await types()).toEqual(['custody.person.released']);
    });

    it('that the prison never shows is not published', async () => {
      gateway.upstreams.admit(noms);
      await take(releaseMessage());
      for (let i = 0; i < 6; i += 1) await lookAgain();
      expect(await claims()).toEqual(['settled PrisonDisagrees']);
      expect(await types()).toEqual([]);
    });

    it('waits, by itself, 1, 10, 60, 600 seconds between looks', async () => {
      gateway.upstreams.admit(noms);
      await take(releaseMessage());
      for (const seconds of [1, 10, 60, 600]) {
        await lookAgain();
        const [row]: { wait: number }[] = await gateway.app.db.query(
          'select extract(epoch from next_look_at - now())::float8 as wait from custody_person where noms_number = $1',
          [noms],
        );
        expect(row?.wait).toBeGreaterThan(seconds * 0.75);
        expect(row?.wait).toBeLessThan(seconds * 1.25);
      }
    });

    it('waits while the booking and the last movement disagree', async () => {
      gateway.upstreams.release(noms);
      const person = gateway.upstreams.prison.get(noms);
      if (person) person.detail['lastMovementReasonCode'] = 'N';
      await take(releaseMessage());
      await look();
      expect(await claims()).toEqual(['pending BookingAndMovementOutOfSync']);
      gateway.upstreams.release(noms);
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
      ['RELEASED', 'DEC'],
      ['RELEASED', 'UAL'],
    ])('that is none (%s %s) asks nobody and publishes nothing, whatever the prison says', async (reason, code) => {
      gateway.upstreams.release(noms);
      expect(await take(releaseMessage({ reason, nomisMovementReasonCode: code }))).toEqual(['ignore']);
      await look();
      expect(await published()).toEqual([]);
      const rows = await gateway.app.db.query(
        `select reason from inbound_message where decision = 'ignore' order by received_at desc limit 1`,
      );
      expect(rows).toHaveLength(1);
    });

    it.each(['MRG', 'DEC', 'HP', 'UAL', 'DD', 'ESCP'])(
      'that the message calls a release and the prison knows as %s is not published',
      async (movementReasonCode) => {
        gateway.upstreams.release(noms, { movementReasonCode });
        await take(releaseMessage({}, { eventType: 'prisoner-offender-search.prisoner.released' }));
        await look();
        expect(await published()).toEqual([]);
        expect((await claims())[0]).toMatch(/^settled \w+/);
      },
    );

    it('of someone the prison does not know is not published', async () => {
      await take(releaseMessage());
      for (let i = 0; i < 6; i += 1) await lookAgain();
      expect(await claims()).toEqual(['settled PersonUnknownToPrison']);
    });
  });

  describe('two messages', () => {
    const goHome = () => gateway.upstreams.release(noms);
    const comeBack = () =>
      gateway.upstreams.move(noms, {
        ...{ movementType: 'ADM', directionCode: 'IN', movementReasonCode: '24', fromAgency: 'OUT', toAgency: 'SWI' },
        ...{ movementDate: '2026-03-10', movementTime: '15:00:00', createDateTime: '2026-03-10T15:20:00' },
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
        key: crn,
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
      gateway.upstreams.calls.length = 0;
      await look();
      expect(gateway.upstreams.calls.filter((call) => call.includes('/movements/'))).toHaveLength(1);
      expect(await types()).toEqual(['custody.person.received']);
    });

    it('a release taken back ends in custody', async () => {
      goHome();
      await take(releaseMessage());
      await look();
      gateway.upstreams.admit(noms);
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
      gateway.upstreams.release(noms);
      gateway.upstreams.break('/prison', 503, '<html>', { 'retry-after': '30' });
      await take(releaseMessage());
      for (let i = 0; i < 8; i += 1) await lookAgain();
      expect(await claims()).toEqual(['pending UPSTREAM_FAILED']);
      const [row]: { wait: number }[] = await gateway.app.db.query(
        'select extract(epoch from next_look_at - now())::float8 as wait from custody_person where noms_number = $1',
        [noms],
      );
      expect(row?.wait).toBeGreaterThan(29);
      gateway.upstreams.mend();
      await lookAgain();
      expect(await types()).toEqual(['custody.person.released']);
    });

    it('nDelius: the release waits a little for its CRN, then goes under the prison number, and stays under it', async () => {
      gateway.upstreams.release(noms);
      gateway.upstreams.break('/ndelius');
      await take(releaseMessage());
      for (let i = 0; i < 3; i += 1) await lookAgain();
      expect(await types()).toEqual([]);
      await lookAgain();
      const [first] = await published();
      expect([first?.key, first?.data['crn']]).toEqual([noms, undefined]);
      gateway.upstreams.mend();
      gateway.upstreams.admit(noms, { movementDate: '2026-03-10', createDateTime: '2026-03-10T15:20:00' });
      await take(receivedMessage());
      await look();
      const second = (await published())[1];
      expect([second?.key, second?.version, second?.data['crn']]).toEqual([noms, 2, crn]);
    });

    it('a look that lost its lease leaves everything to the next', async () => {
      gateway.upstreams.release(noms);
      await take(releaseMessage());
      gateway.upstreams.onCall = async (path) => {
        if (path.includes('/movements/'))
          await gateway.app.db.query(
            'update custody_person set leased_until = now(), lease = null where noms_number = $1',
            [noms],
          );
      };
      await gateway.custody.lookRound();
      gateway.upstreams.onCall = () => Promise.resolve();
      expect(await types()).toEqual([]);
      await look();
      expect(await types()).toEqual(['custody.person.released']);
    });
  });

  it('carry their trace to what they lead to', async () => {
    gateway.upstreams.release(noms);
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
            { type: 'CRN', value: crn },
            { type: 'NOMS', value: to },
          ],
        },
      });
    expect(await take(link('A0002AA', '2026-03-02T10:00:00Z'), link('A0001AA', '2026-03-01T10:00:00Z'))).toEqual([
      'link',
      'link',
    ]);
    const rows = await gateway.app.db.query('select noms_number from identity_link where crn = $1', [crn]);
    expect(rows).toEqual([{ noms_number: 'A0002AA' }]);
  });

  describe('that cannot be understood', () => {
    const quarantined = (): Promise<{ problem: string; body: Buffer; copies: number }[]> =>
      gateway.app.db.query('select problem, body, copies from quarantine order by received_at');

    beforeEach(() => gateway.app.db.query('delete from quarantine'));

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
    expect(await take(sample('hmpps-events/tier.calculation.complete.json'))).toEqual(['ignore']);
    const rows = await gateway.app.db.query(
      `select decision, reason from inbound_message where hmpps_type = 'tier.calculation.complete'`,
    );
    expect(rows).toEqual([{ decision: 'ignore', reason: 'UnknownEventType' }]);
  });

  it('leave no trace of a person in the record of messages', async () => {
    await take(releaseMessage());
    const rows: object[] = await gateway.app.db.query('select * from inbound_message');
    expect(JSON.stringify(rows)).not.toContain(noms);
  });
});
