import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const services = join(__dirname, '../../../services');

/** What an instance of the release before, which runs beside a migration, would stumble over. */
const UNSAFE =
  /\b(drop\s+(table|column|schema|view)|rename\s+(column|to|constraint)?|alter\s+column\s+\w+\s+(set\s+data\s+)?type|set\s+not\s+null|add\s+column\s+\w+\s+\w+\s+not\s+null(?!\s+default))\b/i;
/** A migration that has to, and why no running release minds. */
const EXCUSED = /-- Beside the release before: \S/;

const migrations = readdirSync(services).flatMap((service) => {
  const folder = join(services, service, 'src/migrations');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const names = files.filter((name) => /^\d{13}-.*\.ts$/.test(basename(name)));
  return names.map((name) => [`${service}/${name}`, readFileSync(join(folder, name), 'utf8')] as const);
});

/** Statements, without comments: those explain. */
const statementsOf = (text: string): string => text.replace(/^\s*(--|\/\/|\*|\/\*).*$/gm, '');

describe('F-017: migrations run beside the release before', () => {
  it.each(migrations)('%s takes nothing away from it', (_name, text) => {
    if (EXCUSED.test(text)) return;
    expect(UNSAFE.exec(statementsOf(text))?.[0]).toBeUndefined();
  });

  it.each([
    'alter table a drop column b',
    'alter table a rename column b to c',
    'alter table a rename to b',
    'drop table a',
    'alter table a alter column b type text',
    'alter table a alter column b set not null',
    'alter table a add column b text not null',
  ])('%s would be found', (sql) => {
    expect(UNSAFE.test(sql)).toBe(true);
  });

  it.each([
    'alter table a add column b text',
    `alter table a add column b text not null default ''`,
    'create index a on b (c)',
  ])('%s is fine', (sql) => {
    expect(UNSAFE.test(sql)).toBe(false);
  });
});
