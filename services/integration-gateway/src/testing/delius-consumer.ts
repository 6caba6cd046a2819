// What nDelius's consumer insists on, as observed: the rules by which it would fail a message. For tests.
type Json = Record<string, unknown>;

const OPERATIONS = [
  'referral.submitted',
  'booking.provisionally-made',
  'booking.confirmed',
  'booking.cancelled',
  'booking.cancelled.updated',
  'person.arrived',
  'person.arrived.updated',
  'person.departed',
  'person.departed.updated',
];
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}(:\d{2})?)$/;

const required: Record<string, { text: string[]; time: string[] }> = {
  'referral.submitted': { text: ['applicationId'], time: [] },
  'booking.provisionally-made': { text: ['bookingId', 'bookingUrl', 'notes'], time: ['expectedArrivedAt'] },
  'booking.confirmed': { text: ['bookingId', 'bookingUrl', 'notes'], time: ['expectedArrivedAt'] },
  'booking.cancelled': { text: ['bookingId', 'bookingUrl', 'cancellationReason', 'notes'], time: [] },
  'person.arrived': { text: ['bookingId', 'bookingUrl', 'notes', 'deliusEventNumber'], time: ['arrivedAt'] },
  'person.departed': {
    text: ['bookingId', 'bookingUrl', 'notes', 'reason', 'deliusEventNumber'],
    time: ['departedAt'],
  },
};

const isText = (value: unknown) => typeof value === 'string';

const messageFaults = (message: Json): string[] => {
  const faults: string[] = [];
  const type = String(message['eventType']);
  if (!OPERATIONS.includes(type.replace('accommodation.cas3.', ''))) faults.push('eventType');
  if (message['version'] !== 1) faults.push('version');
  if (!TIME.test(String(message['occurredAt']))) faults.push('occurredAt');
  if (!/^https?:\/\/\S+$/.test(String(message['detailUrl']))) faults.push('detailUrl');
  const identifiers = (message['personReference'] as { identifiers?: unknown } | undefined)?.identifiers;
  const entries = Array.isArray(identifiers) ? (identifiers as Json[]) : [];
  if (entries.length === 0 || !entries.some((entry) => entry['type'] === 'CRN')) faults.push('no CRN');
  if (entries.some((entry) => !isText(entry['type']) || !isText(entry['value']) || entry['value'] === ''))
    faults.push('identifier without value');
  if (typeof message['additionalInformation'] !== 'object') faults.push('additionalInformation');
  return faults;
};

const premisesFaults = (premises: Json | undefined): string[] => {
  if (!premises) return ['premises'];
  const faults = ['addressLine1', 'postcode', 'region'].filter((name) => !isText(premises[name]));
  if (!premises['addressLine1'] && !premises['addressLine2']) faults.push('both address lines empty');
  return faults;
};

/** Every reason for which the consumer would dead-letter this message with this detail. */
export const deliusFaults = (message: Json, detail: Json): string[] => {
  const faults = messageFaults(message);
  const operation = String(message['eventType']).replace('accommodation.cas3.', '').replace('.updated', '');
  const details = (detail['eventDetails'] ?? {}) as Json;
  for (const name of ['id', 'eventType']) if (!isText(detail[name])) faults.push(`detail.${name}`);
  if (!TIME.test(String(detail['timestamp']))) faults.push('detail.timestamp');
  const needs = required[operation] ?? { text: [], time: [] };
  faults.push(...needs.text.filter((name) => !isText(details[name])));
  faults.push(...needs.time.filter((name) => !TIME.test(String(details[name]))));
  if (operation.startsWith('person.')) faults.push(...premisesFaults(details['premises'] as Json | undefined));
  for (const [name, value] of Object.entries(details).filter(([key]) => key.endsWith('By'))) {
    const staff = value as Json;
    if (!isText(staff['staffCode']) || !isText(staff['probationRegionCode'])) faults.push(name);
  }
  return faults;
};
