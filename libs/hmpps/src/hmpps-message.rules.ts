import { isTooDeep } from '@throughcare/platform/json';
import { validTraceparent } from './trace.rules';
import { momentOf } from './moment.rules';
import type { Moment } from './moment.rules';

/** Why a body cannot be understood. Kept beside it in quarantine. */
export const PROBLEMS = [
  'NOT_JSON',
  'NOT_AN_OBJECT',
  'TOPIC_NOT_TRUSTED',
  'PRODUCER_NOT_ALLOWED',
  'MESSAGE_NOT_TEXT',
  'MESSAGE_NOT_JSON',
  'EVENT_TYPE_MISSING',
  'OCCURRED_AT_MISSING',
  'OCCURRED_AT_UNREADABLE',
  'PERSON_MISSING',
  'PERSON_UNREADABLE',
  'PERSON_AMBIGUOUS',
  'REASON_MISSING',
  'NOT_STORABLE',
  'NOT_YET_HANDLED',
  'NOT_CONFIRMED',
] as const;
export type Problem = (typeof PROBLEMS)[number];

/** A domain event as HMPPS systems send it, read leniently. What is absent, empty or the word "null" is undefined. */
export interface HmppsMessage {
  /** The notification's; the same in every copy of one publication, absent without the SNS wrapper. */
  readonly messageId?: string;
  readonly type: string;
  /** The topic that the notification says it came through; absent without the SNS wrapper. */
  readonly topic?: string;
  /** False: no time was sent. Undefined: one was, and it cannot be read. */
  readonly occurredAt: Moment | false | undefined;
  readonly crn?: string;
  readonly noms?: string;
  /** The NOMS number that `additionalInformation` gives, which must not contradict `noms`. */
  readonly nomsInInformation?: string;
  readonly detailUrl?: string;
  /** A well-formed W3C traceparent; a malformed one is dropped. */
  readonly traceparent?: string;
  /** A value of `additionalInformation` as text, whatever its type; of a list its texts, with commas. */
  information(name: string): string | undefined;
}

export type ReadBody =
  | { readonly ok: true; readonly message: HmppsMessage }
  | { readonly ok: false; readonly problem: Problem; readonly messageId?: string };

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const own = (object: Json, name: string): unknown => (Object.hasOwn(object, name) ? object[name] : undefined);

const textOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).trim();
  return text === '' || text.toLowerCase() === 'null' ? undefined : text;
};

const informationOf = (value: unknown): string | undefined =>
  Array.isArray(value) ? textOf(value.flatMap((item) => textOf(item) ?? []).join(',')) : textOf(value);

const parse = (text: string): { readonly value: unknown } | undefined => {
  if (isTooDeep(text)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};

const identifier = (event: Json, type: string): string | undefined => {
  const identifiers = own(objectOf(own(event, 'personReference')), 'identifiers');
  if (!Array.isArray(identifiers)) return undefined;
  for (const entry of identifiers) {
    const value = textOf(own(objectOf(entry), 'value'));
    if (own(objectOf(entry), 'type') === type && value !== undefined) return value.toUpperCase();
  }
  return undefined;
};

const attribute = (wrapper: Json, name: string): string | undefined =>
  textOf(own(objectOf(own(objectOf(own(wrapper, 'MessageAttributes')), name)), 'Value'));

const known = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const messageOf = (event: Json, wrapper: Json, messageId: string | undefined): ReadBody => {
  const type = textOf(own(event, 'eventType'));
  if (type === undefined) return { ok: false, problem: 'EVENT_TYPE_MISSING', ...known({ messageId }) };
  const information = objectOf(own(event, 'additionalInformation'));
  const time = own(event, 'occurredAt');
  const nomsInInformation = textOf(own(information, 'nomsNumber'))?.toUpperCase();
  return {
    ok: true,
    message: {
      type,
      occurredAt: textOf(time) === undefined ? false : momentOf(time),
      ...known({
        messageId,
        topic: textOf(own(wrapper, 'TopicArn')),
        crn: identifier(event, 'CRN'),
        noms: identifier(event, 'NOMS') ?? nomsInInformation,
        nomsInInformation,
        detailUrl: textOf(own(event, 'detailUrl')),
        traceparent: validTraceparent(attribute(wrapper, 'traceparent')),
      }),
      information: (name) => informationOf(own(information, name)),
    },
  };
};

/**
 * Reads the body of an SQS message: an SNS notification with the event as text inside, or the event on its own. Where trusted
 * topics are named, only notifications of one of them are read: who may write to the queue could not speak for a prison.
 */
export const readBody = (body: string, trustedTopics: readonly string[] = []): ReadBody => {
  const outer = parse(body);
  if (!outer) return { ok: false, problem: 'NOT_JSON' };
  if (!isObject(outer.value)) return { ok: false, problem: 'NOT_AN_OBJECT' };
  const wrapper = outer.value;
  const inside = own(wrapper, 'Message');
  const messageId = textOf(own(wrapper, 'MessageId'));
  const unreadable = (problem: Problem): ReadBody => ({ ok: false, problem, ...known({ messageId }) });
  const isTrusted = trustedTopics.length === 0 || trustedTopics.includes(textOf(own(wrapper, 'TopicArn')) ?? '');
  if (!isTrusted) return unreadable('TOPIC_NOT_TRUSTED');
  if (inside === undefined) return messageOf(wrapper, {}, undefined);
  if (typeof inside !== 'string') return unreadable('MESSAGE_NOT_TEXT');
  const inner = parse(inside);
  if (!inner) return unreadable('MESSAGE_NOT_JSON');
  return isObject(inner.value) ? messageOf(inner.value, wrapper, messageId) : unreadable('NOT_AN_OBJECT');
};
