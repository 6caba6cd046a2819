import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AssessmentState, AssessmentStatus } from './assessment-state';

@Entity('assessment')
export class Assessment implements AssessmentState {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this assessment. */
  @Column('int') version!: number;
  @Column({ name: 'application_id', type: 'uuid' }) applicationId!: string;
  @Column('text') crn!: string;
  @Column({ name: 'noms_number', type: 'text', nullable: true }) nomsNumber!: string | null;
  /** Who began the referral: may read the timeline, as everyone who may read the application. */
  @Column({ name: 'referrer_user_id', type: 'uuid' }) referrerUserId!: string;
  @Column({ name: 'probation_region_id', type: 'uuid' }) probationRegionId!: string;
  @Column({ name: 'probation_delivery_unit_id', type: 'uuid', nullable: true }) probationDeliveryUnitId!: string | null;
  /** When the referral was submitted. */
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @Column({ name: 'release_date', type: 'date', nullable: true }) releaseDate!: string | null;
  @Column({ name: 'accommodation_required_from_date', type: 'date' }) accommodationRequiredFromDate!: string;
  @Column('text') status!: AssessmentStatus;
  @Column({ name: 'allocated_to_user_id', type: 'uuid', nullable: true }) allocatedToUserId!: string | null;
  @Column({ name: 'allocated_at', type: 'timestamptz', nullable: true }) allocatedAt!: Date | null;
  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true }) decidedAt!: Date | null;
  @Column({ name: 'completed_at', type: 'timestamptz', nullable: true }) completedAt!: Date | null;
  @Column({ name: 'closed_by_booking_id', type: 'uuid', nullable: true }) closedByBookingId!: string | null;
  @Column({ name: 'rejection_reason_id', type: 'uuid', nullable: true }) rejectionReasonId!: string | null;
  @Column({ name: 'rejection_reason_detail', type: 'text', nullable: true }) rejectionReasonDetail!: string | null;
  @Column({ name: 'rejection_rationale', type: 'text', nullable: true }) rejectionRationale!: string | null;
  @Column({ name: 'is_withdrawn', type: 'boolean', nullable: true }) isWithdrawn!: boolean | null;
}
