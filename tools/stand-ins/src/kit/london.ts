const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** London wall time of an instant, `yyyy-MM-ddTHH:mm:ss`, as prison systems and Delius rows hold it. */
export const londonLocal = (instant: Date): string => {
  const at = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${at['year']}-${at['month']}-${at['day']}T${at['hour']}:${at['minute']}:${at['second']}`;
};

/** London calendar day, `yyyy-MM-dd`. */
export const londonDate = (instant: Date): string => londonLocal(instant).slice(0, 10);

/** Minutes that London is ahead of UTC at an instant: 0 or 60. */
export const londonOffsetMinutes = (instant: Date): number => {
  const wall = Date.parse(`${londonLocal(instant)}Z`);
  return Math.round((wall - Math.floor(instant.getTime() / 1000) * 1000) / 60_000);
};

/** The instant of a London wall time; in the spring gap it moves on by the gap, in the autumn overlap it is the earlier one. */
export const londonInstant = (local: string): Date => {
  const asUtc = Date.parse(`${local}Z`);
  const before = londonOffsetMinutes(new Date(asUtc - 24 * 3_600_000));
  const candidate = new Date(asUtc - before * 60_000);
  if (londonOffsetMinutes(candidate) === before) return candidate;
  const after = londonOffsetMinutes(new Date(asUtc + 24 * 3_600_000));
  const later = new Date(asUtc - after * 60_000);
  return londonOffsetMinutes(later) === after ? later : candidate;
};

/** A calendar day moved by whole days. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
