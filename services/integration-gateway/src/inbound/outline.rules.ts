/** Members whose values are names of kinds, times and topics: they show what is wrong, and name nobody. */
const SHOWN = new Set([
  'Type',
  'MessageId',
  'TopicArn',
  'Timestamp',
  'eventType',
  'version',
  'occurredAt',
  'publishedAt',
  'detailUrl',
  'reason',
  'nomisMovementReasonCode',
  'currentPrisonStatus',
  'currentLocation',
  'prisonId',
  'type',
  'addressStatus',
]);
const PERSON = /[A-Za-z]\d{4}[A-Za-z]{2}|[A-Za-z]\d{6}/g;
const LONGEST = 200;
const DEEPEST = 8;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const kindOf = (text: string): string => `text of ${text.length} characters`;

const outlined = (value: unknown, member: string, depth: number): unknown => {
  if (depth > DEEPEST) return '…';
  if (typeof value === 'string') {
    const inner = member === 'Message' ? parsed(value) : undefined;
    if (typeof inner === 'object') return outlined(inner, '', depth + 1);
    return SHOWN.has(member) ? value.slice(0, LONGEST).replace(PERSON, 'PERSON') : kindOf(value);
  }
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => outlined(item, member, depth + 1));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, 50)
        .map(([name, item]) => [name, outlined(item, name, depth + 1)]),
    );
  return SHOWN.has(member) || value === null || typeof value === 'boolean' ? value : typeof value;
};

/** How a message is made, without whom it is about: enough to see a new time format or a missing member. */
export const outlineOf = (body: string): unknown => {
  const value = parsed(body);
  return value === undefined ? `not JSON: ${kindOf(body)}` : outlined(value, '', 0);
};
