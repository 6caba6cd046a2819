import { londonInstant, londonLocal } from '../../kit/london';

/** A moment as the consumer holds it: exact to the nanosecond, with its London wall time for rows and notes. */
export interface DeliusTime {
  nanos: bigint;
  /** London, `yyyy-MM-ddTHH:mm:ss`. */
  local: string;
}

const SHAPE =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:(Z|[+-]\d{2}(?::\d{2})?)(?:\[([^\]]+)\])?)?$/;

const knownZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** The wall time as given, if it exists on a calendar and a clock. */
const wallOf = (day: string, minutes: string, seconds: string): string | undefined => {
  const wall = `${day}T${minutes}:${seconds}`;
  const at = new Date(`${wall}Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(wall) ? wall : undefined;
};

const offsetMinutes = (offset: string): number | undefined => {
  if (offset === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  if (minutes > 59 || hours * 60 + minutes > 18 * 60) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
};

/** Reads a time with or without offset; without one it is London wall time. `undefined`: the message is refused. */
export const parseDeliusTime = (text: string): DeliusTime | undefined => {
  const found = SHAPE.exec(text);
  if (!found) return undefined;
  const [, day, minutes, seconds = '00', fraction = '', offset, zone] = found;
  const wall = wallOf(day!, minutes!, seconds);
  if (!wall || (zone && !knownZone(zone))) return undefined;
  const ahead = offset === undefined ? 0 : offsetMinutes(offset);
  if (ahead === undefined) return undefined;
  const instant = offset === undefined ? londonInstant(wall) : new Date(Date.parse(`${wall}Z`) - ahead * 60_000);
  const nanos = BigInt(instant.getTime()) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
  return { nanos, local: londonLocal(instant) };
};

/** `dd/MM/yyyy`, as Delius writes days in notes. */
export const deliusDay = ({ local }: DeliusTime): string => local.slice(0, 10).split('-').reverse().join('/');

/** `dd/MM/yyyy HH:mm:ss`. */
export const deliusDayTime = (time: DeliusTime): string => `${deliusDay(time)} ${time.local.slice(11)}`;
