import type { ListName, ReferenceItem } from '@throughcare/reference/items';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('reference_item')
export class ReferenceItemRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') list!: ListName;
  @Column('jsonb') item!: ReferenceItem;
  @Column('int') version!: number;
}
