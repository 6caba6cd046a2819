import ts from 'typescript';
import { linesOf, productOf, sourcesOf, type Source } from './sources';

/** Places in services that call a function `publish`: changing an aggregate is the only way to publish (ADR 0024). */
export const publishingOf = (root: string): number =>
  productOf(root, 'services/*/src/**/*.ts').reduce(
    (sum, { text }) => sum + (text.match(/\bpublish\(/g)?.length ?? 0),
    0,
  );

/** Lines of what consumers read that a person wrote: none, when handlers declare it and `npm run events` writes it. */
export const handWrittenReadsOf = (root: string): number => {
  const declares = new Set(
    productOf(root, 'services/*/src/**/*.ts').flatMap(({ file, text }) =>
      /\bdefineReads?\(/.test(text) ? [file.split('/')[1]] : [],
    ),
  );
  return linesOf(
    sourcesOf(root, 'services/*/consumed-events.json').filter(({ file }) => !declares.has(file.split('/')[1])),
  );
};

const isHandler = (node: ts.Node): node is ts.MethodDeclaration =>
  ts.isMethodDeclaration(node) &&
  (ts.getDecorators(node) ?? []).some(
    ({ expression }) => ts.isCallExpression(expression) && /^OnEvents?$/.test(expression.expression.getText()),
  );

/** One statement, which calls something of `this`. */
const onlyDelegates = ({ body }: ts.MethodDeclaration): boolean => {
  const [only, ...more] = body?.statements ?? [];
  if (!only || more.length > 0) return false;
  let called = ts.isReturnStatement(only) || ts.isExpressionStatement(only) ? only.expression : undefined;
  if (called && ts.isAwaitExpression(called)) called = called.expression;
  return called !== undefined && ts.isCallExpression(called) && called.expression.getText().startsWith('this.');
};

const methodsOf = ({ file, text }: Source): ts.MethodDeclaration[] => {
  const found: ts.MethodDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (isHandler(node)) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
};

/** Handlers of events in services, and those of them that only call another method. */
export const handlersOf = (root: string): { readonly delegating: number; readonly all: number } => {
  const handlers = productOf(root, 'services/*/src/**/*.events.ts').flatMap(methodsOf);
  return { delegating: handlers.filter(onlyDelegates).length, all: handlers.length };
};

interface PublicEvent {
  readonly contract: string;
  readonly name: string;
  /** `person.departed` of `accommodation.cas3.person.departed`. */
  readonly type: string;
}

const publicEventOf = ({ file, text }: Source): PublicEvent[] => {
  const name = /export const (\w+) = defineEvent\(/.exec(text)?.[1];
  const type = /type: '(?:\w+\.cas3\.)?([\w.]+)'/.exec(text)?.[1];
  return name && type && /\bpublic: \{/.test(text) ? [{ contract: file, name, type }] : [];
};

/** What `defineRead` calls an event, for files that know it by that name: `confirmation` of `defineRead(BookingConfirmed, …)`. */
const readsOf = (sources: readonly Source[], name: string): string[] =>
  sources.flatMap(({ text }) =>
    [...text.matchAll(/export const (\w+) = defineReads?\(([^)]*)/g)].flatMap(([, read = '', of = '']) =>
      new RegExp(`\\b${name}\\b`).test(of) ? [read] : [],
    ),
  );

const takesReads = ({ text }: Source): boolean => /\bdefineReads?\(|from '\.\/public-reads'/.test(text);

/**
 * Files that a person writes for the plainest public event: its contract, what the gateway and the reply contracts say about it, and
 * its sample. `npm run new:event` and `npm run events` write the rest; who decides it and who consumes it would do so for any event.
 */
export const filesOfPublicEventOf = (root: string): number => {
  const gateway = productOf(root, 'services/integration-gateway/src/hmpps-out/*.ts');
  const replies = productOf(root, 'libs/api/src/**/*.ts');
  const samples = sourcesOf(root, 'services/integration-gateway/samples/**/*.json');
  const events = sourcesOf(root, 'libs/events/src/*.v1.ts').flatMap(publicEventOf);
  const counts = events.map(({ name, type }) => {
    const exact = type.replaceAll('.', '\\.');
    const isNamed = ({ text }: Source) => new RegExp(`\\b${name}\\b|'${exact}'`).test(text);
    const reads = new RegExp(`\\b(?:${readsOf(gateway, name).join('|')})\\b`);
    const told = gateway.filter((source) => isNamed(source) || (takesReads(source) && reads.test(source.text)));
    const sample = new RegExp(`\\.${exact}(?:\\.v\\d+)?\\.json$`);
    return 1 + told.length + replies.filter(isNamed).length + samples.filter(({ file }) => sample.test(file)).length;
  });
  return counts.length === 0 ? 0 : Math.min(...counts);
};
