import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { KnownState } from './custody.rules';

/** A person in custody messages: what was published last, and whose turn it is. */
@Entity('custody_person')
export class CustodyPerson {
  @PrimaryColumn('text') nomsNumber!: string;
  @Column('uuid') aggregateId!: string;
  @Column('int') version!: number;
  /** What its events are ordered by; null until the first. */
  @Column('text', { nullable: true }) key!: string | null;
  @Column('jsonb', { nullable: true }) known!: KnownState | null;
  @Column('text', { nullable: true }) knownAs!: 'released' | 'received' | 'died' | null;
  /** As published last; null with `releaseDateKind` null: never asked for. */
  @Column('date', { nullable: true }) releaseDate!: string | null;
  @Column('text', { nullable: true }) releaseDateKind!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) nextDatesAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) nextLookAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) nextCheckAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) followedSince!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) followedUntil!: Date | null;
  @Column({ type: 'uuid', nullable: true }) lease!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) leasedUntil!: Date | null;
  @Column('int') failures!: number;
}
