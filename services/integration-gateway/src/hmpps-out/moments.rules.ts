import { londonDate, londonInstant, type Day } from '@throughcare/base/calendar';

export interface Moment {
  /** ISO, UTC. */
  readonly at: string;
  /** True where staff gave a time, false where one stands for "that day". */
  readonly isGiven: boolean;
}

export interface DayFact {
  readonly day: Day;
  /** What staff gave as time, if they did. Midnight is what forms send for a day without a time. */
  readonly given?: string;
  /** What an earlier message said of the same fact: a correction that does not move the day does not move the time. */
  readonly before?: string;
  readonly recordedAt: string;
  /** It happened after this. */
  readonly after?: string | undefined;
}

const iso = (instant: string | number): string => new Date(instant).toISOString();
const dayOf = (instant: string): Day => londonDate(new Date(instant));
const earlier = (a: string, b: string): string => (a < b ? a : b);

export const midday = (day: Day): string => londonInstant(day, '12:00').toISOString();

const isMidnight = (instant: string, day: Day): boolean =>
  iso(instant) === `${day}T00:00:00.000Z` || iso(instant) === londonInstant(day, '00:00').toISOString();

const timeGiven = ({ day, given }: DayFact): string | undefined =>
  given === undefined || dayOf(given) !== day || isMidnight(given, day) ? undefined : iso(given);

const wanted = (fact: DayFact): string => {
  const { day, before } = fact;
  const kept = before !== undefined && dayOf(before) === day ? iso(before) : midday(day);
  return timeGiven(fact) ?? kept;
};

/**
 * The instant of something of which the day is known: the time that staff gave, else midday in London, never after it was recorded,
 * and after what it followed. (ADR 0011.)
 */
export const momentOf = (fact: DayFact): Moment => {
  const recordedAt = iso(fact.recordedAt);
  const at = earlier(wanted(fact), recordedAt);
  const isGiven = timeGiven(fact) !== undefined;
  if (fact.after === undefined || at > iso(fact.after)) return { at, isGiven };
  return { at: earlier(iso(Date.parse(fact.after) + 1), recordedAt), isGiven };
};

/** Says that the time is none, so that nobody reads it as a fact: the sentence that consumers know from the original service. */
export const unknownTime = (of: 'arrival' | 'departure', at: string): string =>
  at === midday(dayOf(at))
    ? `The actual time of ${of} is unknown so has been defaulted to midday.`
    : `The actual time of ${of} is unknown.`;
