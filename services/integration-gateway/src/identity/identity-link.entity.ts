import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which NOMS number goes with a CRN, as the newest word has it. */
@Entity('identity_link')
export class IdentityLink {
  @PrimaryColumn('text') crn!: string;
  @Column('uuid') aggregateId!: string;
  @Column('int') version!: number;
  @Column('text') nomsNumber!: string;
  /** Where it was learnt. */
  @Column('text') source!: string;
  @Column('timestamptz') learntAt!: Date;
}
