// One request: an operation, a user, and something wrong with it, or nothing.
import type { Dice } from './dice';
import type { Operation, Schema } from './operations';
import { MARK, jsons, pathValue, texts } from './values';

export interface Composed {
  readonly operation: Operation;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How the token of the form is; a form has one. */
  readonly csrf?: Csrf;
}

export type Csrf = 'right' | 'wrong' | 'absent';

const encoded = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80'; // half a character, as some clients send it
  }
};

const textOf = (name: string, { format, enum: words }: Schema, dice: Dice, known: readonly string[]): string => {
  if (words) return JSON.stringify(dice.pick(words));
  if (format === 'uuid' || /Id$/.test(name)) return JSON.stringify(pathValue('id', dice, known));
  if (format?.startsWith('date') || /Date/.test(name))
    return dice.pick(['"2026-11-30"', '"2027-01-04"', '"2025-05-01"']);
  return JSON.stringify(/crn/i.test(name) ? pathValue('crn', dice, known) : `${MARK} ${dice.below(1_000)}`);
};

/** JSON that fits the schema, with odd values at some places. */
const jsonOf = (name: string, schema: Schema, dice: Dice, known: readonly string[], oddity: number): string => {
  if (dice.chance(oddity)) return dice.chance(0.5) ? dice.pick(jsons) : JSON.stringify(dice.pick(texts));
  if (schema.properties) {
    const members = Object.entries(schema.properties).filter(() => dice.chance(0.9));
    const parts = members.map(([key, one]) => `${JSON.stringify(key)}:${jsonOf(key, one, dice, known, oddity)}`);
    return `{${parts.join(',')}}`;
  }
  if (schema.items) return `[${jsonOf(name, schema.items, dice, known, oddity)}]`;
  if (schema.type === 'number' || schema.type === 'integer') return String(dice.below(30));
  if (schema.type === 'boolean') return String(dice.chance(0.5));
  if (schema.type === 'object') return dice.pick(['{}', `{"answer":{"note":"${MARK}"}}`]);
  return textOf(name, schema, dice, known);
};

const queryOf = ({ query }: Operation, dice: Dice): string => {
  const names = query.filter(() => dice.chance(0.5));
  if (dice.chance(0.15)) names.push(dice.pick([...names, 'unknown', 'page', '__proto__', 'crn']));
  if (names.length > 0 && dice.chance(0.15)) names.push(dice.pick(names));
  const pairs = names.map((name) => `${encoded(name)}=${encoded(dice.pick(texts).slice(0, 1_500))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
};

const headersOf = (dice: Dice): Record<string, string> => ({
  ...(dice.chance(0.3) && { 'idempotency-key': dice.pick(['k1', 'k2', `k-${dice.below(1_000)}`, 'x'.repeat(300)]) }),
  ...(dice.chance(0.3) && { 'if-match': dice.pick(['"1"', '"2"', '*', 'W/"x"', '"']) }),
  ...(dice.chance(0.1) && { 'if-none-match': '"x"' }),
  ...(dice.chance(0.2) && { 'x-correlation-id': dice.pick(['fuzz-0001-abc', 'X900001', 'a'.repeat(200)]) }),
  ...(dice.chance(0.1) && { traceparent: dice.pick(['00-0-0-0', `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`]) }),
  ...(dice.chance(0.05) && { accept: 'text/html', 'accept-encoding': 'zstd' }),
});

/** A whole body that is no JSON object of ours. */
const strange = (dice: Dice): string =>
  dice.pick([...jsons, '', '{', 'x', '"text"', '\ufeff{}', `{"message":"${MARK}"`, 'x'.repeat(300_000)]);

/** Fields of a form, some left out, some sent twice, some nobody's. */
const fieldsOf = (names: readonly string[], dice: Dice, known: readonly string[]): string => {
  const sent = names.filter(() => dice.chance(0.9));
  if (dice.chance(0.2)) sent.push(dice.pick([...names, '__proto__', 'unknown']));
  const value = (name: string) =>
    dice.chance(0.3)
      ? dice.pick([...texts, ...jsons])
      : dice.pick([pathValue(name, dice, known), pathValue('id', dice, known), 'yes', 'all', `${MARK} reason`]);
  const pairs = sent.map((name) => `${encoded(name)}=${encoded(value(name))}`);
  return dice.chance(0.03) ? dice.pick(['%', '=&=&', 'a[b][c]=1&a=2', `${'x=1&'.repeat(2_000)}`]) : pairs.join('&');
};

const formOf = (names: readonly string[], dice: Dice, known: readonly string[]) => {
  const csrf: Csrf = dice.chance(0.7) ? 'right' : dice.pick(['wrong', 'absent'] as const);
  const isForm = dice.chance(0.97);
  const type = isForm ? 'application/x-www-form-urlencoded' : dice.pick(['application/json', 'multipart/form-data']);
  return { csrf, type, body: fieldsOf(names, dice, known) };
};

export const compose = (operations: readonly Operation[], dice: Dice, known: readonly string[]): Composed => {
  const isBuilt = dice.chance(0.95);
  const operation = dice.pick(operations.filter((one) => one.isBuilt === isBuilt));
  const path = operation.template.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encoded(dice.chance(0.15) ? dice.pick(texts).slice(0, 400) : pathValue(name, dice, known)),
  );
  const headers = headersOf(dice);
  const full = path + queryOf(operation, dice);
  if (operation.method === 'GET') return { operation, path: full, headers };
  if (operation.form) {
    const { type, ...form } = formOf(operation.form, dice, known);
    return { operation, path: full, headers: { ...headers, 'content-type': type }, ...form };
  }
  const oddity = dice.pick([0, 0, 0.05, 0.3]);
  const body = dice.chance(0.1) ? strange(dice) : jsonOf('', operation.body ?? { properties: {} }, dice, known, oddity);
  const type = dice.chance(0.03) ? dice.pick(['text/plain', 'application/xml', '']) : 'application/json';
  return { operation, path: full, headers: { ...headers, 'content-type': type }, body };
};
