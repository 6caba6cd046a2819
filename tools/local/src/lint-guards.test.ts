// Every guard has been seen to fail: deliberate violations, linted as if they stood in real files of each workspace.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { dialectCases, dialectClean, type Case } from './dialect-cases';

const root = resolve(__dirname, '../../..');
const first = (pattern: string) => {
  const [file] = globSync(pattern, { cwd: root, exclude: ['**/node_modules', '**/dist'] }).sort();
  if (!file) throw new Error(`no file matches ${pattern}`);
  return file;
};

const contract = 'libs/events/src/booking-confirmed.v1.ts';
const library = 'libs/base/src/errors.ts';
const messaging = first('libs/messaging/src/*.ts');
const service = first('services/*/src/**/!(*.rules|*.test).ts');
const rules = first('services/*/src/**/*.rules.ts');
const entity = first('services/*/src/**/*.entity.ts');
const bookingService = 'services/booking/src/stay/stay.service.ts';
const elsewhere = relative(dirname(service), 'services/none/src/config');
const web = first('web/staff/src/**/!(*.rules|*.test).ts');
const standIn = first('tools/stand-ins/src/**/*.ts');
const test = 'tools/local/src/lint-guards.test.ts';

const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n');
const exported = (name: string) => `export const value = ${name};`;

const boundary = (name: string, file: string, specifier: string): Case => [
  'throughcare/boundaries',
  name,
  file,
  `export * from '${specifier}';`,
];
const deep = (name: string, file: string, specifier: string): Case => [
  'throughcare/exports',
  name,
  file,
  `import type { X } from '${specifier}';\nexport type Y = X;`,
];
const impure = (name: string, specifier: string): Case => [
  'throughcare/pure-imports',
  name,
  rules,
  `export * from '${specifier}';`,
];
const clock = (expression: string): Case => ['throughcare/no-clock', expression, rules, exported(expression)];

const ownTime = (file: string, expression: string): Case => [
  'throughcare/one-clock',
  `${expression} in ${file.split('/', 2).join('/')}`,
  file,
  exported(expression),
];

const aggregate = (name: string, text: string): Case => ['throughcare/aggregates', name, bookingService, text];

const violations: readonly Case[] = [
  ...dialectCases,
  ...['save', 'update', 'insert', 'delete'].map((write) =>
    aggregate(
      `${write} of an aggregate`,
      `import { Booking } from './booking.entity';\nexport const x = tx.${write}(Booking, {});`,
    ),
  ),
  aggregate('a builder that writes an aggregate', 'export const x = tx.createQueryBuilder().insert().into(Booking);'),
  aggregate('a builder that deletes an aggregate', 'export const x = tx.createQueryBuilder().delete().from(Booking);'),
  aggregate('a row saved without its entity', 'export const x = tx.save(row);'),
  aggregate(
    'SQL that updates state of an aggregate',
    exported('`update booking b set status = ${x}, released_at = null`'),
  ),
  aggregate('SQL that deletes an aggregate', exported("'delete from booking where id = $1'")),
  aggregate('SQL that numbers an event', exported("'insert into booking (id, version) values ($1, 1)'")),
  aggregate('an event published by hand', 'export const x = publish({ id, key, version }, events);'),
  aggregate(
    'the right to publish',
    `import type { Publish } from '@throughcare/messaging/unit-of-work';\nexport type X = Publish;`,
  ),
  aggregate('what a handler may publish', exported('ctx.publish')),
  aggregate('the same by its name', exported('({ tx, publish }: EventContext) => tx')),
  aggregate('what a transaction may publish', exported('work.run((tx, publish) => f(publish))')),
  aggregate('an aggregate declared elsewhere', 'export const x: AggregateType<Booking> = y;'),
  aggregate('an aggregate that is only a table', `export const x = { aggregates: [{ table: 'booking' }] };`),
  ...['new Date()', 'Date.now()', 'Date()', 'Temporal.Now'].map((read) => ownTime(service, read)),
  ...[web, library].map((file) => ownTime(file, 'new Date()')),
  boundary('a service that imports another service', service, '@throughcare/other/config'),
  boundary('a service that imports a tool', service, '@throughcare/stand-ins/auth'),
  boundary('a relative import that leaves its workspace', service, elsewhere),
  boundary('a library that imports a service', library, '@throughcare/booking/config'),
  boundary('messaging that imports platform', messaging, '@throughcare/platform/auth'),
  boundary('events that import messaging', contract, '@throughcare/messaging/on-event'),
  boundary('events that import a foreign package', contract, '@nestjs/common'),
  boundary('events that import node', contract, 'node:fs'),
  boundary('a web application that imports a service', web, '@throughcare/booking/config'),
  boundary('a web application that imports messaging', web, '@throughcare/messaging/unit-of-work'),
  boundary('a web application that imports a browser for tests', web, 'playwright-core'),
  boundary('a library that imports a web application', library, '@throughcare/staff/config'),
  boundary('a stand-in that imports our code', standIn, '@throughcare/base/errors'),
  boundary('a service that imports what never ships', service, '@throughcare/messaging/proof'),
  boundary('compiled output', service, '@throughcare/events/dist/ids'),
  boundary('a package that the workspace does not declare', service, 'kafkajs'),
  [
    'throughcare/boundaries',
    'a dynamic import',
    service,
    `export const x = () => import('@throughcare/stand-ins/auth');`,
  ],
  ['throughcare/boundaries', 'a require', service, `export const x: unknown = require('@throughcare/other/config');`],
  deep('a room of messaging past its doors', service, '@throughcare/messaging/publish/outbox'),
  deep('a file of platform that it keeps to itself', service, '@throughcare/platform/access/reaches'),
  deep('a room of messaging, by a tool', standIn, '@throughcare/messaging/bus/bus'),
  deep('a package within itself, past its doors', messaging, '@throughcare/messaging/relay/relay'),
  [
    'throughcare/literal-spreads',
    'an object that is written out and spread',
    library,
    exported('{ ...{ a: 1 }, b: 2 }'),
  ],
  ['throughcare/literal-spreads', 'a list that is written out and spread', library, exported('[...[1, 2], 3]')],
  ['throughcare/literal-spreads', 'arguments that are written out and spread', library, exported('f(...[1, 2])')],
  impure('Nest', '@nestjs/common'),
  impure('TypeORM', 'typeorm'),
  impure('the broker', '@throughcare/messaging/unit-of-work'),
  impure('node', 'node:crypto'),
  impure('an entity', './booking.entity'),
  impure('a service', '../properties/premises.service'),
  impure('the configuration', '../config'),
  clock('new Date()'),
  clock('Date.now()'),
  clock('Date()'),
  clock('Math.random()'),
  ['no-restricted-globals', 'performance in rules', rules, exported('performance.now()')],
  ['no-restricted-globals', 'process in rules', rules, exported('process.env')],
  ['no-restricted-globals', 'crypto in rules', rules, exported('crypto.randomUUID()')],
  ['@typescript-eslint/no-floating-promises', 'a promise nobody waits for', library, 'Promise.resolve(1);\nexport {};'],
  [
    '@typescript-eslint/consistent-type-imports',
    'a type imported as a value',
    service,
    `import { EventEnvelope } from '@throughcare/events/define-event';\nexport type X = EventEnvelope;`,
  ],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    'a switch that forgets a case',
    library,
    `export const f = (x: 'a' | 'b') => {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};`,
  ],
  ['@typescript-eslint/no-explicit-any', 'any', library, 'export const x = (y: any) => String(y);'],
  ['@typescript-eslint/ban-ts-comment', 'ts-ignore', library, '// @ts-ignore\nexport const x = 1;'],
  ['no-console', 'console in a library', library, 'console.log(1);\nexport {};'],
  ['max-lines', 'a file of 301 lines', library, lines(301, 'export {};')],
  [
    'max-lines-per-function',
    'a long function',
    library,
    `export const f = (x: string[]) => {\n${lines(46, 'x.pop();')}\n};`,
  ],
  [
    'throughcare/explained-disable',
    'a disabled rule without a reason',
    library,
    '/* eslint-disable no-console */\nconsole.log(1);\nexport {};',
  ],
  [
    "Unused eslint-disable directive (no problems were reported from 'no-console').",
    'a disabled rule that never fired',
    library,
    '/* eslint-disable no-console -- because */\nexport {};',
  ],
  [
    'throughcare/column-names',
    'a column that is named after its property',
    entity,
    `import { Column } from 'typeorm';\nexport class X {\n  @Column({ name: 'premises_id', type: 'uuid' }) premisesId!: string;\n}`,
  ],
  ['no-restricted-syntax', 'a title with should', test, `it('should work', () => undefined);`],
  ['no-restricted-syntax', 'a test that runs alone', test, `it.only('works', () => undefined);`],
  ['no-restricted-syntax', 'a skipped test', test, `describe.skip('x', () => undefined);`],
];

const nestService = `import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class RoomService {
  constructor(private readonly database: DataSource) {}

  name() {
    return this.database.options.type;
  }
}`;

const clean: readonly (readonly [name: string, file: string, text: string])[] = [
  ['a Nest class that needs its imports as values', service, nestService],
  [
    'a rule that takes now as an argument',
    rules,
    `import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { conflict } from '@throughcare/base/errors';

export const confirm = (booking: { arrivalDate: string }, now: Date) => {
  if (BookingConfirmed.version === 1) throw conflict('ARRIVAL_DATE_PASSED');
  return { changes: { confirmedAt: new Date(now.getTime()) } };
};`,
  ],
  [
    'a rule that names the type of an entity',
    rules,
    `import type { Booking } from './booking.entity';\n\nexport type Facts = Pick<Booking, never>;`,
  ],
  [
    'a service that asks the clock, and times with another',
    service,
    `import { clock } from '@throughcare/base/clock';\n\nexport const x = [clock.now(), performance.now(), new Date(0)];`,
  ],
  ...dialectClean,
  [
    'bookkeeping of an aggregate in SQL, and a table that is none',
    bookingService,
    "export const x = ['update booking set released_at = coalesce(released_at, now()) where id = $1', 'delete from occupancy'];",
  ],
  [
    'a query of an aggregate, and a lock of it',
    bookingService,
    "export const x = ['select from booking where id = $1 for update'];",
  ],
  ['a test that reads the time', first('services/*/src/**/*.test.ts'), exported('new Date()')],
  [
    'a contract',
    contract,
    `import { z } from 'zod';\nimport { Crn } from './fields';\n\nexport const x = z.object({ crn: Crn });`,
  ],
  [
    'a disabled rule with a reason',
    library,
    '// eslint-disable-next-line no-console -- the last words\nconsole.log(1);\nexport {};',
  ],
];

const lint = (cases: readonly { file: string; text: string }[]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'tools/local/eslint/lint-texts.mjs')], {
    input: JSON.stringify(cases.map(({ file, text }) => ({ file: join(root, file), text: `${text}\n` }))),
    encoding: 'utf8',
    cwd: root,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
};

describe('lint', () => {
  let found: string[][];
  beforeAll(() => {
    // The clean ones first: the compiler goes on seeing a violation where it was put.
    found = lint([
      ...clean.map(([, file, text]) => ({ file, text })),
      ...violations.map(([, , file, text]) => ({ file, text })),
    ]);
  }, 120_000);

  it.each(violations.map(([rule, name], index) => ({ rule, name, index })))('$rule refuses $name', ({ rule, index }) =>
    expect(found[clean.length + index]).toContain(rule),
  );
  it.each(clean.map(([name], index) => ({ name, index })))('lets pass $name', ({ index }) =>
    expect(found[index]).toEqual([]),
  );
});
