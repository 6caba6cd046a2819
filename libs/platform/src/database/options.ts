import type { MigrationInterface } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;
export type EntityClass = new () => object;

export interface DatabaseOptions {
  /** The service's own schema, e.g. `booking`. */
  readonly schema: string;
  readonly entities: readonly EntityClass[];
  readonly migrations: readonly MigrationClass[];
  /** Connections kept at most. Default 10. */
  readonly poolSize?: number;
  /** Default 10,000 ms; migrations have none. */
  readonly statementTimeoutMs?: number;
}
