import type { EntityManager } from 'typeorm';
import type { Delivery } from '../bus';
import { Fenced } from '../bus';
import { quoteSchema } from '../../database/names';
import type { Statement } from '../../database/statement';
import { execute, statement } from '../../database/statement';
import type { DedicatedConnection } from '../../database/connection';

export interface Move {
  readonly source: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

interface CursorRow {
  readonly source: string;
  readonly partition: number;
  readonly offset: number;
}

/** Compare and set of several cursors. */
export const moveStatement = (schema: string): Statement =>
  statement(
    'move',
    schema,
    `
  update ${quoteSchema(schema)}.consumer_cursor c set "offset" = m.next, moved_at = clock_timestamp()
  from unnest($2::text[], $3::smallint[], $4::bigint[], $5::bigint[]) as m(source, partition, expected, next)
  where c.consumer = $1 and c.source = m.source and c.partition = m.partition and c."offset" = m.expected`,
  );

/** How far a consumer has come, in its own schema. */
export class Cursors {
  private readonly table: string;
  private readonly moving: Statement;

  constructor(
    private readonly connection: DedicatedConnection,
    schema: string,
    private readonly consumer: string,
  ) {
    this.table = `${quoteSchema(schema)}.consumer_cursor`;
    this.moving = moveStatement(schema);
  }

  /** Offsets of these partitions; those never read start at 0. */
  async load(sources: readonly string[], partitions: readonly number[]): Promise<CursorRow[]> {
    const values = [this.consumer, sources, partitions];
    await this.connection.query(
      `insert into ${this.table} (consumer, source, partition, "offset")
       select $1, source, partition, 0 from unnest($2::text[]) as source cross join unnest($3::smallint[]) as partition
       on conflict do nothing`,
      values,
    );
    const { rows } = await this.connection.query<CursorRow>(
      `select source, partition, "offset"::float8 as "offset" from ${this.table}
       where consumer = $1 and source = any($2) and partition = any($3)`,
      values,
    );
    return rows;
  }

  /** Compare and set: refuses when another instance has moved one of them. */
  async move(tx: EntityManager, moves: readonly Move[]): Promise<void> {
    const { rowCount } = await execute(tx, this.moving, [
      this.consumer,
      moves.map((m) => m.source),
      moves.map((m) => m.partition),
      moves.map((m) => m.from),
      moves.map((m) => m.to),
    ]);
    const [first] = moves;
    if (rowCount !== moves.length && first) throw new Fenced(first.source, first.partition);
  }

  /** For an operator: the next event read is the one after `offset`. */
  async set(source: string, partition: number, offset: number): Promise<void> {
    await this.connection.query(
      `insert into ${this.table} (consumer, source, partition, "offset") values ($1, $2, $3, $4)
       on conflict (consumer, source, partition) do update set "offset" = excluded."offset", moved_at = clock_timestamp()`,
      [this.consumer, source, partition, offset],
    );
  }
}

/** The last delivery of each source and partition among these. */
export const lastOf = (deliveries: readonly Delivery[]): Delivery[] => [
  ...new Map(deliveries.map((d) => [`${d.record.source}/${d.record.partition}`, d])).values(),
];
