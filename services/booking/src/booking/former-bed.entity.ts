import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where somebody slept before they moved to another bedspace during their stay. Its cleaning holds the bedspace. */
@Entity('former_bed')
export class FormerBed {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') bookingId!: string;
  @Column('uuid') premisesId!: string;
  @Column('uuid') bedspaceId!: string;
  @Column('date') fromDay!: string;
  /** The day of the move. */
  @Column('date') toDay!: string;
  @Column('date') effectiveEndDate!: string;
}
