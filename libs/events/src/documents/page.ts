import type { EventDefinition } from '../define-event';
import type { Use } from './consumers';
import { dataSchema, type JsonSchema } from './json-schema';

interface Field {
  readonly path: string;
  readonly type: string;
  readonly always: boolean;
  readonly about: string;
}

const typeOf = ({ type, format, enum: values, items, const: only }: JsonSchema): string => {
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  if (items) return `list of ${typeOf(items)}`;
  return [type ?? 'any', format].filter(Boolean).join(', ');
};

/** Fields of a contract, those of inner objects with their path. */
export const fieldsOf = (schema: JsonSchema, prefix = '', parentAlways = true): Field[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const always = parentAlways && (schema.required?.includes(name) ?? false);
    const path = `${prefix}${name}`;
    const about = typeof inner.description === 'string' ? inner.description : '';
    return [{ path, type: typeOf(inner), always, about }, ...fieldsOf(inner, `${path}.`, always)];
  });

export const anchorOf = ({ type, version }: EventDefinition): string => `${type}.v${version}`;

export const sinceOf = ({ since = 'the first release' }: EventDefinition): string => since;

export const deprecationOf = ({ deprecated }: EventDefinition): string =>
  deprecated ? `since ${deprecated.since}, use ${deprecated.use}; gone after ${deprecated.until}` : 'no';

export const readersOf = ({ type }: EventDefinition, uses: readonly Use[]): string[] =>
  uses.filter((use) => use.type === type).map(({ service, consumer }) => `${service} (${consumer})`);

const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const section = (definition: EventDefinition, uses: readonly Use[]): string => {
  const fields = fieldsOf(dataSchema(definition));
  return [
    `## ${definition.name} v${definition.version}`,
    `\`${definition.type}\`: ${definition.meaning}`,
    [
      `- Owner: ${definition.source}`,
      `- Audience: ${definition.audience}`,
      `- Since: ${sinceOf(definition)}`,
      `- Deprecated: ${deprecationOf(definition)}`,
      `- Consumers: ${readersOf(definition, uses).join(', ') || 'none'}`,
      `- Schema: [${anchorOf(definition)}.schema.json](${anchorOf(definition)}.schema.json)`,
    ].join('\n'),
    [
      row(['Field', 'Type', 'Always', 'Meaning']),
      row(['---', '---', '---', '---']),
      ...fields.map(({ path, type, always, about }) => row([`\`${path}\``, type, always ? 'yes' : 'no', about])),
    ].join('\n'),
    ['```json', JSON.stringify(definition.example, null, 2), '```'].join('\n'),
  ].join('\n\n');
};

/** The catalogue for people who subscribe, in Markdown. */
export const cataloguePage = (catalogue: readonly EventDefinition[], uses: readonly Use[]): string =>
  [
    '# Events of Throughcare',
    'Generated from libs/events; do not edit. In order per key from one source, at least once: remember the ids you have handled. `public` events are also told to other systems in the HMPPS envelope.',
    [
      row(['Event', 'Owner', 'Audience', 'Meaning']),
      row(['---', '---', '---', '---']),
      ...catalogue.map(({ name, type, source, audience, meaning }) =>
        row([`${name} \`${type}\``, source, audience, meaning]),
      ),
    ].join('\n'),
    ...catalogue.map((definition) => section(definition, uses)),
    '',
  ].join('\n\n');
