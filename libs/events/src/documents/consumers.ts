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
  /** `crn`, `premises.postcode`, `tags[]`; a `?` after a part: the consumer also copes without it. */
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
    const name = part.replace(/\[\]$/, '').replace(/\?$/, '');
    const next: JsonSchema | undefined = here?.properties?.[name];
    if (!next) return 'is gone';
    if (!part.includes('?') && !here?.required?.includes(name)) return 'may be absent now';
    here = part.endsWith('[]') ? next.items : next;
  }
  return undefined;
};

/** Why some consumer would break: one sentence per field of an event's newest version; empty when nobody would. */
export const brokenUses = (
  catalogue: readonly EventDefinition[],
  uses: readonly Use[],
  schemaOf: (definition: EventDefinition) => JsonSchema = dataSchema,
): string[] =>
  uses.flatMap(({ service, consumer, type, fields }) => {
    const who = `${service} (${consumer})`;
    const versions = catalogue.filter((definition) => definition.type === type);
    const newest = versions.reduce<EventDefinition | undefined>(
      (best, each) => (best && best.version > each.version ? best : each),
      undefined,
    );
    if (!newest) return [`${who} consumes ${type}, which no contract knows`];
    const schema = schemaOf(newest);
    return fields.flatMap((field) => {
      const problem = problemAt(schema, field);
      return problem ? [`${who} uses ${type} ${field}, which ${problem}`] : [];
    });
  });
