import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../../..');

/**
 * Members of requests that are accepted and have no effect, because existing clients send them. Their description, which the OpenAPI document
 * shows, says "not used". Any other member takes effect or is refused (F-043).
 */
const IGNORED: Readonly<Record<string, string>> = {
  'services/assessment NewAcceptance.document': 'clients send {}: an acceptance has no form',
  'services/assessment NewRejection.document': 'clients send {}: a rejection has no form',
  'services/passport PersonQuery.includeProfileTags':
    'clients ask for tags, and are given an empty list: tags are not built',
};

interface Member {
  /** As in `Class.member`. */
  readonly name: string;
  readonly member: string;
  readonly text: string;
  /** False: the handler takes the whole request and looks at none of it, as its `_name` says. */
  readonly isTaken: boolean;
}

const sourceOf = (file: string, text: string) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

const each = (node: ts.Node, look: (node: ts.Node) => void): void => {
  look(node);
  ts.forEachChild(node, (child) => each(child, look));
};

const nodesOf = (sources: readonly ts.SourceFile[]): ts.Node[] => {
  const nodes: ts.Node[] = [];
  for (const source of sources) each(source, (node) => nodes.push(node));
  return nodes;
};

const FIELD = /@(Text|Uuid|Day|Flag|Instant|LocalTime|Int|Num|OneOf|AnyObject|Nested|ListOf|Reason)\(/;

/** Classes that no handler looks at: each of their parameters is called `_something`. */
const untaken = (nodes: readonly ts.Node[]): Set<string> => {
  const parameters = nodes
    .filter(ts.isParameter)
    .map(({ name, type }) => [name.getText(), type?.getText() ?? ''] as const);
  const [looked, passed] = [true, false].map((isRead) =>
    parameters.filter(([name]) => name.startsWith('_') !== isRead).map(([, type]) => type),
  );
  return new Set(passed?.filter((type) => !looked?.includes(type)));
};

/** Every member of a class of requests, as its decorators say. */
const membersIn = (sources: readonly ts.SourceFile[]): Member[] => {
  const nodes = nodesOf(sources);
  const ignored = untaken(nodes);
  return nodes.filter(ts.isClassDeclaration).flatMap((type) =>
    type.members.filter(ts.isPropertyDeclaration).flatMap((property) => {
      const [owner = '', member, text] = [type.name?.text, property.name.getText(), property.getText()];
      return FIELD.test(text) ? [{ name: `${owner}.${member}`, member, text, isTaken: !ignored.has(owner) }] : [];
    }),
  );
};

/** A name that is read here: after a dot, out of a pattern, or as a text that picks it. */
const readBy = (node: ts.Node): string | undefined => {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent))
    return (node.propertyName ?? node.name).getText();
  return ts.isStringLiteral(node) ? node.text : undefined;
};

const unusedIn = (sources: readonly ts.SourceFile[], readers: readonly ts.SourceFile[] = sources): Member[] => {
  const read = new Set(nodesOf(readers).map(readBy));
  return membersIn(sources).filter(({ member, isTaken }) => !isTaken || !read.has(member));
};

const sourcesIn = (folder: string): ts.SourceFile[] =>
  globSync(`${folder}/src/**/*.ts`, {
    cwd: ROOT,
    exclude: ['**/*.{test,fixture}.ts', '**/testing/**', '**/migrations/**'],
  })
    .toSorted()
    .map((file) => sourceOf(file, readFileSync(join(ROOT, file), 'utf8')));

describe('F-043: members of requests', () => {
  const services = globSync('services/*', { cwd: ROOT }).toSorted();
  const unused = [
    ...services.flatMap((service) => unusedIn(sourcesIn(service)).map((member) => ({ ...member, service }))),
    ...unusedIn(sourcesIn('libs/platform'), ['libs/platform', 'libs/messaging'].flatMap(sourcesIn)).map((member) => ({
      ...member,
      service: 'libs/platform',
    })),
  ];

  it('take effect, are refused, or are listed with the reason', () => {
    expect(unused.map(({ service, name }) => `${service} ${name}`).toSorted()).toEqual(Object.keys(IGNORED).toSorted());
  });

  it('say in the OpenAPI document that they are not used', () => {
    expect(unused.filter(({ text }) => !/description: '[^']*\bnot used\b/.test(text)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it.each([
    ['@Text() a!: string', 'go(body: Body) { return body.a; }', []],
    ['@Text() a!: string', 'go({ a }: Body) { return a; }', []],
    ['@Text() a!: string', `go(body: Body) { return ['a'].map((name) => body[name]); }`, []],
    ['@Text() a!: string', 'go(body: Body) { return { a: 1 }; }', ['Body.a']],
    ['@Text() a!: string', 'go(_body: Body) { return this.a; }', ['Body.a']],
    ['@Optional() @Uuid() a?: string', 'go() {}', ['Body.a']],
    ['a!: string', 'go() {}', []],
  ])('%s and %s: unused are %j', (member, handler, found) => {
    const source = sourceOf('a.ts', `class Body { ${member}; } class Controller { ${handler} }`);
    expect(unusedIn([source]).map(({ name }) => name)).toEqual(found);
  });
});
