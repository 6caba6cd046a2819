import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person whose risks somebody has asked for, and of whom changes are told from then on. */
@Entity('followed_risk')
export class FollowedRisk {
  @PrimaryColumn('text') crn!: string;
  @Column('uuid') aggregateId!: string;
  @Column('int') version!: number;
  /** When the last change that was told happened. */
  @Column({ type: 'timestamptz', nullable: true }) toldAt!: Date | null;
}
