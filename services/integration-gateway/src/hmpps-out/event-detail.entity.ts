import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What `detailUrl` answers, to the byte. */
@Entity('event_detail')
export class EventDetail {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' }) eventId!: string;
  @Column('text') slug!: string;
  @Column('text') body!: string;
  @Column('text') etag!: string;
  /** Since when it can be read, and so never changes. */
  @Column({ name: 'sealed_at', type: 'timestamptz', nullable: true }) sealedAt!: Date | null;
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
}
