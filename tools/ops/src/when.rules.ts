const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const SHORT = /^-\s*(\d+)\s*([smhdw])$/i;
const WORDS = /^(\d+|an?)\s*(second|minute|min|hour|day|week|[smhdw])s?\s+ago$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** What can be typed where a time is asked for. */
export const TIMES = '2026-03-01T09:00:00Z, -1h or "2 days ago"';

/** An instant as the services take it; undefined where it is no time. */
export const instantOf = (typed: string, now: Date): string | undefined => {
  const text = typed.trim();
  if (/^now$/i.test(text)) return now.toISOString();
  const [, count = '', unit = ''] = SHORT.exec(text) ?? WORDS.exec(text) ?? [];
  const seconds = UNITS[unit.charAt(0).toLowerCase()];
  if (seconds === undefined) return INSTANT.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
  const times = /^an?$/i.test(count) ? 1 : Number(count);
  const at = now.getTime() - times * seconds * 1_000;
  return at >= 0 ? new Date(at).toISOString() : undefined;
};
