import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, root } from './settings';

const sourcesOf = (workspace: string): readonly (readonly [name: string, text: string])[] =>
  readdirSync(join(root, workspace, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [name, readFileSync(join(root, workspace, 'src', name), 'utf8')]);
const sources = (service: string) => sourcesOf(join('services', service));

describe('F-034: every write of every service takes an Idempotency-Key', () => {
  it.each(SERVICES)('%s has the table in which answers are kept', (service) => {
    const migrations = sources(service).filter(([name]) => name.startsWith('migrations/'));
    expect(migrations.some(([, text]) => /^\s*(\.\.\.\[)?idempotencyTable\b|, idempotencyTable\)/m.test(text))).toBe(
      true,
    );
  });

  it.each(SERVICES)('%s keeps what let the caller in beside the answer', (service) => {
    const migrations = sources(service).filter(([name]) => name.startsWith('migrations/'));
    expect(migrations.some(([, text]) => /sqlMigration\([^]*\bidempotencyAsked\b/.test(text))).toBe(true);
  });

  it.each(SERVICES)('%s has the table in which tasks are leased', (service) => {
    const migrations = sources(service).filter(([name]) => name.startsWith('migrations/'));
    expect(migrations.some(([, text]) => /sqlMigration\([^]*\bbackgroundTable\b/.test(text))).toBe(true);
  });

  it.each(SERVICES)('%s leaves it to createApp, and answers no write past it', (service) => {
    const own = sources(service).filter(([, text]) => text.includes('IdempotencyInterceptor'));
    expect(own.map(([name]) => name)).toEqual([]);
    const writes = /@(?:Post|Put|Patch|Delete)\((?:(?!@(?:Get|Post|Put|Patch|Delete)\()[^])*?@Res\(\)/;
    expect(
      sources(service)
        .filter(([, text]) => writes.test(text))
        .map(([name]) => name),
    ).toEqual([]);
  });
});

/** What only looks, by its name. */
const LOOKING = /@Post\('(?:[^']*\/)?(?:search|summaries|keys|limited|body|plan|journey)'\)/g;
/** Decorators of one method, and those of its controller. */
const isMarked = (text: string, at: number): boolean => {
  const head = text.slice(0, text.indexOf('export class'));
  const before = text.slice(0, at).split('\n\n').at(-1) ?? '';
  return [head, before].some((part) => /@(?:Reads|MayRead)\(\)/.test(part));
};
const unmarkedIn = (text: string): string[] =>
  [...text.matchAll(LOOKING)].filter((found) => !isMarked(text, found.index)).map(([path]) => path);

describe('F-013: nothing that only reads is answered from what was kept', () => {
  it('and a search that does not say so would be found', () => {
    const text = "@Controller('x')\nexport class X {\n\n  @Post('x/search')\n  @HttpCode(200)\n  x() {}\n}";
    expect(unmarkedIn(text)).toEqual(["@Post('x/search')"]);
    expect(unmarkedIn(text.replace('  @Post', '  @Reads()\n  @Post'))).toEqual([]);
    expect(unmarkedIn(text.replace('@Controller', '@MayRead()\n@Controller'))).toEqual([]);
  });

  it.each([...SERVICES.map((service) => `services/${service}`), 'libs/platform'])('in %s', (workspace) => {
    expect(sourcesOf(workspace).flatMap(([name, text]) => unmarkedIn(text).map((path) => `${name} ${path}`))).toEqual(
      [],
    );
  });
});
