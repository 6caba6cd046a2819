import { londonInstant } from '@throughcare/base/calendar';
import { isPersonNumber } from '@throughcare/base/person-numbers';
import type { Query } from '@throughcare/web/pages';
import { type Field, notes, optional, parsed, pick, text } from '@throughcare/web/fields';

/** Kept for good in the audit of the service. */
export const reason = () => notes('a reason', { max: 500 });
/** Why somebody looks: needed for some people only. */
export const lookReason = () => optional(text('a reason', { max: 500 }));

export const typePattern = /^[a-z0-9.*-]+$/;
export const eventType = () => {
  const invalid = 'An event type has lower-case letters, digits, dots, hyphens and * only';
  return optional(text('an event type', { max: 200, pattern: typePattern, says: { invalid } }));
};
export const errorCode = () => {
  const invalid = 'An error code has letters, digits and underscores only';
  return optional(text('an error code', { max: 100, pattern: /^\w+$/, says: { invalid } }));
};
export const serviceName = () => optional(text('a service', { max: 50, pattern: /^[a-z-]+$/ }));

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** A page that asks for itself again and again, once somebody has asked for that. */
export const REFRESHED: Query = { refresh: /^on$/ };
export const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidPattern.test(value);
export const eventId = () => {
  const invalid = 'An event id is 36 characters long, like 0197a000-0000-7000-8000-000000000001';
  return optional(text('an event id', { max: 36, pattern: uuidPattern, says: { invalid } }));
};

/** `2026-03-02 15:20` in London, or ISO 8601 with a zone; undefined when it is neither. */
export const readMoment = (typed: string): string | undefined => {
  const [, day, time = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(typed) ?? [];
  try {
    if (day !== undefined) return londonInstant(day, time).toISOString();
  } catch {
    return undefined;
  }
  const isIso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(typed);
  return isIso && !Number.isNaN(Date.parse(typed)) ? new Date(typed).toISOString() : undefined;
};

export const moment = (what: string) => {
  const rule = `${what} must be a date and time, like 2026-03-02 15:20`;
  const given = text(what.toLowerCase(), { max: 40, says: { invalid: rule, tooLong: rule } });
  return optional(
    parsed(given, (typed) => {
      const data = readMoment(typed);
      return data === undefined ? { errorType: 'invalid' } : { data };
    }),
  );
};

/** One per line or between commas. */
export const listOf = (what: string, pattern: RegExp, most = 100): Field<string[] | undefined> => {
  const says = {
    tooLong: `Enter fewer ${what}`,
    tooMany: `Enter ${most} ${what} or fewer`,
    invalid: `Enter ${what} in the correct format, with a space, comma or line break between them`,
  };
  return optional(
    parsed(notes(what, { max: 8_000, says }), (typed) => {
      const items = [...new Set(typed.split(/[\s,]+/).filter(Boolean))];
      if (items.length > most) return { errorType: 'tooMany' };
      return items.every((item) => item.length <= 200 && pattern.test(item))
        ? { data: items }
        : { errorType: 'invalid' };
    }),
  );
};

/** CRNs, prison numbers and ids of aggregates: no spaces and no markup. */
export const wordPattern = /^[\w.:-]+$/;

/** As events carry it: CRNs and prison numbers in capitals. */
const asCarried = (typed: string) => (isPersonNumber(typed) ? typed.toUpperCase() : typed);

/** A CRN or a prison number in any case, or another key. */
export const keyText = (max = 100) => optional(parsed(text('a key', { max }), (typed) => ({ data: asCarried(typed) })));
export const keyList = () =>
  parsed(listOf('keys', wordPattern), (typed) => ({ data: typed && [...new Set(typed.map(asCarried))] }));

/** `booking/booking.referral-view`: consumers are named within their service. */
export const consumerChoice = () =>
  parsed(pick('a consumer', { max: 150, pattern: /^[a-z-]+\/[\w.-]{1,100}$/ }), (typed) => {
    const [service = '', consumer = ''] = typed.split('/');
    return { data: { service, consumer } };
  });
