import { identity, type Labels, type Point, type Scrapes, type Series } from './scrapes';
import type { Aggregate, Expression, Matcher } from './syntax';

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}
type Value = number | readonly Sample[];

/** Prometheus looks back no further for the latest sample. */
const LOOKBACK_MS = 300_000;

const matches = (labels: Labels, { label, op, value }: Matcher): boolean => {
  const own = labels[label] ?? '';
  const regular = op === '=~' || op === '!~' ? new RegExp(`^(?:${value})$`).test(own) : own === value;
  return op === '=' || op === '=~' ? regular : !regular;
};

const AGGREGATED: Readonly<Record<Aggregate, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((all, value) => all + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  count: (values) => values.length,
};

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
const COMPARED: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** As Prometheus' `extrapolatedRate`: the increase between first and last sample, stretched to the borders of the window. */
export const increaseOf = (points: readonly Point[], from: number, to: number): number | undefined => {
  const known = points.filter((point): point is Point & { value: number } => point.value !== undefined);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || known.length < 2) return undefined;
  const resets = known
    .slice(1)
    .reduce((sum, { value }, n) => sum + (value < (known[n]?.value ?? 0) ? (known[n]?.value ?? 0) : 0), 0);
  const result = last.value - first.value + resets;
  const sampled = last.at - first.at;
  const between = sampled / (known.length - 1);
  let before = first.at - from >= between * 1.1 ? between / 2 : first.at - from;
  if (result > 0 && first.value >= 0) before = Math.min(before, sampled * (first.value / result));
  const after = to - last.at >= between * 1.1 ? between / 2 : to - last.at;
  return (result * (sampled + before + after)) / sampled;
};

/** What an expression gives at one moment. */
export class Evaluator {
  constructor(private readonly scrapes: Scrapes) {}

  /** The series that it leaves: an alert is pending for each. */
  vector(expression: Expression, at: number): readonly Sample[] {
    const value = this.value(expression, at);
    return typeof value === 'number' ? [{ labels: {}, value }] : value;
  }

  private value(expression: Expression, at: number): Value {
    switch (expression.kind) {
      case 'number':
        return expression.value;
      case 'selector':
        return this.instant(expression, at);
      case 'call':
        return this.call(expression, at);
      case 'aggregate':
        return this.aggregate(expression, at);
      case 'binary':
        return this.binary(expression, at);
    }
  }

  private select({ name, matchers }: Extract<Expression, { kind: 'selector' }>): Series[] {
    return this.scrapes.named(name).filter(({ labels }) => matchers.every((matcher) => matches(labels, matcher)));
  }

  private instant(selector: Extract<Expression, { kind: 'selector' }>, at: number): Sample[] {
    if (selector.rangeMs !== undefined) throw new Error('A range needs a function around it');
    const then = at - selector.offsetMs;
    return this.select(selector).flatMap(({ labels, points }) => {
      const latest = points.filter((point) => point.at > then - LOOKBACK_MS && point.at <= then).at(-1);
      return latest?.value === undefined ? [] : [{ labels, value: latest.value }];
    });
  }

  private call({ name, args }: Extract<Expression, { kind: 'call' }>, at: number): Value {
    if (name === 'time') return at / 1000;
    const [of] = args;
    if (!of) throw new Error(`${name} of what?`);
    if (name === 'absent') return this.absent(of, at);
    if (of.kind !== 'selector' || of.rangeMs === undefined) throw new Error(`${name} needs a range`);
    const [from, to] = [at - of.offsetMs - of.rangeMs, at - of.offsetMs];
    const scale = name === 'rate' ? 1000 / of.rangeMs : 1;
    return this.select(of).flatMap(({ labels, points }) => {
      const increase = increaseOf(
        points.filter((point) => point.at > from && point.at <= to),
        from,
        to,
      );
      return increase === undefined ? [] : [{ labels, value: increase * scale }];
    });
  }

  private absent(of: Expression, at: number): Sample[] {
    if (this.vector(of, at).length > 0) return [];
    const equal = of.kind === 'selector' ? of.matchers.filter(({ op }) => op === '=') : [];
    return [{ labels: Object.fromEntries(equal.map(({ label, value }) => [label, value])), value: 1 }];
  }

  private aggregate({ op, by, of }: Extract<Expression, { kind: 'aggregate' }>, at: number): Sample[] {
    const groups = new Map<string, { labels: Labels; values: number[] }>();
    for (const { labels, value } of this.vector(of, at)) {
      const own = Object.fromEntries(by.flatMap((name) => (name in labels ? [[name, labels[name] ?? '']] : [])));
      const group = groups.get(identity(own)) ?? { labels: own, values: [] };
      groups.set(identity(own), group);
      group.values.push(value);
    }
    return [...groups.values()].map(({ labels, values }) => ({ labels, value: AGGREGATED[op](values) }));
  }

  private binary(expression: Extract<Expression, { kind: 'binary' }>, at: number): Value {
    const { op, on } = expression;
    const [left, right] = [this.value(expression.left, at), this.value(expression.right, at)];
    if (typeof left === 'number' && typeof right === 'number') return scalars(op, left, right);
    if (['and', 'or', 'unless'].includes(op)) return sets(op, vectorOf(left), vectorOf(right), on);
    return pairsOf(left, right, on).flatMap(({ labels, a, b, kept }) => {
      const compare = COMPARED[op];
      if (compare) return compare(a, b) ? [{ labels: kept, value: typeof left === 'number' ? b : a }] : [];
      return [{ labels, value: ARITHMETIC[op]?.(a, b) ?? NaN }];
    });
  }
}

const vectorOf = (value: Value): readonly Sample[] => {
  if (typeof value === 'number') throw new Error('A set operator needs series on both sides');
  return value;
};

const scalars = (op: string, a: number, b: number): number => {
  const result = ARITHMETIC[op]?.(a, b);
  if (result === undefined) throw new Error(`${op} between two numbers needs bool`);
  return result;
};

const sets = (op: string, left: readonly Sample[], right: readonly Sample[], on?: readonly string[]): Sample[] => {
  const key = ({ labels }: Sample) => identity(labels, on ? [...on] : undefined);
  const there = new Set(right.map(key));
  if (op === 'and') return left.filter((sample) => there.has(key(sample)));
  if (op === 'unless') return left.filter((sample) => !there.has(key(sample)));
  const here = new Set(left.map(key));
  return [...left, ...right.filter((sample) => !here.has(key(sample)))];
};

interface Pair {
  readonly labels: Labels;
  /** Labels of the side that a comparison keeps. */
  readonly kept: Labels;
  readonly a: number;
  readonly b: number;
}

const pairsOf = (left: Value, right: Value, on?: readonly string[]): Pair[] => {
  if (typeof left === 'number')
    return vectorOf(right).map(({ labels, value }) => ({ labels, kept: labels, a: left, b: value }));
  if (typeof right === 'number') return left.map(({ labels, value }) => ({ labels, kept: labels, a: value, b: right }));
  const key = ({ labels }: Sample) => identity(labels, on ? [...on] : undefined);
  for (const side of [left, right])
    if (new Set(side.map(key)).size < side.length)
      throw new Error('Several series of one side belong to one of the other');
  const others = new Map(right.map((sample) => [key(sample), sample.value]));
  return left.flatMap((sample) => {
    const b = others.get(key(sample));
    return b === undefined ? [] : [{ labels: sample.labels, kept: sample.labels, a: sample.value, b }];
  });
};
