import { z } from 'zod';
import { dataschemaOf, type EventEnvelope } from './define-event';

/** The envelope as zod: CloudEvents 1.0 attributes and our extensions. Unknown attributes are dropped on read. */
export const Envelope = z
  .object({
    specversion: z.literal('1.0'),
    id: z.uuid(),
    source: z.string().min(1),
    type: z.string().min(1),
    subject: z.string().min(1),
    time: z.iso.datetime(),
    dataschema: z.string().regex(/^urn:throughcare:event:.+:\d+$/),
    traceparent: z.string().optional(),
    correlationid: z.string().min(1),
    causationid: z.string().min(1).optional(),
    aggregateid: z.string().min(1),
    aggregateversion: z.number().int().positive(),
    data: z.looseObject({}),
  })
  .refine(({ type, dataschema }) => dataschema === dataschemaOf(type, versionOf(dataschema)), {
    path: ['dataschema'],
    message: 'does not belong to the type',
  });

/** The version at the end of a `dataschema`, e.g. 2 for `urn:throughcare:event:x:2`. */
export const versionOf = (dataschema: string): number => Number(dataschema.slice(dataschema.lastIndexOf(':') + 1));

/**
 * A message that is not an event of ours. Carries the names of the broken fields and never their values, which may be
 * about a person. `kind` is what the consumer runtime reads: it can never succeed, so it goes to the dead letters.
 */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
  readonly kind = 'invalid';
  readonly code = 'MALFORMED_EVENT';
  constructor(readonly fields: readonly string[]) {
    super(`MALFORMED_EVENT: ${fields.join(', ')}`);
  }
}

/** Field paths of a zod failure, without the values and messages that could repeat them. */
export const brokenFields = (error: z.ZodError): string[] => [
  ...new Set(error.issues.map(({ path }) => path.map(String).join('.') || '(root)')),
];

/** Checks the attributes of an envelope; its data is only known to be an object. Throws `MalformedEvent`. */
export const parseEnvelope = (candidate: unknown): EventEnvelope => {
  const result = Envelope.safeParse(candidate);
  if (!result.success) throw new MalformedEvent(brokenFields(result.error));
  return result.data as EventEnvelope;
};

/** The text form that every bus carries: JSON in UTF-8, lone surrogates escaped. */
export const encodeEnvelope = (event: EventEnvelope): string => JSON.stringify(event);

/** Reverse of `encodeEnvelope`. Throws `MalformedEvent` for text that is no JSON or no envelope. */
export const decodeEnvelope = (text: string): EventEnvelope => parseEnvelope(parseJson(text));

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedEvent(['(json)']);
  }
};
