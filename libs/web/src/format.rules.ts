import { isDay } from '@throughcare/base/calendar';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (big: number, bigUnit: string, small: number, smallUnit: string) =>
  small > 0 ? `${big} ${bigUnit} ${small} ${smallUnit}` : `${big} ${bigUnit}`;

/** `45 s`, `2 min 5 s`, `3 h 10 min`, `2 days 4 h`. */
export const duration = (seconds: number | null | undefined): string => {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return 'not known';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return two(Math.floor(whole / MINUTE), 'min', whole % MINUTE, 's');
  if (whole < DAY) return two(Math.floor(whole / HOUR), 'h', Math.floor((whole % HOUR) / MINUTE), 'min');
  const days = Math.floor(whole / DAY);
  return two(days, days === 1 ? 'day' : 'days', Math.floor((whole % DAY) / HOUR), 'h');
};

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

export const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'not known' : numbers.format(value);

const instants = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** `2 Mar 2026, 15:20:05`, in London. */
export const instant = (value: string | null | undefined): string => {
  const at = Date.parse(value ?? '');
  return Number.isNaN(at) ? 'not known' : instants.format(at).replace(/\bSept\b/, 'Sep');
};

/** The same with milliseconds: what happens between services happens within a second. */
export const precise = (value: string | null | undefined): string => {
  const at = Date.parse(value ?? '');
  return Number.isNaN(at)
    ? 'not known'
    : `${instant(value)}.${String(new Date(at).getUTCMilliseconds()).padStart(3, '0')}`;
};

/** `1 event`, `2 events`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;

const days = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** `2 March 2027` for `2027-03-02`; what is no day stays as it is. */
export const plainDay = (value: string): string =>
  isDay(value) ? days.format(Date.parse(`${value}T00:00:00Z`)) : value;
