import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What `detailUrl` answers, to the byte. */
@Entity('event_detail')
export class EventDetail {
  @PrimaryColumn('uuid') eventId!: string;
  @Column('text') slug!: string;
  @Column('text') body!: string;
  @Column('text') etag!: string;
  /** Since when it can be read, and so never changes. */
  @Column({ type: 'timestamptz', nullable: true }) sealedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
}
