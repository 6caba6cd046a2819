// What HMPPS tells and what the prison knows, as a test wants it.
import { release, releaseMessage } from '../journey/release-message';
import { type TestSystem, control, eventually } from './kit';

interface Movement {
  readonly noms: string;
  readonly occurredAt: string;
  readonly type?: string;
  readonly reason?: string;
  readonly movementCode?: string;
}

/** The real message with another person, instant and reason. */
export const movementMessage = ({
  noms,
  occurredAt,
  type = release.type,
  reason = 'RELEASED',
  movementCode = 'CR',
}: Movement): string => {
  const outer = JSON.parse(releaseMessage) as {
    Message: string;
    MessageId: string;
    MessageAttributes: Record<string, { Value: string }>;
  };
  const inner = JSON.parse(outer.Message) as { additionalInformation: object };
  const inside = type.endsWith('received');
  const status = inside ? { currentLocation: 'IN_PRISON', currentPrisonStatus: 'UNDER_PRISON_CARE' } : {};
  const additionalInformation = {
    ...inner.additionalInformation,
    ...status,
    nomsNumber: noms,
    reason,
    nomisMovementReasonCode: movementCode,
  };
  const message = {
    ...inner,
    eventType: type,
    occurredAt,
    personReference: { identifiers: [{ type: 'NOMS', value: noms }] },
    additionalInformation,
  };
  const MessageAttributes = { ...outer.MessageAttributes, eventType: { Type: 'String', Value: type } };
  return JSON.stringify({
    ...outer,
    MessageId: crypto.randomUUID(),
    Message: JSON.stringify(message),
    MessageAttributes,
  });
};

export interface Instant {
  /** As HMPPS writes it. */
  readonly occurredAt: string;
  /** As NOMIS does. */
  readonly at: string;
}

let moments = 0;
const begin = Date.now() - 600_000;

/** An instant of the last minutes that no other message of this run has. */
export const anInstant = (): Instant => {
  const at = new Date(begin + (moments += 1) * 1_000);
  const occurredAt = `${at.toISOString().slice(0, 19)}Z`;
  return { occurredAt, at: at.toLocaleString('sv-SE', { timeZone: 'Europe/London' }).replace(' ', 'T') };
};

/** Moves a person in NOMIS; nothing is told unless the test tells it. */
export const move = ({ system }: TestSystem, noms: string, body: object): Promise<unknown> =>
  control(system, 'prison-api', 'POST', `/people/${noms}/movements`, { publish: false, ...body });

/** Custody facts that the gateway published about a person, in order. */
export const custodyFacts = async ({ database }: TestSystem, noms: string): Promise<string[]> => {
  const sql = `select type from gateway.event_log where type like 'custody.%' and payload::jsonb ->> 'nomsNumber' = $1
    order by partition, "offset"`;
  const { rows } = await database.query<{ type: string }>(sql, [noms]);
  return rows.map(({ type }) => type);
};

/** How often the gateway counted the message of an instant. */
export const copiesOf = async ({ database }: TestSystem, ...instants: Instant[]): Promise<number> => {
  const sql = `select coalesce(sum(copies), 0)::int as copies from gateway.inbound_message
    where semantic_key is not null and occurred_at = any($1)`;
  const { rows } = await database.query<{ copies: number }>(sql, [instants.map(({ occurredAt }) => occurredAt)]);
  return rows[0]?.copies ?? 0;
};

/** Custody facts about a person once no message about them waits for an answer and everything decided is published. */
export const settledFacts = async (test: TestSystem, noms: string): Promise<string[]> => {
  const sql = `select (select count(*) from gateway.custody_claim where noms_number = $1 and state = 'pending')
    + (select count(*) from gateway.outbox) as open`;
  await eventually(
    async () => (await test.database.query<{ open: string }>(sql, [noms])).rows[0]?.open,
    (open) => open === '0',
  );
  return custodyFacts(test, noms);
};
