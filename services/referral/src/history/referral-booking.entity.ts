import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ReferralBookingStatus = 'provisional' | 'confirmed' | 'arrived' | 'departed' | 'cancelled' | 'not-arrived';

/** A booking for a referral, as far as booking has published it. */
@Entity('application_booking')
export class ReferralBooking {
  @PrimaryColumn('uuid') bookingId!: string;
  @Column('uuid') applicationId!: string;
  @Column('int') version!: number;
  @Column('text') status!: ReferralBookingStatus;
  @Column({ type: 'uuid', nullable: true }) premisesId!: string | null;
  @Column('date') arrivalDate!: string;
  @Column('date') departureDate!: string;
  @Column({ type: 'timestamptz', nullable: true }) offeredAt!: Date | null;
  @Column({ type: 'date', nullable: true }) cancelledOn!: string | null;
  @Column({ type: 'text', nullable: true }) cancellationReason!: string | null;
}
