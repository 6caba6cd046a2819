import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A verified entry into or departure from custody. */
@Entity('custody_event')
export class CustodyEvent {
  @PrimaryColumn('uuid')
  eventId: string;

  @Column('uuid')
  personId: string;

  @Column('text')
  type: 'PRISON_ADMISSION' | 'PRISON_RELEASE';

  /** The prison entered or left, where it was said. */
  @Column('text', { nullable: true })
  prisonId: string | null;

  @Column('text', { nullable: true })
  reason: 'RECALL' | null;

  @Column('text')
  reasonCode: string;

  @Column('timestamptz')
  occurredAt: Date;

  @Column('timestamptz')
  verifiedAt: Date;
}
