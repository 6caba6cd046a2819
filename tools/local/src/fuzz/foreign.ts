// Messages on our own topics and queues that none of our services wrote.
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { catalogue } from '@throughcare/events/catalogue';
import type { Dice } from './dice';
import { MARK, jsons, people, prisoners, texts } from './values';

/** Members of an event's record, any of them odd or missing. */
export type ForeignRecord = Readonly<Record<string, unknown>>;

export interface Foreign {
  readonly source: string;
  readonly key: string;
  readonly type: string;
  /** Bytes of somebody else instead of a record. */
  readonly garbage?: Buffer;
  readonly record: ForeignRecord;
}

const copies = ['0197a000-0000-7000-8000-0000000000c1', '0197a000-0000-7000-8000-0000000000c2'];
const times = ['2099-12-31T23:59:59.999Z', '1999-01-01T00:00:00Z', '2026-03-02T09:12:45+14:00', '+275760-09-13', '1'];
const versions: readonly unknown[] = [0, -1, 1, 1, 2, 2_147_483_648, 1.5, 'one', null, 9_007_199_254_740_991];

const garbage = (dice: Dice): Buffer =>
  dice.pick([
    () => Buffer.alloc(0),
    () => Buffer.from(Array.from({ length: 64 }, () => dice.below(256))),
    () => Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x80]),
    () => Buffer.from(dice.pick(jsons)),
    () => Buffer.from(dice.pick(texts)),
    () => Buffer.alloc(900_000, 'x'),
  ])();

/** The example's data with one member replaced. */
const dataOf = (example: unknown, dice: Dice): string => {
  const whole = example as Record<string, unknown>;
  const name = dice.pick([...Object.keys(whole), 'unknown']);
  const text = JSON.stringify({ ...whole, [name]: MARK });
  return text.replace(JSON.stringify(MARK), () => dice.pick([...jsons, JSON.stringify(dice.pick(texts))]));
};

/** One message: a sound event, or one with something wrong in it. */
export const foreignOf = (dice: Dice): Foreign => {
  const { type, source, dataschema, example } = dice.pick(catalogue);
  const odd = (chance: number, one: () => unknown, otherwise: unknown) => (dice.chance(chance) ? one() : otherwise);
  const text = () => dice.pick(texts);
  const key = dice.chance(0.1) ? text() : dice.pick([...people, ...prisoners]);
  const kind = dice.chance(0.1) ? dice.pick(['some.unknown.type', 'malformed', text()]) : type;
  const headers = {
    dataschema: odd(0.15, () => dice.pick([`urn:throughcare:event:${type}:99`, text()]), dataschema),
    correlationid: odd(0.1, text, 'fuzz-foreign'),
    ...(dice.chance(0.1) && { causationid: text(), traceparent: text() }),
  };
  const record = {
    id: dice.chance(0.2) ? dice.pick([...copies, text()]) : randomUUID(),
    source: odd(0.05, text, source),
    partition: odd(0.1, () => dice.pick([-1, 64, 1.5]), dice.below(64)),
    key,
    type: kind,
    aggregateId: odd(0.1, text, randomUUID()),
    version: dice.pick(versions),
    payload: dice.chance(0.4) ? dataOf(example, dice) : JSON.stringify(example),
    headers,
    occurredAt: dice.chance(0.2) ? dice.pick([...times, text()]) : new Date().toISOString(),
  };
  const missing = dice.chance(0.1) ? dice.pick(Object.keys(record)) : '';
  const left = Object.fromEntries(Object.entries(record).filter(([name]) => name !== missing));
  return { source, key, type: kind, record: left, ...(dice.chance(0.15) && { garbage: garbage(dice) }) };
};
