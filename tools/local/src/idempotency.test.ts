import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, root } from './settings';

const sources = (service: string): readonly (readonly [name: string, text: string])[] =>
  readdirSync(join(root, 'services', service, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [name, readFileSync(join(root, 'services', service, 'src', name), 'utf8')]);

describe('F-034: every write of every service takes an Idempotency-Key', () => {
  it.each(SERVICES)('%s has the table in which answers are kept', (service) => {
    const migrations = sources(service).filter(([name]) => name.startsWith('migrations/'));
    expect(migrations.some(([, text]) => /^\s*(\.\.\.\[)?idempotencyTable\b|, idempotencyTable\)/m.test(text))).toBe(
      true,
    );
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
