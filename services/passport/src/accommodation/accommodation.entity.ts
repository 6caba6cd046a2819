import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FactKind, FactState } from './accommodation.rules';

/** The newest that one referral, assessment or booking has said of itself. */
@Entity('accommodation_fact')
export class AccommodationFact {
  @PrimaryColumn('text')
  kind: FactKind;

  @PrimaryColumn('uuid', { name: 'subject_id' })
  subjectId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'application_id', nullable: true })
  applicationId: string | null;

  @Column('text')
  state: FactState;

  /** The aggregate's version: a lower one is old news. */
  @Column('int')
  version: number;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt: Date;
}

/** An event that we could do nothing with, and why. */
@Entity('ignored_event')
export class IgnoredEvent {
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId: string;

  @PrimaryColumn('text')
  consumer: string;

  @Column('text')
  type: string;

  @Column('text')
  reason: string;
}
