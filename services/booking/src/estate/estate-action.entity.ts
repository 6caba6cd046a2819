import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EstateDetails, EstateKind } from './estate-action';

@Entity('estate_action')
export class EstateAction {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') premisesId!: string;
  @Column({ type: 'uuid', nullable: true }) bedspaceId!: string | null;
  @Column('uuid') transactionId!: string;
  @Column({ type: 'text' }) kind!: EstateKind;
  @Column({ type: 'jsonb' }) details!: EstateDetails[EstateKind];
  @Column('timestamptz') createdAt!: Date;
  @Column('uuid') createdByUserId!: string;
}
