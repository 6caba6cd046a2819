import { Column, Entity, PrimaryColumn } from 'typeorm';

export type AssessmentStatus = 'unallocated' | 'in_review' | 'ready_to_place' | 'rejected' | 'closed';

/** What we know of a referral from the events of referral and assessment. */
@Entity('referral_view')
export class ReferralView {
  @PrimaryColumn('uuid') applicationId!: string;
  @Column('uuid') assessmentId!: string;
  @Column('text') crn!: string;
  @Column({ type: 'text', nullable: true }) nomsNumber!: string | null;
  @Column('uuid') probationRegionId!: string;
  @Column({ type: 'text', nullable: true }) eventNumber!: string | null;
  /** Null until the referral's own event has come. */
  @Column({ type: 'boolean', nullable: true }) sexualRisk!: boolean | null;
  /** What the referral asked for; null where it came before this was kept. */
  @Column({ type: 'uuid', nullable: true }) probationDeliveryUnitId!: string | null;
  /** As the assessor last put them. */
  @Column({ type: 'date', nullable: true }) requiredFrom!: string | null;
  @Column({ type: 'date', nullable: true }) releaseDate!: string | null;
  @Column({ type: 'text', nullable: true }) assessmentStatus!: AssessmentStatus | null;
  @Column('int') assessmentVersion!: number;
}
