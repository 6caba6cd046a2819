import type { ErrorFacts } from '@throughcare/api/ops/fields';

export interface CauseShown {
  /** `TypeError` or `DatabaseError 23514`. */
  readonly title: string;
  /** What PostgreSQL names; empty when it names nothing. */
  readonly names: string;
  readonly at: readonly string[];
}

const NAMED = ['constraint', 'table', 'column', 'schema'] as const;

/** An error and what caused it, outermost first. */
export const causesOf = (failure: ErrorFacts | null | undefined): CauseShown[] => {
  const shown: CauseShown[] = [];
  for (let at = failure ?? undefined; at; at = at.cause) {
    const { type, code } = at;
    const names = NAMED.flatMap((name) => (at?.[name] === undefined ? [] : [`${name} ${at[name]}`]));
    const title = code === undefined || code === type ? type : `${type} ${code}`;
    shown.push({ title: `${shown.length > 0 ? 'Caused by ' : ''}${title}`, names: names.join(', '), at: at.at });
  }
  return shown;
};
