import type { EntityManager } from 'typeorm';
import { SHADOW_SUFFIX } from '../consumer/handling';
import { waitBriefly } from '../database/ddl';

/** What a rebuild found before it swaps. */
export interface Comparison {
  /** Rows in use now. */
  readonly live: number;
  /** Rows made anew from history. */
  readonly rebuilt: number;
  readonly onlyLive: number;
  readonly onlyRebuilt: number;
}

/** What a consumer offers so that its projection can be repaired. Each method runs in a transaction of the run. */
export interface Rebuildable {
  /** `reset-keys`: deletes the rows that came from events of these keys. */
  reset?(tx: EntityManager, keys: readonly string[]): Promise<void>;
  /** `rebuild`: makes empty shadow tables. Handlers write there while `ctx.replay.shadow` is true. */
  shadow?(tx: EntityManager): Promise<void>;
  /** Keeps live writers out until the transaction ends. */
  lock?(tx: EntityManager): Promise<void>;
  compare?(tx: EntityManager): Promise<Comparison>;
  /** Puts the shadow in the place of the live tables. */
  swap?(tx: EntityManager): Promise<void>;
  /** Throws the shadow away. */
  discard?(tx: EntityManager): Promise<void>;
}

export type CompleteRebuild = Required<Omit<Rebuildable, 'reset'>>;

/** A rebuild of one table of the consumer's own schema that nothing references. `table` is a plain name. */
export const tableRebuild = (table: string): CompleteRebuild => {
  if (!/^[a-z_][a-z0-9_]*$/.test(table)) throw new Error('Invalid table name: use lower-case letters, digits and _');
  const shadow = `${table}${SHADOW_SUFFIX}`;
  const excess = (a: string, b: string) => `(select count(*)::int from (table ${a} except table ${b}) x)`;
  return {
    shadow: async (tx) => {
      await waitBriefly(tx);
      await tx.query(`drop table if exists ${shadow}`);
      await tx.query(`create table ${shadow} (like ${table} including all)`);
    },
    lock: async (tx) => {
      await waitBriefly(tx);
      // The shadow first: a backup may read it, and then the swap cannot drop it at its end either.
      await tx.query(`lock table ${shadow} in access exclusive mode`);
      await tx.query(`lock table ${table} in share row exclusive mode`);
    },
    compare: async (tx) => {
      await tx.query('set local statement_timeout = 0');
      const [row] = await tx.query<Comparison[]>(
        `select (select count(*)::int from ${table}) as live, (select count(*)::int from ${shadow}) as rebuilt,
           ${excess(table, shadow)} as "onlyLive", ${excess(shadow, table)} as "onlyRebuilt"`,
      );
      return row ?? { live: 0, rebuilt: 0, onlyLive: 0, onlyRebuilt: 0 };
    },
    swap: async (tx) => {
      // Contents move, not names: indexes, rights and prepared statements of the live table stay what they are.
      await tx.query(`delete from ${table}`);
      await tx.query(`insert into ${table} table ${shadow}`);
      await tx.query(`drop table ${shadow}`);
    },
    discard: async (tx) => {
      await waitBriefly(tx);
      await tx.query(`drop table if exists ${shadow}`);
    },
  };
};

/** Consumers that can be repaired, by name. A service registers them when it starts. */
export class ReplayHooks {
  private readonly hooks = new Map<string, Rebuildable>();
  private readonly reasons = new Map<string, string>();

  register(consumer: string, hooks: Rebuildable): void {
    this.hooks.set(consumer, { ...this.hooks.get(consumer), ...hooks });
  }

  /** For a consumer whose effects history cannot repair: a sentence that says why, and what to do. */
  without(consumer: string, why: string): void {
    this.reasons.set(consumer, why);
  }

  whyNot(consumer: string): string | undefined {
    return this.reasons.get(consumer);
  }

  /** Those that neither offer a repair nor say why there is none. */
  undeclared(consumers: Iterable<string>): string[] {
    return [...consumers].filter((consumer) => !this.hooks.has(consumer) && !this.reasons.has(consumer));
  }

  of(consumer: string): Rebuildable {
    return this.hooks.get(consumer) ?? {};
  }

  canReset(consumer: string): boolean {
    return this.of(consumer).reset !== undefined;
  }

  rebuildOf(consumer: string): CompleteRebuild | undefined {
    const { shadow, lock, compare, swap, discard } = this.of(consumer);
    if (!shadow || !lock || !compare || !swap || !discard) return undefined;
    return { shadow, lock, compare, swap, discard };
  }
}
