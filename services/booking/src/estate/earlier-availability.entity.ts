import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A period of a property, or of one of its bedspaces, that is over. Both days belong to it. */
@Entity('earlier_availability')
export class EarlierAvailability {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') premisesId!: string;
  /** Null: the property's own. */
  @Column({ type: 'uuid', nullable: true }) bedspaceId!: string | null;
  @Column('date') firstDay!: string;
  @Column('date') lastDay!: string;
}
