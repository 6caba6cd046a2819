import { TestGateway } from './gateway';
import { notification, sampleJson } from './samples';

const released = sampleJson('hmpps-events/prison-offender-events.prisoner.released.json');
const received = sampleJson('hmpps-events/prison-offender-events.prisoner.received.json');
const information = (event: object) => (event as { additionalInformation: object }).additionalInformation;

/** A gateway for one file of tests, and for each test a person of its own whom prisons tell about. */
export class InboundWorld {
  gateway!: TestGateway;
  n = 0;
  noms = '';
  crn = '';

  constructor() {
    beforeAll(async () => {
      this.gateway = await TestGateway.start();
    });
    afterAll(() => this.gateway.close());
    beforeEach(() => {
      this.n += 1;
      this.noms = `A${1000 + this.n}BC`;
      this.crn = `X${920_000 + this.n}`;
      this.gateway.upstreams.mend();
      this.gateway.upstreams.cases.set(this.crn, { crn: this.crn, nomsId: this.noms });
    });
  }

  readonly about = (event: object, info: object = {}, changes: object = {}) =>
    notification({
      ...event,
      personReference: { identifiers: [{ type: 'NOMS', value: this.noms }] },
      additionalInformation: { ...information(event), nomsNumber: this.noms, ...info },
      ...changes,
    });

  readonly releaseMessage = (info: object = {}, changes: object = {}) =>
    this.about(released, info, { occurredAt: '2026-03-02T09:12:45+00:00', ...changes });

  readonly receivedMessage = (info: object = {}, changes: object = {}) =>
    this.about(received, info, { occurredAt: '2026-03-10T15:20:01Z', ...changes });

  readonly take = async (...bodies: string[]) => {
    const taken: string[] = [];
    for (const body of bodies) taken.push(await this.gateway.inbound.take(body));
    return taken;
  };

  readonly look = async () => {
    while (await this.gateway.custody.lookRound());
  };

  readonly lookAgain = async () => {
    await this.gateway.app.db.query('update custody_person set next_look_at = now() where next_look_at is not null');
    await this.look();
  };

  readonly published = async () =>
    (await this.gateway.published()).filter(
      ({ data, type }) => type.startsWith('custody.') && data['nomsNumber'] === this.noms,
    );

  readonly types = async () => (await this.published()).map(({ type }) => type);

  readonly claims = async () => {
    const rows: { state: string; outcome: string | null }[] = await this.gateway.app.db.query(
      'select state, outcome from custody_claim where noms_number = $1 order by received_at',
      [this.noms],
    );
    return rows.map(({ state, outcome }) => [state, outcome].filter(Boolean).join(' '));
  };
}
