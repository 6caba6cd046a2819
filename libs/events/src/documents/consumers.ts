/* eslint-disable throughcare/boundaries -- runs at build time only; no service imports it */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventDefinition } from '../define-event';
import { dataSchema, type JsonSchema } from './json-schema';

/** What one consumer of one service reads of one event type. */
export interface Use {
  readonly service: string;
  readonly consumer: string;
  readonly type: string;
  /** `crn`, `premises.postcode`; a `?` after a part: the consumer also copes without it. */
  readonly fields: readonly string[];
}

type ConsumedEvents = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** From the package folder, in `src` and `dist` alike. */
export const SERVICES = join(__dirname, '..', '..', '..', '..', 'services');

/** The declarations of all services: `consumed-events.json` in each. */
export const declaredUses = (folder = SERVICES): Use[] =>
  readdirSync(folder)
    .filter((service) => existsSync(join(folder, service, 'consumed-events.json')))
    .sort()
    .flatMap((service) => {
      const text = readFileSync(join(folder, service, 'consumed-events.json'), 'utf8');
      return Object.entries(JSON.parse(text) as ConsumedEvents).flatMap(([consumer, types]) =>
        Object.entries(types).map(([type, fields]) => ({ service, consumer, type, fields })),
      );
    });

const problemAt = (schema: JsonSchema, path: string): string | undefined => {
  let here: JsonSchema | undefined = schema;
  for (const part of path.split('.')) {
    const name = part.replace(/\?$/, '');
    const next: JsonSchema | undefined = here?.properties?.[name];
    if (!next) return 'is gone';
    if (!part.includes('?') && !here?.required?.includes(name)) return 'may be absent now';
    here = next;
  }
  return undefined;
};

const newestOf = (catalogue: readonly EventDefinition[], type: string): EventDefinition | undefined =>
  catalogue
    .filter((definition) => definition.type === type)
    .reduce<EventDefinition | undefined>(
      (best, each) => (best && best.version > each.version ? best : each),
      undefined,
    );

/** Every field of an event's newest version, as a consumer that reads all of it would declare them. */
export const allFieldsOf = (catalogue: readonly EventDefinition[], type: string): readonly string[] => {
  const walk = ({ properties = {}, required = [] }: JsonSchema, prefix: string): string[] =>
    Object.entries(properties).flatMap(([name, inner]) => {
      const path = `${prefix}${name}${required.includes(name) ? '' : '?'}`;
      return inner.properties ? walk(inner, `${path}.`) : [path];
    });
  const newest = newestOf(catalogue, type);
  return newest ? walk(dataSchema(newest), '') : [];
};

/** Why some consumer would break: one sentence per field of an event's newest version; empty when nobody would. */
export const brokenUses = (
  catalogue: readonly EventDefinition[],
  uses: readonly Use[],
  schemaOf: (definition: EventDefinition) => JsonSchema = dataSchema,
): string[] =>
  uses.flatMap(({ service, consumer, type, fields }) => {
    const who = `${service} (${consumer})`;
    const newest = newestOf(catalogue, type);
    if (!newest) return [`${who} consumes ${type}, which no contract knows`];
    const schema = schemaOf(newest);
    return fields.flatMap((field) => {
      const problem = problemAt(schema, field);
      return problem ? [`${who} uses ${type} ${field}, which ${problem}`] : [];
    });
  });
