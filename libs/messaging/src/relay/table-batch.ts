import type { OutboxBatch } from '../bus/bus';
import type { EventRecord } from '../publish/event-record';
import type { OutboxRow, OutboxTable } from './outbox-table';

/** Rows of the outbox as the bus sees them. */
export class TableBatch implements OutboxBatch {
  left: readonly OutboxRow[];
  private rowOf = new Map<string, OutboxRow>();

  constructor(
    readonly source: string,
    rows: readonly OutboxRow[],
    private readonly table: OutboxTable,
  ) {
    this.left = rows;
  }

  get size(): number {
    return this.left.length;
  }

  async records(): Promise<readonly EventRecord[]> {
    const loaded = await this.table.load(this.left);
    const byPosition = new Map(this.left.map((row) => [row.position, row]));
    this.rowOf = new Map(
      loaded.flatMap(({ position, record }) => {
        const row = byPosition.get(position);
        return row ? [[record.id, row]] : [];
      }),
    );
    return loaded.map(({ record }) => record);
  }

  async settle(accepted?: readonly EventRecord[]): Promise<void> {
    const rows = accepted ? accepted.flatMap((record) => this.rowOf.get(record.id) ?? []) : this.left;
    await this.table.settle(rows);
    const settled = new Set(rows);
    this.left = accepted ? this.left.filter((row) => !settled.has(row)) : [];
  }
}
