export interface Answers {
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly audience: string;
  /** The fixed sentence of the message, for a public event. */
  readonly description?: string | undefined;
  readonly meaning: string;
  readonly since: string;
  /** `name:kind` or `name:kind?`. */
  readonly fields: readonly string[];
}

/** How a kind of field is written in a contract, what it needs from `./fields`, and an example. */
const KINDS: Readonly<Record<string, { readonly zod: string; readonly from?: string; readonly example: string }>> = {
  uuid: { zod: 'z.uuid()', example: `'7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11'` },
  crn: { zod: 'Crn', from: 'Crn', example: `'X900001'` },
  noms: { zod: 'NomsNumber', from: 'NomsNumber', example: `'A9001AA'` },
  day: { zod: 'LondonDay', from: 'LondonDay', example: `'2026-03-02'` },
  instant: { zod: 'Instant', from: 'Instant', example: `'2026-03-02T15:20:05.000Z'` },
  text: { zod: 'z.string()', example: `'text'` },
  number: { zod: 'z.number().int()', example: '1' },
  flag: { zod: 'z.boolean()', example: 'true' },
};

const FIELD = /^([a-z][A-Za-z0-9]*):([a-z]+)(\?)?$/;

const fieldsOf = (answers: Answers) =>
  answers.fields.flatMap((text) => {
    const [, name, kind = '', optional] = FIELD.exec(text) ?? [];
    const known = KINDS[kind];
    return name && known ? [{ name, ...known, zod: optional ? `${known.zod}.optional()` : known.zod }] : [];
  });

export const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** Everything that is wrong with the answers. */
export const problemsOf = (answers: Answers, services: readonly string[]): string[] => {
  const checks: readonly (readonly [boolean, string])[] = [
    [/^[A-Z][A-Za-z0-9]+$/.test(answers.name), 'name: capitals, e.g. BookingMoved'],
    [
      /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(answers.type),
      'type: lower case with dots, e.g. accommodation.cas3.booking.moved',
    ],
    [services.includes(answers.source), `source: one of ${services.join(', ')}`],
    [['public', 'internal'].includes(answers.audience), 'audience: public or internal'],
    [
      answers.audience !== 'public' || /^accommodation\.cas3\./.test(answers.type),
      'type: accommodation.cas3.… for a public event, since the topic has no place for others',
    ],
    [
      answers.audience !== 'public' || /^[A-Z].*[^.]$/.test(answers.description ?? ''),
      'description: one sentence with a capital and no full stop, for the message of a public event',
    ],
    [/^[A-Z].*\.$/.test(answers.meaning), 'meaning: one sentence with a capital and a full stop'],
    [/^\d+\.\d+\.\d+$/.test(answers.since), 'since: a release, e.g. 0.2.0'],
    [answers.fields.length > 0, 'field: at least one'],
  ];
  const wrong = answers.fields.filter((text) => !KINDS[FIELD.exec(text)?.[2] ?? '']);
  return [
    ...checks.flatMap(([ok, problem]) => (ok ? [] : [problem])),
    ...wrong.map((text) => `field: ${text} is no name:kind`),
  ];
};

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll(`'`, `\\'`)}'`;

/** Address of the details of a public event: what its type says, with dashes. */
export const slugOf = (type: string): string => type.replace(/^accommodation\.cas3\./, '').replaceAll('.', '-');

const publicFacts = ({ audience, type, description = '' }: Answers): string =>
  audience === 'public'
    ? `  public: {\n    slug: ${quoted(slugOf(type))},\n    description: ${quoted(description)},\n  },\n`
    : '';

/** The contract file. */
export const contractOf = (answers: Answers): string => {
  const fields = fieldsOf(answers);
  const imported = [...new Set(fields.flatMap(({ from }) => from ?? []))].sort();
  return `import { z } from 'zod';
import { defineEvent } from './define-event';
${imported.length > 0 ? `import { ${imported.join(', ')} } from './fields';\n` : ''}
export const ${answers.name} = defineEvent({
  name: ${quoted(answers.name)},
  type: ${quoted(answers.type)},
  version: 1,
  source: ${quoted(answers.source)},
  audience: ${quoted(answers.audience)},
${publicFacts(answers)}  meaning: ${quoted(answers.meaning)},
  since: ${quoted(answers.since)},
  data: z.object({
${fields.map(({ name, zod }) => `    ${name}: ${zod},`).join('\n')}
  }),
  example: {
${fields.map(({ name, example }) => `    ${name}: ${example},`).join('\n')}
  },
});
`;
};

/** The catalogue with one more event at its end. Throws when it has that name already. */
export const catalogueWith = (catalogue: string, name: string): string => {
  if (new RegExp(`^  ${name},$`, 'm').test(catalogue)) throw new Error(`The catalogue has ${name} already`);
  const line = `import { ${name} } from './${kebab(name)}.v1';\n`;
  const lastImport = catalogue.lastIndexOf('\nimport ') + 1;
  const afterImports = catalogue.indexOf('\n', lastImport) + 1;
  const imported = catalogue.slice(0, afterImports) + line + catalogue.slice(afterImports);
  const end = imported.indexOf('\n];');
  return `${imported.slice(0, end)}\n  ${name},${imported.slice(end)}`;
};
