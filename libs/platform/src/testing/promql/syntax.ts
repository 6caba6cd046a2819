/** The part of PromQL that our rules are written in; anything else is refused, so that no rule is half understood. */
export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export const AGGREGATES = ['sum', 'max', 'min', 'count'] as const;
export const FUNCTIONS = ['rate', 'increase', 'absent', 'time'] as const;
export type Aggregate = (typeof AGGREGATES)[number];
export type Function = (typeof FUNCTIONS)[number];

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'selector';
      readonly name: string;
      readonly matchers: readonly Matcher[];
      readonly rangeMs?: number;
      readonly offsetMs: number;
    }
  | { readonly kind: 'call'; readonly name: Function; readonly args: readonly Expression[] }
  | { readonly kind: 'aggregate'; readonly op: Aggregate; readonly by: readonly string[]; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly op: string;
      /** Labels that decide which series belong together; undefined: all of them. */
      readonly on?: readonly string[];
      readonly left: Expression;
      readonly right: Expression;
    };

/** Loosest first. All of them group to the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '>=', '<=', '>', '<'],
  ['+', '-'],
  ['*', '/'],
];
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const TOKEN =
  /\s+|[A-Za-z_:][\w:]*|\d+(?:\.\d+)?(?:[smhd](?![\w]))?|"(?:[^"\\]|\\.)*"|==|!=|>=|<=|=~|!~|[-+*/()[\]{},=<>]/y;

const tokensOf = (text: string): string[] => {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new Error(`Unknown PromQL at ${at}: ${text.slice(at, at + 20)}`);
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
};

/** Milliseconds of `5m`. */
export const duration = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (!(unit in UNITS)) throw new Error(`${text} is no duration`);
  return Number(count) * (UNITS[unit] ?? 0);
};

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  all(): Expression {
    const expression = this.binary(0);
    if (this.at < this.tokens.length) throw new Error(`Unexpected ${this.tokens[this.at]}`);
    return expression;
  }

  private binary(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (let op = this.peek(); operators.includes(op); op = this.peek()) {
      this.at += 1;
      const on = this.takes('on') ? this.names() : undefined;
      left = { kind: 'binary', op, left, right: this.binary(level + 1), ...(on && { on }) };
    }
    return left;
  }

  private unary(): Expression {
    const token = this.next();
    if (token === '(') {
      const inside = this.binary(0);
      this.expect(')');
      return inside;
    }
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if ((AGGREGATES as readonly string[]).includes(token)) return this.aggregate(token as Aggregate);
    if ((FUNCTIONS as readonly string[]).includes(token)) return this.call(token as Function);
    if (/^[a-z]\w*$/.test(token) && this.peek() !== '(') return this.selector(token);
    throw new Error(`${token} is not in the part of PromQL that is understood here`);
  }

  private aggregate(op: Aggregate): Expression {
    const by = this.takes('by') ? this.names() : [];
    this.expect('(');
    const of = this.binary(0);
    this.expect(')');
    return { kind: 'aggregate', op, by, of };
  }

  private call(name: Function): Expression {
    this.expect('(');
    const args = this.peek() === ')' ? [] : [this.binary(0)];
    this.expect(')');
    return { kind: 'call', name, args };
  }

  private selector(name: string): Expression {
    const matchers: Matcher[] = [];
    if (this.takes('{')) {
      while (!this.takes('}')) {
        const label = this.next();
        const op = this.next() as Matcher['op'];
        matchers.push({ label, op, value: JSON.parse(this.next()) as string });
        this.takes(',');
      }
    }
    let rangeMs: number | undefined;
    if (this.takes('[')) {
      rangeMs = duration(this.next());
      this.expect(']');
    }
    const offsetMs = this.takes('offset') ? duration(this.next()) : 0;
    return { kind: 'selector', name, matchers, offsetMs, ...(rangeMs !== undefined && { rangeMs }) };
  }

  private names(): string[] {
    this.expect('(');
    const names: string[] = [];
    while (!this.takes(')')) {
      names.push(this.next());
      this.takes(',');
    }
    return names;
  }

  private peek(): string {
    return this.tokens[this.at] ?? '';
  }
  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Error('The expression ends too early');
    this.at += 1;
    return token;
  }
  private takes(token: string): boolean {
    const found = this.peek() === token;
    if (found) this.at += 1;
    return found;
  }
  private expect(token: string): void {
    if (!this.takes(token)) throw new Error(`${token} expected, not ${this.peek() || 'the end'}`);
  }
}

/** Throws where the text is not in the part of PromQL that is understood here. */
export const parsePromql = (text: string): Expression => new Parser(tokensOf(text)).all();
