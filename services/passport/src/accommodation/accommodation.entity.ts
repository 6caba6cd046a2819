import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FactKind, FactState } from './accommodation.rules';

/** The newest that one referral, assessment or booking has said of itself. */
@Entity('accommodation_fact')
export class AccommodationFact {
  @PrimaryColumn('text')
  kind: FactKind;

  @PrimaryColumn('uuid')
  subjectId: string;

  @Column('uuid')
  personId: string;

  @Column('uuid', { nullable: true })
  applicationId: string | null;

  @Column('text')
  state: FactState;

  /** The aggregate's version: a lower one is old news. */
  @Column('int')
  version: number;

  @Column('timestamptz')
  occurredAt: Date;
}

/** An event that we could do nothing with, and why. */
@Entity('ignored_event')
export class IgnoredEvent {
  @PrimaryColumn('uuid')
  eventId: string;

  @PrimaryColumn('text')
  consumer: string;

  @Column('text')
  type: string;

  @Column('text')
  reason: string;
}
