import type { PrisonRecords } from '../seed/records';

/** One NOMIS movement. Times are London wall time without offset, as NOMIS holds them. */
export interface PrisonMovement {
  sequence: number;
  fromAgency?: string;
  toAgency?: string;
  movementType: 'ADM' | 'CRT' | 'REL' | 'TAP' | 'TRN';
  directionCode: 'IN' | 'OUT';
  at: string;
  reasonCode: string;
  createdAt: string;
  modifiedAt?: string;
}

export interface SentenceDates {
  releaseDate?: string | undefined;
  confirmedReleaseDate?: string | undefined;
  nonDtoReleaseDateType?: string | undefined;
}

export interface Booking {
  bookingId: number;
  bookingNo: string;
  /** `OUT` released, `TRN` between prisons, otherwise a prison. */
  agencyId: string;
  activeFlag: boolean;
  inOutStatus: 'IN' | 'OUT' | 'TRN';
  lastMovementTypeCode: PrisonMovement['movementType'];
  lastMovementReasonCode: string;
  receptionDate: string;
  /** Last prison the person was held in. */
  latestLocationId: string;
  recall: boolean;
  /** Of the sentence, as the prison API gives them. */
  dates?: SentenceDates;
  movements: PrisonMovement[];
}

/** Makes one side of the truth lag behind the other on purpose, until an instant or until it is lifted. */
export interface Lag {
  of: 'booking' | 'movement';
  until?: string;
}

export interface Offender extends PrisonRecords {
  offenderNo: string;
  offenderId: number;
  firstName: string;
  middleName?: string;
  lastName: string;
  dateOfBirth: string;
  gender: string;
  ethnicity?: string;
  /** Newest last; the last one is the current one. */
  bookings: Booking[];
  /** Numbers that were merged into this one. */
  merged: string[];
  lag?: Lag;
}

export interface PrisonState {
  nextBookingId: number;
  offenders: Record<string, Offender>;
}

export const currentBooking = (offender: Offender): Booking | undefined => offender.bookings.at(-1);
export const lastMovement = (booking: Booking): PrisonMovement | undefined => booking.movements.at(-1);
