import { Column, Entity, PrimaryColumn } from 'typeorm';

export type AssessmentStatus = 'unallocated' | 'in_review' | 'ready_to_place' | 'rejected' | 'closed';

/** What we know of a referral from the events of referral and assessment. */
@Entity('referral_view')
export class ReferralView {
  @PrimaryColumn({ name: 'application_id', type: 'uuid' }) applicationId!: string;
  @Column({ name: 'assessment_id', type: 'uuid' }) assessmentId!: string;
  @Column('text') crn!: string;
  @Column({ name: 'noms_number', type: 'text', nullable: true }) nomsNumber!: string | null;
  @Column({ name: 'probation_region_id', type: 'uuid' }) probationRegionId!: string;
  @Column({ name: 'event_number', type: 'text', nullable: true }) eventNumber!: string | null;
  /** Null until the referral's own event has come. */
  @Column({ name: 'sexual_risk', type: 'boolean', nullable: true }) sexualRisk!: boolean | null;
  @Column({ name: 'assessment_status', type: 'text', nullable: true }) assessmentStatus!: AssessmentStatus | null;
  @Column({ name: 'assessment_version', type: 'int' }) assessmentVersion!: number;
}
