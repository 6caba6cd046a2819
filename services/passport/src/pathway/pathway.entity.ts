import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Pathway, Status } from './pathway.rules';

/** One of the seven pathways of a person. */
@Entity('pathway_status')
export class PathwayStatus {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  personId: string;

  @Column('text')
  pathway: Pathway;

  @Column('text')
  status: Status;

  /** Who or what set it last: `staff`, or the type of an event; null while nobody has. */
  @Column('text', { nullable: true })
  cause: string | null;

  /** Null until the first change. */
  @Column('timestamptz', { nullable: true })
  updatedAt: Date | null;

  /** That of the person, so that what happens to a person stays in order. */
  @Column('text')
  eventKey: string;

  /** Number of events this pathway has published. */
  @Column('int')
  version: number;
}

/** Written by staff with a status; kept here, sent nowhere yet. */
@Entity('case_note')
export class CaseNote {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  personId: string;

  @Column('text')
  pathway: Pathway;

  @Column('text')
  text: string;

  @Column('text')
  authorUsername: string;

  @Column('text')
  authorName: string;

  @Column('text')
  authSource: string;

  @Column('timestamptz')
  createdAt: Date;
}

/** One line of a pathway's history. Staff may confirm a status: then both statuses are the same. */
@Entity('pathway_change')
export class PathwayChange {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  personId: string;

  @Column('text')
  pathway: Pathway;

  @Column('text', { name: 'from_status' })
  from: Status;

  @Column('text', { name: 'to_status' })
  to: Status;

  @Column('text')
  cause: string;

  @Column('timestamptz')
  changedAt: Date;

  @ManyToOne(() => CaseNote)
  @JoinColumn({ name: 'case_note_id' })
  note: CaseNote | null;
}
