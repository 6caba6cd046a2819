import { z } from 'zod';
import type { EventDefinition } from '../define-event';
import { Envelope } from '../envelope';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
}

/** Draft 7, which AsyncAPI 3 reads as it is. The pattern beside a named format is left out: the format says it. */
const draft7 = (schema: z.ZodType): JsonSchema => {
  const generated = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format) delete jsonSchema.pattern;
    },
  });
  return JSON.parse(JSON.stringify(generated)) as JsonSchema;
};

const headed = (id: string, title: string, description: string, schema: JsonSchema): JsonSchema => {
  const { $schema, ...rest } = schema;
  return { $schema, $id: id, title, description, ...rest };
};

/** JSON Schema of an event's data. Further properties are allowed, since contracts grow by optional ones. */
export const dataSchema = (definition: EventDefinition): JsonSchema => ({
  ...headed(definition.dataschema, definition.name, definition.meaning, draft7(definition.data)),
  examples: [definition.example],
});

/** JSON Schema of the envelope that every event travels in. */
export const envelopeSchema = (): JsonSchema =>
  headed(
    'urn:throughcare:event-envelope:1',
    'EventEnvelope',
    'CloudEvents 1.0 attribute names; `subject` is the ordering key.',
    draft7(Envelope),
  );
