import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Someone whose passport was opened. Names and dates are never kept: they are asked for. */
@Entity('person')
export class Person {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  nomsNumber: string;

  /** As the first event that named one said. */
  @Column('text', { nullable: true })
  crn: string | null;

  /** What the passport's events are ordered by: the CRN it was opened with, or else the prison number. */
  @Column('text')
  eventKey: string;

  /** Agency code, `OUT` after a release, null until a custody event has told us. */
  @Column('text', { nullable: true })
  prisonId: string | null;

  @Column('boolean')
  supportNeedsLegacyProfile: boolean;

  /** Number of events that releases before ADR 0048 have published: pathways count their own. */
  @Column('int')
  version: number;
}
