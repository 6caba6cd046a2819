import { Column, Entity, PrimaryColumn } from 'typeorm';

export type NoteCategory = 'submitted' | 'unallocated' | 'in_review' | 'ready_to_place' | 'rejected' | 'completed';

export interface Rejection {
  readonly reasonId: string;
  readonly detail: string | null;
  readonly isWithdrawn: boolean;
}

/** To whom, where a colleague gave it to them. */
export interface Allocation {
  readonly userId: string;
}

export interface DateChange {
  readonly fieldName: 'releaseDate' | 'accommodationRequiredFromDate';
  /** Null when the referral named no release date: clients format it without a guard, and an empty text breaks their page. */
  readonly updatedFrom: string | null;
  readonly updatedTo: string;
}

/** What the system writes on the timeline about a decision. */
export interface SystemNote {
  readonly category: NoteCategory;
  readonly rejection?: Rejection;
  readonly allocation?: Allocation;
}

/** One line of the timeline; never changed and never removed. */
@Entity('note')
export class Note {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') assessmentId!: string;
  @Column('text') kind!: 'system' | 'user' | 'dates';
  @Column({ type: 'text', nullable: true }) category!: NoteCategory | null;
  @Column({ type: 'text', nullable: true }) message!: string | null;
  @Column({ type: 'jsonb', nullable: true }) details!: Rejection | Allocation | DateChange | null;
  @Column('timestamptz') createdAt!: Date;
  @Column({ type: 'uuid', nullable: true }) createdByUserId!: string | null;
  /** Where an event names staff only by their name in nDelius. */
  @Column({ type: 'text', nullable: true }) createdByUsername!: string | null;
}
