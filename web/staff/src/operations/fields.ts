import { londonInstant } from '@throughcare/base/calendar';
import { optionalText, requiredText } from '@throughcare/web/form';
import { z } from 'zod';

/** Kept for good in the audit of the service. */
export const reason = () => requiredText('A reason', 500);

export const typePattern = /^[a-z0-9.*-]+$/;
export const eventType = () =>
  optionalText(
    'An event type',
    200,
    typePattern,
    'An event type has lower-case letters, digits, dots, hyphens and * only',
  );

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);
export const eventId = () =>
  optionalText('An event id', 36, UUID, 'An event id is 36 characters long, like 0197a000-0000-7000-8000-000000000001');

/** `2026-03-02 15:20` in London, or ISO 8601 with a zone; undefined when it is neither. */
export const readMoment = (text: string): string | undefined => {
  const [, day, time = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text) ?? [];
  try {
    if (day !== undefined) return londonInstant(day, time).toISOString();
  } catch {
    return undefined;
  }
  const isIso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  return isIso && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined;
};

export const moment = (what: string) =>
  z
    .string(`Enter ${what} once`)
    .trim()
    .max(40, `${what} must be a date and time, like 2026-03-02 15:20`)
    .transform((text, context) => {
      if (text === '') return undefined;
      const read = readMoment(text);
      if (read === undefined) context.addIssue(`${what} must be a date and time, like 2026-03-02 15:20`);
      return read;
    })
    .optional();

/** One per line or between commas. */
export const listOf = (what: string, pattern: RegExp, most = 100) =>
  z
    .string(`Enter ${what} as one text`)
    .max(8_000, `Enter fewer ${what}`)
    .transform((text, context) => {
      const items = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
      if (items.length > most) context.addIssue(`Enter ${most} ${what} or fewer`);
      if (items.some((item) => item.length > 200 || !pattern.test(item))) {
        context.addIssue(`Some of the ${what} are not written like that`);
      }
      return items.length > 0 ? items : undefined;
    })
    .optional();

export const uuidPattern = UUID;
/** CRNs, prison numbers and ids of aggregates: no spaces and no markup. */
export const wordPattern = /^[\w.:-]+$/;

const PERSON = /^[A-Z]\d{6}$|^[A-Z]\d{4}[A-Z]{2}$/i;
/** As events carry it: CRNs and prison numbers in capitals. */
const asCarried = (typed: string) => (PERSON.test(typed) ? typed.toUpperCase() : typed);

/** A CRN or a prison number in any case, or another key. */
export const keyText = (max = 100) =>
  optionalText('A key', max)
    .transform((typed) => typed && asCarried(typed))
    .optional();
export const keyList = () =>
  listOf('keys', wordPattern)
    .transform((typed) => typed && [...new Set(typed.map(asCarried))])
    .optional();

/** `booking/booking.referral-view`: consumers are named within their service. */
export const consumerChoice = z
  .string('Choose a consumer')
  .regex(/^[a-z-]+\/[\w.-]{1,100}$/, 'Choose a consumer')
  .transform((text) => {
    const [service = '', consumer = ''] = text.split('/');
    return { service, consumer };
  });
