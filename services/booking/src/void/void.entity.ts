import { Column, Entity, PrimaryColumn } from 'typeorm';

export const COST_CENTRES = ['HMPPS', 'SUPPLIER'] as const;
export type CostCentre = (typeof COST_CENTRES)[number];

/** A bedspace is out of use from the first to the last day, both included. */
@Entity('void_bedspace')
export class VoidBedspace {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this void. */
  @Column('int') version!: number;
  @Column('uuid') premisesId!: string;
  @Column('uuid') bedspaceId!: string;
  @Column('date') startDate!: string;
  @Column('date') endDate!: string;
  @Column('uuid') reasonId!: string;
  /** Who pays. */
  @Column({ type: 'text', nullable: true }) costCentre!: CostCentre | null;
  @Column({ type: 'text', nullable: true }) referenceNumber!: string | null;
  @Column({ type: 'text', nullable: true }) notes!: string | null;
  /** Null while it counts. */
  @Column({ type: 'date', nullable: true }) cancelledOn!: string | null;
  @Column({ type: 'text', nullable: true }) cancellationNotes!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
