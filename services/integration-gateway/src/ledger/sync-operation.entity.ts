import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Doubt, OperationState, ParkReason } from './ledger.rules';

/** One thing another system is to be told. One row per event and target, for ever. */
@Entity('sync_operation')
export class SyncOperation {
  @PrimaryColumn('uuid') id!: string;
  /** Order of arrival; within a person the order of sending. What is told of a stay has it in the order in which it happened. */
  @Column({ type: 'bigint', insert: false, update: false }) seq!: string;
  @Column('uuid') eventId!: string;
  /** The event beside which this message of an older type goes out; null for an event's own. */
  @Column('uuid', { nullable: true }) beside!: string | null;
  /** The event from which it was made: ids of events follow time. Null: written by an earlier release. */
  @Column('uuid', { nullable: true }) orderedBy!: string | null;
  @Column('text') target!: 'ndelius' | 'nomis';
  @Column('text') operation!: string;
  @Column('text') eventType!: string;
  /** What operations are kept in order by: the CRN, the NOMS number while there is none. */
  @Column('text') person!: string;
  /** What its events are ordered by: the number it was told under, whatever is learnt or merged later. */
  @Column('text') eventKey!: string;
  @Column('text', { nullable: true }) crn!: string | null;
  /** The CRN under which it was told, while that one is merged into another. */
  @Column({ type: 'text', nullable: true }) madeWith!: string | null;
  @Column({ type: 'text', nullable: true }) nomsNumber!: string | null;
  @Column({ type: 'uuid', nullable: true }) applicationId!: string | null;
  @Column({ type: 'uuid', nullable: true }) bookingId!: string | null;
  @Column('text') occurredAt!: string;
  @Column('text') state!: OperationState;
  @Column('text', { nullable: true }) reason!: ParkReason | Doubt | null;
  @Column('text', { array: true }) warnings!: string[];
  @Column('int') attempts!: number;
  @Column('timestamptz') nextAttemptAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) claimedAt!: Date | null;
  @Column({ type: 'uuid', nullable: true }) claimedBy!: string | null;
  /** An earlier send may have arrived although nobody said so. */
  @Column('boolean') doubt!: boolean;
  @Column({ type: 'timestamptz', nullable: true }) publishedAt!: Date | null;
  @Column({ type: 'text', nullable: true }) messageId!: string | null;
  /** What showed that it was sent, read or had its effect, newest word. */
  @Column('text', { nullable: true }) evidence!: string | null;
  /** When its detail was first read by the consumer since it was sent. */
  @Column({ type: 'timestamptz', nullable: true }) takenAt!: Date | null;
  @Column('int') fetches!: number;
  /** How often it may have been sent beyond the once that counts. */
  @Column('int') copies!: number;
  @Column({ type: 'timestamptz', nullable: true }) lastReadAt!: Date | null;
  /** Of an arrival: the address that nDelius made of it. */
  @Column({ type: 'text', nullable: true }) addressId!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) confirmedAt!: Date | null;
  @Column({ type: 'text', nullable: true }) lastError!: string | null;
  /** The event, while it waits for a CRN and has no detail yet. */
  @Column({ type: 'jsonb', nullable: true }) heldEvent!: object | null;
  @Column('text', { nullable: true }) traceparent!: string | null;
  @Column('text') correlationId!: string;
  @Column('int') version!: number;
  @Column('timestamptz') createdAt!: Date;
}
