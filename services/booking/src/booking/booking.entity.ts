import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is stored; `closed` is `departed` seen after its turnaround. */
export type StoredStatus = 'provisional' | 'confirmed' | 'arrived' | 'departed' | 'cancelled';

@Entity('booking')
export class Booking {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this booking. */
  @Column('int') version!: number;
  @Column('text') crn!: string;
  @Column({ name: 'noms_number', type: 'text', nullable: true }) nomsNumber!: string | null;
  @Column({ name: 'premises_id', type: 'uuid' }) premisesId!: string;
  @Column({ name: 'bedspace_id', type: 'uuid' }) bedspaceId!: string;
  @Column({ name: 'application_id', type: 'uuid', nullable: true }) applicationId!: string | null;
  @Column({ name: 'assessment_id', type: 'uuid', nullable: true }) assessmentId!: string | null;
  @Column({ name: 'event_number', type: 'text', nullable: true }) eventNumber!: string | null;
  @Column({ type: 'text' }) status!: StoredStatus;
  @Column({ name: 'arrival_date', type: 'date' }) arrivalDate!: string;
  @Column({ name: 'departure_date', type: 'date' }) departureDate!: string;
  @Column({ name: 'original_arrival_date', type: 'date' }) originalArrivalDate!: string;
  @Column({ name: 'original_departure_date', type: 'date' }) originalDepartureDate!: string;
  @Column({ name: 'turnaround_working_days', type: 'int' }) turnaroundWorkingDays!: number;
  /** Last day that the stay and its turnaround occupy the bedspace. */
  @Column({ name: 'effective_end_date', type: 'date' }) effectiveEndDate!: string;
  /** When the prison said the person left custody; a person at the premises still has to record the arrival. */
  @Column({ name: 'released_at', type: 'timestamptz', nullable: true }) releasedAt!: Date | null;
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
}
