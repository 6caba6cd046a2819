import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is stored; `closed` is `departed` seen after its turnaround. */
export type StoredStatus = 'provisional' | 'confirmed' | 'arrived' | 'departed' | 'cancelled';

@Entity('booking')
export class Booking {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this booking. */
  @Column('int') version!: number;
  @Column('text') crn!: string;
  @Column({ type: 'text', nullable: true }) nomsNumber!: string | null;
  @Column('uuid') premisesId!: string;
  @Column('uuid') bedspaceId!: string;
  @Column({ type: 'uuid', nullable: true }) applicationId!: string | null;
  @Column({ type: 'uuid', nullable: true }) assessmentId!: string | null;
  @Column({ type: 'text', nullable: true }) eventNumber!: string | null;
  @Column({ type: 'text' }) status!: StoredStatus;
  @Column('date') arrivalDate!: string;
  @Column('date') departureDate!: string;
  /** Since when the person has had this bedspace, where they moved to it during the stay. */
  @Column({ type: 'date', nullable: true }) inBedSince!: string | null;
  /** Since when they have lived in this property, where they came from another one during the stay. */
  @Column({ type: 'date', nullable: true }) inPremisesSince!: string | null;
  @Column('date') originalArrivalDate!: string;
  @Column('date') originalDepartureDate!: string;
  @Column('int') turnaroundWorkingDays!: number;
  /** Last day that the stay and its turnaround occupy the bedspace. */
  @Column('date') effectiveEndDate!: string;
  /** When the prison said the person left custody; a person at the premises still has to record the arrival. */
  @Column({ type: 'timestamptz', nullable: true }) releasedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) erasedAt!: Date | null;
}
