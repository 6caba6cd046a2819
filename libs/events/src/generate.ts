/* eslint-disable throughcare/boundaries -- runs at build time only; no service imports it */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from './catalogue';
import { dataSchema } from './documents/json-schema';
import {
  GENERATED,
  GOLDEN,
  breaksConsumers,
  generatedFiles,
  incompatibleWith,
  schemaFile,
  stem,
} from './documents/files';

/** Writes a file that must never change again; an existing one is left alone. */
const writeOnce = (path: string, value: unknown) => {
  if (!existsSync(path)) writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`, { flag: 'wx' });
};

/** A first golden event for a version that has none. Fill in every optional field before committing it. */
const goldenEvent = (definition: (typeof catalogue)[number]) => ({
  specversion: '1.0',
  id: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e7f',
  source: definition.source,
  type: definition.type,
  subject: 'X900001',
  time: '2026-03-02T15:20:05.000Z',
  dataschema: definition.dataschema,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  correlationid: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e70',
  causationid: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e71',
  aggregateid: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11',
  aggregateversion: 1,
  data: definition.example,
});

const writeGolden = () => {
  mkdirSync(GOLDEN, { recursive: true });
  for (const definition of catalogue) {
    writeOnce(join(GOLDEN, `${stem(definition)}.json`), goldenEvent(definition));
    writeOnce(join(GOLDEN, schemaFile(definition)), dataSchema(definition));
  }
};

const writeGenerated = () => {
  const files = generatedFiles();
  mkdirSync(GENERATED, { recursive: true });
  for (const name of readdirSync(GENERATED)) if (!files.has(name)) rmSync(join(GENERATED, name));
  for (const [name, text] of files) writeFileSync(join(GENERATED, name), text);
  return files.size;
};

/** Names of what is not there as it would be written. */
const outOfDate = (): string[] => {
  const files = generatedFiles();
  const stray = readdirSync(GENERATED).filter((name) => !files.has(name));
  const changed = [...files].filter(([name, text]) => {
    const path = join(GENERATED, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  const golden = catalogue.flatMap((definition) => [`${stem(definition)}.json`, schemaFile(definition)]);
  const missing = golden.filter((name) => !existsSync(join(GOLDEN, name)));
  return [...stray, ...changed.map(([name]) => name), ...missing];
};

/**
 * Writes `generated/`, and golden files for new events only; with `--check` it compares instead. Refuses an incompatible change or one that
 * breaks a consumer, naming each reason.
 */
const main = () => {
  const reasons = [...new Set([...incompatibleWith(GOLDEN), ...incompatibleWith(GENERATED)])];
  if (reasons.length > 0) {
    process.stderr.write(`Not additive, so it needs a new version with an upcaster:\n${reasons.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  const broken = breaksConsumers();
  if (broken.length > 0) {
    process.stderr.write(`Consumers would break:\n${broken.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  if (process.argv.includes('--check')) {
    const names = outOfDate();
    if (names.length === 0) return;
    process.stderr.write(`libs/events is out of date: run npm run events\n${names.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  writeGolden();
  process.stdout.write(`${writeGenerated()} files written to libs/events/generated\n`);
};

main();
