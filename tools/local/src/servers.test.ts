// Every server that ships has the limits and the last catch of `newHttpServer`, or of Fastify with the same limits.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './settings';

const isOwn = (file: string) => !/node_modules|\/dist\/|\.test\.ts$|\/testing\/|testing\.ts$|\.fixture\.ts$/.test(file);
const sources = globSync('{libs,services,tools,web}/**/*.ts', { cwd: root })
  .filter(isOwn)
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** Files that make a server in a way that forgets the limits. */
const careless = (files: typeof sources) =>
  files
    .filter(({ file, text }) => {
      const plain = /from 'node:https?'/.test(text) && /\bcreateServer\(/.test(text);
      const fastify = /\bnew FastifyAdapter\(|[^\w.]Fastify\(/.test(text) && !text.includes('HTTP_LIMITS');
      return (plain && file !== 'libs/platform/src/http/listener.ts') || fastify;
    })
    .map(({ file }) => file);

describe('servers', () => {
  it('F-080, F-001: are made with the limits that all share', () => expect(careless(sources)).toEqual([]));

  it.each([
    ["import { createServer } from 'node:http';\ncreateServer(() => undefined);"],
    ['const app = Fastify({ logger: false });'],
    ['new FastifyAdapter({ bodyLimit: 1 })'],
  ])('are found where they forget them: %s', (text) =>
    expect(careless([{ file: 'web/staff/src/x.ts', text }])).toEqual(['web/staff/src/x.ts']),
  );
});
