import { z } from 'zod';
import { DELIUS_EVENT_TYPES } from '../../messaging/topology';
import { parseDeliusTime } from './delius-time';

/** The message itself is wrong: nothing is fetched, it is received three times and then dead. */
export class MessageFault extends Error {}

export interface DomainEvent {
  eventType: string;
  detailUrl: string;
  crn: string;
}

const Wrapper = z.object({
  Message: z.string(),
  MessageId: z.guid().optional(),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })).optional(),
});

const absoluteUrl = z.string().refine((text) => /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text) && URL.canParse(text));
const numeric = z.union([z.number(), z.string().refine((text) => text.trim() !== '' && Number.isFinite(Number(text)))]);
const time = z.string().refine((text) => parseDeliusTime(text) !== undefined);

const Event = z.object({
  eventType: z.enum(DELIUS_EVENT_TYPES as [string, ...string[]]),
  version: numeric,
  occurredAt: time.optional(),
  detailUrl: absoluteUrl,
  personReference: z.object({ identifiers: z.array(z.object({ type: z.string(), value: z.string() })) }),
  additionalInformation: z.record(z.string(), z.unknown()).nullish(),
});

const read = <T>(schema: z.ZodType<T>, text: string, what: string): T => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MessageFault(`${what} is not JSON`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new MessageFault(`${what}: ${parsed.error.issues[0]!.path.join('.') || 'shape'}`);
};

/** Reads the body of an SQS message. The event's own type counts, not the attribute's. */
export const readMessage = (body: string): DomainEvent => {
  const { Message } = read(Wrapper, body, 'wrapper');
  const { eventType, detailUrl, personReference } = read(Event, Message, 'event');
  const crn = personReference.identifiers.find(({ type }) => type === 'CRN')?.value;
  if (crn === undefined) throw new MessageFault('event: no CRN');
  return { eventType, detailUrl, crn };
};
