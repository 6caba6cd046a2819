import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `data` is JSON text, kept to the byte. */
@Entity('draft_revision')
export class DraftRevision {
  @PrimaryColumn('uuid') applicationId!: string;
  @PrimaryColumn('int') revision!: number;
  @Column('text') data!: string;
  @Column('text', { array: true }) lost!: string[];
  @Column('timestamptz') replacedAt!: Date;
}
