import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a referral said before it was amended; texts are JSON, kept to the byte. */
@Entity('application_amendment')
export class Amendment {
  @PrimaryColumn('uuid') applicationId!: string;
  @PrimaryColumn('int') number!: number;
  @Column('timestamptz') amendedAt!: Date;
  @Column('uuid') amendedBy!: string;
  @Column('text') reason!: string;
  @Column('text', { array: true }) changed!: string[];
  @Column('text') data!: string;
  @Column({ type: 'text', nullable: true }) document!: string | null;
  @Column({ type: 'text', nullable: true }) readableCopy!: string | null;
}
