import { definitionOf } from './catalogue';
import type { EventEnvelope } from './define-event';
import { MalformedEvent, brokenFields, parseEnvelope } from './envelope';
import { upcast } from './upcast';

/**
 * What a consumer does with a received message before any handler sees it: check the envelope, bring the data to its
 * newest version, check the data against the contract. A type or version that this build does not know is refused.
 * Throws `MalformedEvent` naming fields, never values.
 */
export const readEvent = (candidate: unknown): EventEnvelope => {
  const event = upcast(parseEnvelope(candidate));
  const definition = definitionOf(event.dataschema);
  if (!definition) throw new MalformedEvent(['dataschema']);
  const data = definition.data.safeParse(event.data);
  if (!data.success) throw new MalformedEvent(brokenFields(data.error).map((field) => `data.${field}`));
  return { ...event, data: data.data };
};
