import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The newest word of a booking of an assessment. */
@Entity('assessment_booking')
export class AssessmentBooking {
  @PrimaryColumn('uuid') bookingId!: string;
  @Column('uuid') assessmentId!: string;
  /** Number of the booking's event that said it. */
  @Column('int') version!: number;
  @Column('boolean') isConfirmed!: boolean;
}
