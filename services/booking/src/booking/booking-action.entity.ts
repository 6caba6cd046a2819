import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActionDetails, ActionKind } from './booking-action';

@Entity('booking_action')
export class BookingAction {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') bookingId!: string;
  @Column({ type: 'text' }) kind!: ActionKind;
  @Column({ type: 'jsonb' }) details!: ActionDetails[ActionKind];
  @Column('timestamptz') createdAt!: Date;
  @Column('uuid') createdByUserId!: string;
}
