import { catalogue } from '@throughcare/events/catalogue';
import type { EventDefinition, PublicFacts } from '@throughcare/events/define-event';

/** What a public event is called in the ledger, and what its contract says of it for others. */
export interface TopicEntry extends PublicFacts {
  readonly operation: string;
}

const PREFIX = 'accommodation.cas3.';

/** Entries of all public types; of a type in several versions the last one counts. Throws for a type that the topic has no place for. */
export const entriesOf = (definitions: readonly EventDefinition[]): ReadonlyMap<string, TopicEntry> =>
  new Map(
    definitions.flatMap(({ type, public: facts }) => {
      if (!facts) return [];
      if (!type.startsWith(PREFIX)) throw new Error(`${type}: a public event is named ${PREFIX}…`);
      return [[type, { operation: type.slice(PREFIX.length), ...facts }] as const];
    }),
  );

const byType = entriesOf(catalogue);
const entries = [...byType.values()];
const byOperation = new Map(entries.map((one) => [one.operation, one]));

/** What may be told, by the names that the ledger has for it. */
export const OPERATIONS: readonly string[] = [...byOperation.keys()];

/** What the contract says of an operation for others. */
export const entryOfOperation = (operation: string): TopicEntry | undefined => byOperation.get(operation);

export const entryOfType = (eventType: string): TopicEntry => {
  const found = byType.get(eventType);
  if (!found) throw new Error('not a public event');
  return found;
};
const typeBySlug = new Map(entries.map(({ slug, operation }) => [slug, PREFIX + operation]));

/** The type whose details lie under this slug. */
export const typeOfSlug = (slug: string): string => typeBySlug.get(slug) ?? 'unknown';
/** Types of the topic that are ours. */
export const publicTypes: readonly string[] = [...byType.keys()];
export const slugs: ReadonlySet<string> = new Set(typeBySlug.keys());

/** What goes to the topic. */
export interface TopicFacts {
  readonly eventId: string;
  readonly operation: string;
  readonly occurredAt: string;
  readonly crn: string;
  readonly nomsNumber: string | null;
  readonly applicationId: string | null;
  readonly bookingId: string | null;
}

/** The HMPPS envelope: thin, identifiers only, nothing without a value. */
export const topicMessage = (facts: TopicFacts, publicApiUrl: string) => {
  const known = byOperation.get(facts.operation);
  if (!known) throw new Error('not a public event');
  const eventType = PREFIX + facts.operation;
  return {
    eventType,
    version: 1,
    description: known.description,
    detailUrl: `${publicApiUrl}/events/cas3/${known.slug}/${facts.eventId}`,
    occurredAt: facts.occurredAt,
    additionalInformation: {
      ...(facts.applicationId !== null && { applicationId: facts.applicationId }),
      ...(facts.bookingId !== null && { bookingId: facts.bookingId }),
    },
    personReference: {
      identifiers: [
        { type: 'CRN', value: facts.crn },
        ...(facts.nomsNumber === null ? [] : [{ type: 'NOMS', value: facts.nomsNumber }]),
      ],
    },
  };
};
