import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NoteCategory, Rejection } from '../assessment/assessment.rules';
import type { DateChange } from '../assessment/dates.rules';

/** One line of the timeline; never changed and never removed. */
@Entity('note')
export class Note {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') assessmentId!: string;
  @Column('text') kind!: 'system' | 'user' | 'dates';
  @Column({ type: 'text', nullable: true }) category!: NoteCategory | null;
  @Column({ type: 'text', nullable: true }) message!: string | null;
  @Column({ type: 'jsonb', nullable: true }) details!: Rejection | DateChange | null;
  @Column('timestamptz') createdAt!: Date;
  @Column({ type: 'uuid', nullable: true }) createdByUserId!: string | null;
  /** Where an event names staff only by their name in nDelius. */
  @Column({ type: 'text', nullable: true }) createdByUsername!: string | null;
}
