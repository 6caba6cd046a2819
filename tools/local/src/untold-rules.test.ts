import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../../..');

/** An object in a rule that says what changes; `events` is what it tells: nothing, something, or what cannot be seen here. */
interface Decided {
  /** Function in which it stands, and the changes as they are written. */
  readonly where: string;
  readonly events: 'none' | 'some' | 'missing';
}

const memberOf = (object: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined =>
  object.properties.find((each) => each.name !== undefined && each.name.getText() === name);

const valueOf = (member: ts.ObjectLiteralElementLike | undefined): ts.Expression | undefined =>
  member && ts.isPropertyAssignment(member) ? member.initializer : undefined;

const isEmptyObject = (value: ts.Expression | undefined): boolean =>
  value !== undefined && ts.isObjectLiteralExpression(value) && value.properties.length === 0;

/** One member of the list is enough, unless it is there only sometimes. */
const tells = (value: ts.Expression | undefined): boolean => {
  if (value === undefined) return true; // `events,`: what was made further up
  if (ts.isParenthesizedExpression(value)) return tells(value.expression);
  if (ts.isConditionalExpression(value)) return tells(value.whenTrue) && tells(value.whenFalse);
  if (!ts.isArrayLiteralExpression(value)) return true;
  return value.elements.some((each) => (ts.isSpreadElement(each) ? tells(each.expression) : true));
};

/** Name of the function or constant of the file in which a node stands. */
const functionOf = (node: ts.Node): string => {
  const outermost = (at: ts.Node): ts.Node => (ts.isSourceFile(at.parent) ? at : outermost(at.parent));
  const top = outermost(node);
  if (ts.isFunctionDeclaration(top)) return top.name?.text ?? '';
  return ts.isVariableStatement(top) ? (top.declarationList.declarations[0]?.name.getText() ?? '') : '';
};

/** A spread before the changes brings its own events. */
const eventsOf = (decision: ts.ObjectLiteralExpression): Decided['events'] => {
  const events = memberOf(decision, 'events');
  if (events) return tells(valueOf(events)) ? 'some' : 'none';
  const spread = decision.properties.filter(ts.isSpreadAssignment);
  return spread.some(({ expression }) => ts.isIdentifier(expression)) ? 'some' : 'missing';
};

/** Every object literal of a rule with `changes` in it that changes something. */
const decidedIn = (text: string): readonly Decided[] => {
  const file = ts.createSourceFile('rules.ts', text, ts.ScriptTarget.Latest, true);
  const found: Decided[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const changes = memberOf(node, 'changes');
      if (changes && !isEmptyObject(valueOf(changes))) found.push({ where: functionOf(node), events: eventsOf(node) });
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
};

/**
 * Decisions that change something and publish nothing, by file and function, each with its reason. Any other decision of a rule returns
 * an event with its changes: whoever follows the events knows what is stored (F-022). `changes: {}` changes nothing and needs no reason.
 */
const UNTOLD: Readonly<Record<string, string>> = {
  'services/integration-gateway/src/ledger/findings.rules.ts notSent: none':
    'it is sent again: each send is told when it ends',
  'services/integration-gateway/src/ledger/ledger.rules.ts again: none':
    'claims and tries are ours alone; ends are told',
  'services/integration-gateway/src/ledger/ledger.rules.ts answered: none':
    'a message id that came late, after the end was told',
  'services/integration-gateway/src/ledger/ledger.rules.ts failed: none':
    'claims and tries are ours alone; ends are told',
  'services/integration-gateway/src/ledger/ledger.rules.ts silent: none':
    'claims and tries are ours alone; ends are told',
  'services/passport/src/pathway/pathway.rules.ts setStatus: none':
    'another fact behind the same status, which is what was told',
  'services/referral/src/application/draft.rules.ts save: missing':
    'a draft is its author’s alone until it is submitted or deleted',
  'services/referral/src/application/outcome.rules.ts applyOutcome: missing':
    'a copy of what assessment has told everybody',
  'services/referral/src/risk/risk.rules.ts afterReading: none':
    'a draft’s risks are its author’s alone, and what could not be had and is had later is no change; what differs is told',
};

const undecided = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) =>
    decidedIn(readFileSync(join(ROOT, file), 'utf8'))
      .filter(({ events }) => events !== 'some')
      .map(({ where, events }) => `${file} ${where}: ${events}`),
  );

it('F-022: a rule that changes something and publishes nothing says why', () => {
  const silent = [...new Set(undecided(globSync('services/*/src/**/*.rules.ts', { cwd: ROOT })))];
  expect(silent.toSorted()).toEqual(Object.keys(UNTOLD).toSorted());
});

it.each([
  ['none', `{ changes: { status }, events: [] }`],
  ['none', `{ changes: { status }, events: [...(isNew ? [event] : [])] }`],
  ['none', `{ changes: datesOf(stay), events: isNew ? [event] : [] }`],
  ['missing', `{ changes: { status } }`],
  ['missing', `{ changes }`],
  ['some', `{ changes: { status }, events: [event] }`],
  ['some', `{ changes, events: [first, ...(isNew ? [event] : [])] }`],
  ['some', `{ changes, events }`],
])('finds %s in %s, in a function or beside one', (events, decision) => {
  expect(decidedIn(`export const decide = () => { if (isNew) return ${decision}; };`)).toEqual([
    { where: 'decide', events },
  ]);
  expect(decidedIn(`export function decide() { return ${decision}; }`)).toEqual([{ where: 'decide', events }]);
  expect(decidedIn(`const KEPT = ${decision};`)).toEqual([{ where: 'KEPT', events }]);
});

it('leaves alone what changes nothing', () => {
  expect(decidedIn('const NOTHING = { changes: {}, events: [] };')).toEqual([]);
});
