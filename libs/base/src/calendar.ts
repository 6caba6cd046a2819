import feed from './bank-holidays.json';

/** A calendar day in London, `yyyy-MM-dd`. Days compare as text. */
export type Day = string;

const MS_PER_DAY = 86_400_000;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Bank holidays of England and Wales as published by GOV.UK when this was built. */
export const BANK_HOLIDAYS: ReadonlySet<Day> = new Set(feed['england-and-wales'].events.map((event) => event.date));

const utc = (day: Day): number => {
  const match = DAY.exec(day);
  const time = match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day)
    throw new RangeError('not a calendar day');
  return time;
};
const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);

/** True for a day that exists: `2026-02-29` does not. */
export const isDay = (text: string): boolean => {
  try {
    return utc(text) !== undefined;
  } catch {
    return false;
  }
};

/** The day that `n` days later (earlier when negative) is called. Throws RangeError for what is not a day. */
export const addDays = (day: Day, n: number): Day => dayOf(utc(day) + n * MS_PER_DAY);

/** The same day `n` months later; the last of that month where it has no such day. */
export const addMonths = (day: Day, n: number): Day => {
  const from = new Date(utc(day));
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + n];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month, Math.min(from.getUTCDate(), last)));
};

/** Days from `from` to `to`; negative when `to` is earlier. */
export const differenceInDays = (from: Day, to: Day): number => (utc(to) - utc(from)) / MS_PER_DAY;

/** Nights of a stay: arrival on the 1st and departure on the 3rd are two. */
export const nights = (arrival: Day, departure: Day): number => differenceInDays(arrival, departure);

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The London wall clock at an instant, as if it were UTC, in milliseconds. */
const wallClock = (instant: number): number => {
  const part = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

/** Today in London at the given instant. The instant is an argument: rules do not read the clock. */
export const londonDate = (now: Date): Day => dayOf(wallClock(now.getTime()));

/**
 * The instant at which London clocks show this day and time (`HH:mm`).
 * A time that the spring change skips moves on by an hour; one that the autumn change repeats is the first of the two.
 */
export const londonInstant = (day: Day, time: string): Date => {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!match) throw new RangeError('not a time of day');
  const wanted = utc(day) + (Number(match[1]) * 60 + Number(match[2])) * 60_000;
  const offsets = [wanted - MS_PER_DAY, wanted + MS_PER_DAY].map((near) => wallClock(near) - near);
  const candidates = offsets.map((offset) => wanted - offset);
  const exact = candidates.filter((instant) => wallClock(instant) === wanted);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
};

/** Monday to Friday and no bank holiday. */
export const isWorkingDay = (day: Day, holidays: ReadonlySet<Day> = BANK_HOLIDAYS): boolean => {
  const weekday = new Date(utc(day)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
};

/** The `n`-th working day after `day` (before it when negative). 0 gives `day` itself, working day or not. */
export const addWorkingDays = (day: Day, n: number, holidays: ReadonlySet<Day> = BANK_HOLIDAYS): Day => {
  if (!Number.isInteger(n)) throw new RangeError('not a whole number of working days');
  const step = Math.sign(n);
  let left = Math.abs(n);
  let at = day;
  while (left > 0) {
    at = addDays(at, step);
    if (isWorkingDay(at, holidays)) left -= 1;
  }
  return at;
};
