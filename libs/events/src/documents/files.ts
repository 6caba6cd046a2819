/* eslint-disable throughcare/boundaries -- runs at build time only; no service imports it */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { catalogue } from '../catalogue';
import type { EventDefinition } from '../define-event';
import { asyncApiDocument } from './asyncapi';
import { incompatibilities } from './compatibility';
import { brokenUses, declaredUses } from './consumers';
import { asyncApiHtml, catalogueHtml } from './html';
import { dataSchema, envelopeSchema, type JsonSchema } from './json-schema';
import { cataloguePage } from './page';

/** The package folder, from `src/documents` and from `dist/documents` alike. */
const PACKAGE = join(__dirname, '..', '..');
export const GENERATED = join(PACKAGE, 'generated');
export const GOLDEN = join(PACKAGE, 'golden');

export const stem = ({ type, version }: Pick<EventDefinition, 'type' | 'version'>) => `${type}.v${version}`;
export const schemaFile = (definition: EventDefinition) => `${stem(definition)}.schema.json`;

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Name and text of everything under `generated/`, from the contracts as they are now. */
export const generatedFiles = (): Map<string, string> =>
  new Map([
    ...catalogue.map((definition) => [schemaFile(definition), json(dataSchema(definition))] as const),
    ['envelope.v1.schema.json', json(envelopeSchema())],
    ['asyncapi.yaml', stringify(asyncApiDocument(catalogue), { aliasDuplicateObjects: false, lineWidth: 120 })],
    ['asyncapi.html', asyncApiHtml(asyncApiDocument(catalogue), catalogue)],
    ['catalogue.md', cataloguePage(catalogue, declaredUses())],
    ['catalogue.html', catalogueHtml(catalogue, declaredUses())],
  ]);

/** A committed schema, or undefined for an event that has none yet. */
export const committedSchema = (folder: string, name: string): JsonSchema | undefined =>
  existsSync(join(folder, name)) ? (JSON.parse(readFileSync(join(folder, name), 'utf8')) as JsonSchema) : undefined;

/** Golden payloads of one event version: `<type>.v1.json`, and `<type>.v1.2.json` … as optional fields were added. */
export const goldenPayloads = (definition: EventDefinition): unknown[] =>
  readdirSync(GOLDEN)
    .filter((name) => name.startsWith(`${stem(definition)}.`) && /\.v\d+(\.\d+)?\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(join(GOLDEN, name), 'utf8')) as unknown);

/** Consumers that the contracts as they are would break. */
export const breaksConsumers = (): string[] => brokenUses(catalogue, declaredUses());

/** Why the contracts may not replace what is committed in `folder`; empty when every change is additive. */
export const incompatibleWith = (folder: string): string[] =>
  catalogue.flatMap((definition) => {
    const committed = committedSchema(folder, schemaFile(definition));
    return committed
      ? incompatibilities(committed, dataSchema(definition)).map((why) => `${stem(definition)} ${why}`)
      : [];
  });
