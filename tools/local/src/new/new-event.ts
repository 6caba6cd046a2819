// npm run new:event: makes the files of a new event (contract, catalogue entry, golden payload, generated documents) from
// arguments, and asks for what was not given.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { type Answers, catalogueWith, contractOf, kebab, problemsOf } from './new-event.rules';
import { SERVICES, root } from '../settings';

const QUESTIONS: readonly (readonly [keyof Omit<Answers, 'fields' | 'description'>, string])[] = [
  ['name', 'Name, e.g. BookingMoved: '],
  ['type', 'Type, e.g. accommodation.cas3.booking.moved: '],
  ['source', `Service that publishes it (${SERVICES.join(', ')}): `],
  ['audience', 'Audience, public or internal: '],
  ['meaning', 'What has happened, in one sentence: '],
  ['since', 'Release that brings it, e.g. 0.2.0: '],
];

const DESCRIPTION = 'The sentence of its message, e.g. A booking has been moved: ';

const USAGE = `Usage: npm run new:event -- [--name X] [--type x.y] [--source booking] [--audience internal] [--meaning "…"] [--since 0.2.0]
  [--description "…"] (of a public event: the sentence of the message)
  [--field name:kind]…   kinds: uuid, crn, noms, day, instant, text, number, flag; "?" after the kind: optional`;

/** Asks for what was not given; throws where nobody sits at a terminal to be asked. */
export const ask = async (
  given: Partial<Record<string, string>>,
  fields: readonly string[],
  isAttended = process.stdin.isTTY,
): Promise<Answers> => {
  const answers: Record<string, string> = {};
  const missing: string[] = QUESTIONS.map(([name]) => name).filter((name) => given[name] === undefined);
  if (given['audience'] === 'public' && given['description'] === undefined) missing.push('description');
  if (missing.length > 0 && !isAttended)
    throw new Error(`Nobody is there to ask for ${missing.map((name) => `--${name}`).join(', ')}.\n${USAGE}`);
  const terminal = missing.length > 0 ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  for (const [name, question] of QUESTIONS) answers[name] = given[name] ?? (await terminal?.question(question)) ?? '';
  const { description = answers['audience'] === 'public' ? await terminal?.question(DESCRIPTION) : undefined } = given;
  const more =
    fields.length > 0 || !terminal
      ? fields
      : (await terminal.question('Fields, e.g. bookingId:uuid crn:crn notes:text?: ')).split(/\s+/);
  terminal?.close();
  return {
    ...(answers as unknown as Answers),
    ...(description !== undefined && { description }),
    fields: more.filter(Boolean),
  };
};

const generate = (packageFolder: string): void => {
  const built = join(packageFolder, 'dist/generate.js');
  const register = join(root, 'tools/local/register-typescript.cjs');
  const source = ['--require', register, join(packageFolder, 'src/generate.ts')];
  const { status } = spawnSync(process.execPath, existsSync(register) ? source : [built], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The documents could not be generated; what was said is above');
};

/** The order of rooms with one more contract, below the catalogue that imports it. */
const structureWith = (structure: string, name: string): string =>
  structure.replace(/("libs\/events": \{\s*"order": \[[^\]]*?"catalogue",)(\s*)/, `$1$2"${kebab(name)}.v1",$2`);

/** Writes the files. Throws with everything that is wrong before anything is written. */
export const makeEvent = (answers: Answers, packageFolder = join(root, 'libs/events')): string => {
  const catalogueFile = join(packageFolder, 'src/catalogue.ts');
  const structureFile = join(packageFolder, '../../tools/local/structure.json');
  const catalogue = readFileSync(catalogueFile, 'utf8');
  const structure = readFileSync(structureFile, 'utf8');
  const file = join(packageFolder, 'src', `${kebab(answers.name)}.v1.ts`);
  const problems = [...problemsOf(answers, SERVICES), ...(existsSync(file) ? [`${file} exists`] : [])];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  writeFileSync(file, contractOf(answers));
  writeFileSync(catalogueFile, catalogueWith(catalogue, answers.name));
  writeFileSync(structureFile, structureWith(structure, answers.name));
  generate(packageFolder);
  return file;
};

const FOR_OTHERS = `     It is public, so the gateway sends it: what it reads in hmpps-out/public-reads.ts, the detail in hmpps-out/public-event.rules.ts
     (services/integration-gateway/src), and the message in services/integration-gateway/samples/hmpps-events.
`;

/** What is left to do by hand, in order. */
export const nextSteps = (
  file: string,
  audience = 'internal',
): string => `Created ${file}, with its golden event, documents and place in tools/local/structure.json. Next:
  1. In the contract, say what each field means, and give the example realistic values.
  2. Where that changes the example: delete its two files in libs/events/golden, and run npm run events. Once committed they never change.
  3. Publish it from the rule that decides it: docs/how-to/add-an-event.md.
  4. Handle it with @OnEvent; defineRead says which fields the handler reads: docs/how-to/add-a-consumer.md.
${audience === 'public' ? FOR_OTHERS : ''}  5. Run npm run events: it writes schemas, AsyncAPI, topics, queues, consumed-events.json and the event table.
  6. Run npx jest libs/events and the tests of the services you changed; before you push, npm test. CHANGELOG.`;

const main = async (): Promise<void> => {
  const text = { type: 'string' } as const;
  const options = {
    name: text,
    type: text,
    source: text,
    audience: text,
    description: text,
    meaning: text,
    since: text,
  };
  const { values } = parseArgs({
    options: { ...options, field: { ...text, multiple: true }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(USAGE);
  const { field = [], help: _, ...given } = values;
  const answers = await ask(given, field);
  console.log(nextSteps(makeEvent(answers), answers.audience));
};

if (require.main === module)
  main().catch((error: unknown) => {
    const isUsage =
      error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
    console.error(error instanceof Error ? error.message : error);
    if (isUsage) console.error(USAGE);
    process.exit(1);
  });
