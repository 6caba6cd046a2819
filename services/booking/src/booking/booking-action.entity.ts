import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActionDetails, ActionKind } from './booking-action';

@Entity('booking_action')
export class BookingAction {
  @PrimaryColumn('uuid') id!: string;
  @Column({ name: 'booking_id', type: 'uuid' }) bookingId!: string;
  @Column({ type: 'text' }) kind!: ActionKind;
  @Column({ type: 'jsonb' }) details!: ActionDetails[ActionKind];
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @Column({ name: 'created_by_user_id', type: 'uuid' }) createdByUserId!: string;
}
