import { newId } from '@throughcare/events/ids';
import { anEvent, type publicDefinitions } from './events';
import type { PublicEvent } from '../hmpps-out/public-event.rules';
import { TestGateway } from './gateway';

/** nDelius's own integration, as our token checks see it. */
export const CONSUMER = { clientId: 'cas3-and-delius', authorities: ['ROLE_APPROVED_PREMISES_EVENTS'] };

/** A gateway for one file of tests, and for each test a person of its own, so that none stands in another's line. */
export class LedgerWorld {
  gateway!: TestGateway;
  n = 0;
  tick = 0;
  crn = '';

  constructor() {
    beforeAll(async () => {
      this.gateway = await TestGateway.start({ SYNC_CONSUMER_CLIENT_ID: CONSUMER.clientId });
    });
    afterAll(() => this.gateway.close());
    beforeEach(async () => {
      await this.gateway.app.db.query('delete from sync_operation; delete from event_detail');
      this.n += 1;
      this.crn = `X${910_000 + this.n}`;
      const { sns } = this.gateway;
      sns.sent.length = 0;
      sns.fault = undefined;
      sns.onSent = () => Promise.resolve();
    });
  }

  readonly event = (definition: (typeof publicDefinitions)[number], changes: object = {}, envelope: object = {}) => {
    const person = { crn: this.crn, nomsNumber: `A${this.crn.slice(-4)}AA` };
    return anEvent(definition, { ...person, ...changes }, envelope as never) as PublicEvent;
  };

  readonly outcomes = async (id: string) =>
    (await this.gateway.published())
      .filter(({ data }) => data['sourceEventId'] === id)
      .map(({ data }) => data['outcome'] ?? data['reason']);

  readonly mine = async () => (await this.gateway.operations()).filter((row) => row['person'] === this.crn);

  readonly states = async () =>
    (await this.mine()).map((row) => [row['state'], row['reason']].filter(Boolean).join(' '));

  readonly fetchDetail = async (id: string, slug: string, as: object = CONSUMER) =>
    (await this.gateway.app.as(as)).get(`/events/cas3/${slug}/${id}`);

  /** What waits for its next attempt need not wait. */
  readonly due = () =>
    this.gateway.app.db.query(`update sync_operation set next_attempt_at = now() where state = 'ready'`);

  readonly age = (seconds: number) =>
    this.gateway.app.db.query(`update sync_operation set claimed_at = claimed_at - $1 * interval '1 second'`, [
      seconds,
    ]);

  /** What nDelius says on the topic when it wrote an address of this person. */
  readonly addressEvent = (change: 'created' | 'updated', at: Date, facts: object = {}) =>
    JSON.stringify({
      eventType: `probation-case.address.${change}`,
      version: 1,
      occurredAt: at.toISOString(),
      additionalInformation: { addressStatus: 'Main', addressId: newId(), ...facts },
      personReference: { identifiers: [{ type: 'CRN', value: this.crn }] },
    });
}
