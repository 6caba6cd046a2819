import type { ListName, ReferenceItem } from '@throughcare/reference/items';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('reference_item')
export class ReferenceItemRow {
  @PrimaryColumn('text') list!: ListName;
  @PrimaryColumn('uuid') id!: string;
  /** `itemKey` of both; the database makes it. */
  @Column({ type: 'text', insert: false, update: false }) aggregateId!: string;
  @Column('jsonb') item!: ReferenceItem;
  @Column('int') version!: number;
  /** User name of the administrator who changed it last. */
  @Column('text') changedBy!: string;
  /** Null: before it was kept; its event knows. */
  @Column('timestamptz', { nullable: true }) changedAt!: Date | null;
}
