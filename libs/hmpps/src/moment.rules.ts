import { londonInstant } from '@throughcare/base/calendar';

/** A point in time as someone else wrote it. Compared by `nanos`; `text` is kept to the last digit. */
export interface Moment {
  readonly text: string;
  /** Nanoseconds since 1970, UTC. */
  readonly nanos: bigint;
}

const CLOCK = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?/;
const OFFSET = /^(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/;
const NANOS_PER_MS = 1_000_000n;

interface WallClock {
  readonly day: string;
  readonly minute: string;
  readonly secondsMs: number;
  readonly subMs: bigint;
  readonly rest: string;
}

const wallClockOf = (text: string): WallClock | undefined => {
  const match = CLOCK.exec(text);
  if (!match) return undefined;
  const [all, day = '', hour = '', minute = '', second = '0', fraction = ''] = match;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  const nanos = BigInt(fraction.padEnd(9, '0'));
  return {
    day,
    minute: `${hour}:${minute}`,
    secondsMs: Number(second) * 1000 + Number(nanos / NANOS_PER_MS),
    subMs: nanos % NANOS_PER_MS,
    rest: text.slice(all.length),
  };
};

const offsetMs = (text: string): number | undefined => {
  const match = OFFSET.exec(text);
  if (!match) return undefined;
  const [, sign, hours = '0', minutes = '0'] = match;
  if (Number(hours) > 18 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
};

const moment = (text: string, ms: number, subMs: bigint): Moment => ({
  text,
  nanos: BigInt(ms) * NANOS_PER_MS + subMs,
});

/** Reads a date-time with `Z` or an offset, seconds to nanoseconds. A date alone, or a time without offset, is undefined. */
export const momentOf = (value: unknown): Moment | undefined => {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const clock = wallClockOf(text);
  const offset = clock && offsetMs(clock.rest);
  if (!clock || offset === undefined) return undefined;
  const utc = Date.parse(`${clock.day}T${clock.minute}:00Z`) - offset;
  return moment(text, utc + clock.secondsMs, clock.subMs);
};

/** Reads a date-time without offset as London wall time, which is how prison systems write it. */
export const londonMomentOf = (value: unknown): Moment | undefined => {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const clock = wallClockOf(text);
  if (!clock) return undefined;
  if (clock.rest !== '') return momentOf(text);
  return moment(text, londonInstant(clock.day, clock.minute).getTime() + clock.secondsMs, clock.subMs);
};

/** ISO 8601 in UTC with milliseconds: the form of our own events. */
export const utcOf = (at: Pick<Moment, 'nanos'>): string => new Date(Number(at.nanos / NANOS_PER_MS)).toISOString();
