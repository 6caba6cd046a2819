import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './settings';

/** Aggregates that a file declares and its service's module does not hand to messaging. */
const forgottenIn = (declarations: string, appModule: string): string[] => {
  const declared = [...declarations.matchAll(/^export const (\w+): AggregateType</gm)].map(([, name]) => name ?? '');
  const watched = [...appModule.matchAll(/\baggregates(?:: | = )\[([^\]]*)\]/g)].flatMap(([, names]) =>
    (names ?? '').split(',').map((name) => name.trim()),
  );
  return declared.filter((name) => !watched.includes(name));
};

const text = (file: string) => readFileSync(join(root, file), 'utf8');
const files = globSync('services/*/src/**/*.aggregate.ts', { cwd: root }).sort();

describe('aggregates', () => {
  it('are all watched for silent changes by their service', () => {
    expect(files.length).toBeGreaterThan(8);
    const forgotten = files.flatMap((file) => {
      const [service = ''] = /^services\/[^/]+/.exec(dirname(file)) ?? [];
      return forgottenIn(text(file), text(join(service, 'src/app.module.ts'))).map((name) => `${file} ${name}`);
    });
    expect(forgotten).toEqual([]);
  });

  it('are missed when one is forgotten', () => {
    const declarations = 'export const beds: AggregateType<Bed> = {};\nexport const rooms: AggregateType<Room> = {};\n';
    expect(forgottenIn(declarations, `MessagingModule.forRoot({ source: 'x', aggregates: [beds] })`)).toEqual([
      'rooms',
    ]);
    expect(forgottenIn(declarations, 'const aggregates = [beds, rooms];')).toEqual([]);
  });
});
