/** What a public event is called on the topic, in its detail's address, and in the fixed sentence of the message. */
export interface TopicEntry {
  readonly operation: string;
  readonly slug: string;
  readonly description: string;
}

const PREFIX = 'accommodation.cas3.';

const entry = (operation: string, slug: string, description: string): TopicEntry => ({ operation, slug, description });

const entries: readonly TopicEntry[] = [
  entry('referral.submitted', 'referral-submitted', 'A referral for Transitional Accommodation has been submitted'),
  entry(
    'booking.provisionally-made',
    'booking-provisionally-made',
    'A booking has been provisionally made for a Transitional Accommodation premises',
  ),
  entry(
    'booking.confirmed',
    'booking-confirmed',
    'A booking has been confirmed for a Transitional Accommodation premises',
  ),
  entry(
    'booking.cancelled',
    'booking-cancelled',
    'A booking for a Transitional Accommodation premises has been cancelled',
  ),
  entry(
    'booking.cancelled.updated',
    'booking-cancelled-updated',
    'A cancelled booking for a Transitional Accommodation premises has been updated',
  ),
  entry(
    'person.arrived',
    'person-arrived',
    'Someone has arrived at a Transitional Accommodation premises for their booking',
  ),
  entry(
    'person.arrived.updated',
    'person-arrived-updated',
    'Someone has changed arrival date at a Transitional Accommodation premises for their booking',
  ),
  entry('person.departed', 'person-departed', 'Someone has left a Transitional Accommodation premises'),
  entry(
    'person.departed.updated',
    'person-departure-updated',
    'Person has updated departure date of Transitional Accommodation premises',
  ),
];

/** What may be told, by the names that the ledger has for it. */
export const OPERATIONS: readonly string[] = entries.map(({ operation }) => operation);

const byType = new Map(entries.map((one) => [PREFIX + one.operation, one]));
const byOperation = new Map(entries.map((one) => [one.operation, one]));

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
export const slugs: ReadonlySet<string> = new Set(entries.map(({ slug }) => slug));

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
