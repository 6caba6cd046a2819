import type { EventRecord } from '../publish/event-record';

/** Longer ones do not fit an index. */
const LONGEST_NAME = 512;
const LARGEST_INT = 2_147_483_647;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** PostgreSQL keeps no NUL in a text, and no half of a surrogate pair in JSON. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

const isName = (text: string): boolean => text.length <= LONGEST_NAME && isStorable(text);

/** The instant in UTC as we write it; undefined for what is none, or lies outside the years of this system. */
export const instantOf = (text: string): string | undefined => {
  const time = INSTANT.test(text) ? new Date(text) : undefined;
  const year = time?.getUTCFullYear() ?? NaN;
  return time && year >= 2000 && year < 2100 ? time.toISOString() : undefined;
};

/**
 * A record from a broker as our tables can keep it: id in lower case, time in UTC. Undefined when a column would refuse something in
 * it: whatever is on a topic or in a queue was perhaps not written by us.
 */
export const receivedRecord = (record: EventRecord): EventRecord | undefined => {
  const id = record.id.toLowerCase();
  const occurredAt = instantOf(record.occurredAt);
  const isNumbered = Number.isInteger(record.version) && record.version >= 0 && record.version <= LARGEST_INT;
  const names = [
    record.source,
    record.key,
    record.type,
    record.aggregateId,
    ...Object.values<string>({ ...record.headers }),
  ];
  if (occurredAt === undefined || !UUID.test(id) || !isNumbered) return undefined;
  if (!names.every((name) => isName(name)) || !isStorable(record.payload)) return undefined;
  return { ...record, id, occurredAt };
};
