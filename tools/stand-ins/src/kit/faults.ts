import { z } from 'zod';

const status = z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]);

/** What a stand-in can do wrong on purpose; each one seen in the field or certain to happen. */
export const Fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delay'), ms: z.number().int().min(0) }),
  z.object({ kind: z.literal('slow-body'), bytesPerSecond: z.number().int().min(1).default(1) }),
  z.object({ kind: z.literal('error'), status, retryAfter: z.string().optional() }),
  z.object({ kind: z.literal('rate-limit'), retryAfter: z.string().optional() }),
  z.object({ kind: z.literal('hang') }),
  z.object({ kind: z.literal('reset') }),
  z.object({ kind: z.literal('lost-response'), as: z.enum(['reset', '502', '504']).default('reset') }),
  z.object({ kind: z.literal('late-effect'), afterMs: z.number().int().min(0).default(5000) }),
  z.object({ kind: z.literal('not-found'), body: z.enum(['json', 'html', 'empty']).default('json') }),
  z.object({ kind: z.literal('unauthorised') }),
  z.object({ kind: z.literal('forbidden') }),
  z.object({ kind: z.literal('malformed'), how: z.enum(['cut', 'html', 'trailing']).default('cut') }),
]);
export type Fault = z.infer<typeof Fault>;

export const FaultRule = z.object({
  match: z
    .object({
      method: z.string().optional(),
      /** Path with `*` for anything. */
      path: z.string().optional(),
      /** Client id in the token. */
      caller: z.string().optional(),
      /** CRN or prison number in path, query or body. */
      person: z.string().optional(),
      /** Text in the (decoded) body. */
      contains: z.string().optional(),
    })
    .default({}),
  fault: Fault,
  /** How often; without it until removed. */
  times: z.number().int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  /** Matching requests that pass first. */
  after: z.number().int().min(0).default(0),
  until: z.iso.datetime().optional(),
});
export type FaultRule = z.infer<typeof FaultRule>;

export interface FaultSubject {
  method: string;
  path: string;
  query: string;
  caller: string | null;
  body: string;
}

interface Held extends FaultRule {
  id: number;
  seen: number;
  applied: number;
}

const glob = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

const matches = ({ match }: FaultRule, on: FaultSubject): boolean =>
  (!match.method || match.method.toUpperCase() === on.method) &&
  (!match.path || glob(match.path).test(on.path)) &&
  (!match.caller || match.caller === on.caller) &&
  (!match.person || `${on.path}?${on.query} ${on.body}`.includes(match.person)) &&
  (!match.contains || on.body.includes(match.contains));

export class Faults {
  private rules: Held[] = [];
  private nextId = 1;

  constructor(
    private readonly now: () => Date,
    private readonly random: () => number = Math.random,
  ) {}

  add(rule: FaultRule): number {
    this.rules.push({ ...rule, id: this.nextId, seen: 0, applied: 0 });
    return this.nextId++;
  }

  list(): readonly Held[] {
    return this.rules;
  }

  remove(id?: number): void {
    this.rules = id === undefined ? [] : this.rules.filter((rule) => rule.id !== id);
  }

  /** The fault for this request, if a rule holds; counts it. The first rule that fires wins. */
  take(subject: FaultSubject): Fault | undefined {
    for (const rule of this.rules) {
      if (!this.live(rule) || !matches(rule, subject)) continue;
      if (rule.seen++ < rule.after) continue;
      if (rule.probability !== undefined && this.random() >= rule.probability) continue;
      rule.applied++;
      return rule.fault;
    }
    return undefined;
  }

  private live(rule: Held): boolean {
    if (rule.until && this.now() >= new Date(rule.until)) return false;
    return rule.times === undefined || rule.applied < rule.times;
  }
}
