import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The newest word of a booking of an assessment. */
@Entity('assessment_booking')
export class AssessmentBooking {
  @PrimaryColumn({ name: 'booking_id', type: 'uuid' }) bookingId!: string;
  @Column({ name: 'assessment_id', type: 'uuid' }) assessmentId!: string;
  /** Number of the booking's event that said it. */
  @Column('int') version!: number;
  @Column({ name: 'is_confirmed', type: 'boolean' }) isConfirmed!: boolean;
}
