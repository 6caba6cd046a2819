import type { EventDefinition } from '../define-event';
import { dataSchema, envelopeSchema } from './json-schema';

const withoutHead = ({ $schema: _, $id: __, ...schema }: Readonly<Record<string, unknown>>) => schema;
const keyOf = ({ name, version }: EventDefinition) => `${name}.v${version}`;
const reference = (path: string) => ({ $ref: `#/${path}` });

const message = (definition: EventDefinition) => ({
  name: definition.type,
  title: definition.name,
  summary: definition.meaning,
  contentType: 'application/cloudevents+json',
  tags: [{ name: definition.audience }, { name: `v${definition.version}` }],
  ...(definition.since !== undefined && { 'x-since': definition.since }),
  ...(definition.deprecated && { 'x-deprecated': definition.deprecated }),
  payload: {
    allOf: [
      reference('components/schemas/EventEnvelope'),
      {
        type: 'object',
        properties: {
          type: { const: definition.type },
          source: { const: definition.source },
          dataschema: { const: definition.dataschema },
          data: withoutHead(dataSchema(definition)),
        },
      },
    ],
  },
});

const channel = (source: string, definitions: readonly EventDefinition[]) => ({
  address: `throughcare.${source}`,
  title: `Events of ${source}`,
  description: 'In order per key (`subject`); at least once, so a reader remembers the ids it has handled.',
  messages: Object.fromEntries(
    definitions.map((definition) => [keyOf(definition), reference(`components/messages/${keyOf(definition)}`)]),
  ),
});

const operation = (source: string) => ({
  action: 'send',
  title: `${source} tells what it decided`,
  channel: reference(`channels/${source}`),
});

/** The AsyncAPI 3 document of everything in the catalogue: a channel per publishing service, a message per version. */
export const asyncApiDocument = (catalogue: readonly EventDefinition[]) => {
  const sources = [...new Set(catalogue.map(({ source }) => source))].sort();
  const perSource = <T>(build: (source: string) => T) =>
    Object.fromEntries(sources.map((source) => [source, build(source)]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Throughcare events',
      version: '1.0.0',
      description: 'Generated from libs/events. `public` events are also told to other systems in the HMPPS envelope.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: perSource((source) =>
      channel(
        source,
        catalogue.filter((definition) => definition.source === source),
      ),
    ),
    operations: perSource(operation),
    components: {
      schemas: { EventEnvelope: withoutHead(envelopeSchema()) },
      messages: Object.fromEntries(catalogue.map((definition) => [keyOf(definition), message(definition)])),
    },
  };
};
