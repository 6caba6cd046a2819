import { definitionOf } from './catalogue';
import type { EventEnvelope } from './define-event';
import { MalformedEvent, brokenFields, parseEnvelope } from './envelope';
import { upcast } from './upcast';

/**
 * Brings an event to its newest version and checks its data against that contract.
 * A type or version that this build does not know is refused. Throws `MalformedEvent` naming fields, never values.
 */
export const applyContract = (received: EventEnvelope): EventEnvelope => {
  const event = upcast(received);
  const definition = definitionOf(event.dataschema);
  if (!definition) throw new MalformedEvent(['dataschema']);
  const data = definition.data.safeParse(event.data);
  if (!data.success) throw new MalformedEvent(brokenFields(data.error).map((field) => `data.${field}`));
  return { ...event, data: data.data };
};

/** What a reader does with anything it was sent, before any handler sees it: envelope first, then the contract. */
export const readEvent = (candidate: unknown): EventEnvelope => applyContract(parseEnvelope(candidate));
