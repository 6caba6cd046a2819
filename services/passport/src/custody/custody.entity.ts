import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A verified entry into or departure from custody. */
@Entity('custody_event')
export class CustodyEvent {
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  type: 'PRISON_ADMISSION' | 'PRISON_RELEASE';

  /** The prison entered or left, where it was said. */
  @Column('text', { name: 'prison_id', nullable: true })
  prisonId: string | null;

  @Column('text', { nullable: true })
  reason: 'RECALL' | null;

  @Column('text', { name: 'reason_code' })
  reasonCode: string;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt: Date;

  @Column('timestamptz', { name: 'verified_at' })
  verifiedAt: Date;
}
