import { Body, Controller, Param, Post } from '@nestjs/common';
import {
  BookingDates,
  BookingMove,
  Cas3Arrival,
  Cas3Cancellation,
  Cas3Confirmation,
  Cas3Departure,
  Cas3Extension,
  Cas3NonArrival,
  Cas3Overstay,
  Cas3Turnaround,
} from '@throughcare/api/cas3/stay';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import {
  NewArrival,
  BookingPath,
  NewCancellation,
  NewConfirmation,
  DatesUpdate,
  NewDeparture,
  NewExtension,
  NewMove,
  NewNonArrival,
  NewOverstay,
  NewTurnaround,
} from '../booking/booking.dto';
import { StayService } from './stay.service';

/**
 * What staff do with a booking. Arrival, departure and cancellation are sent again to correct them. The cancellation of a booking whose
 * person has arrived undoes the arrival.
 */
@Controller('cas3/v2/premises/:premisesId/bookings/:bookingId')
@Staff('CAS3_ASSESSOR')
export class StayController {
  constructor(private readonly stays: StayService) {}

  @Replies(Cas3Confirmation)
  @Post('confirmations')
  @Reach('region', 'person')
  confirm(@Me() me: StaffMember, @Caller() caller: Principal, @Param() at: BookingPath, @Body() body: NewConfirmation) {
    return this.stays.confirm(me, caller, at, body);
  }

  @Replies(Cas3Arrival)
  @Post('arrivals')
  @Reach('region', 'person')
  arrive(@Me() me: StaffMember, @Caller() caller: Principal, @Param() at: BookingPath, @Body() body: NewArrival) {
    return this.stays.arrive(me, caller, at, body);
  }

  @Replies(Cas3Departure)
  @Post('departures')
  @Reach('region', 'person')
  depart(@Me() me: StaffMember, @Caller() caller: Principal, @Param() at: BookingPath, @Body() body: NewDeparture) {
    return this.stays.depart(me, caller, at, body);
  }

  @Replies(Cas3Cancellation)
  @Post('cancellations')
  @Reach('region', 'person')
  cancel(@Me() me: StaffMember, @Caller() caller: Principal, @Param() at: BookingPath, @Body() body: NewCancellation) {
    return this.stays.cancel(me, caller, at, body);
  }

  @Replies(BookingDates)
  @Post('dates')
  @Reach('region', 'person')
  changeDates(@Me() me: StaffMember, @Caller() caller: Principal, @Param() at: BookingPath, @Body() body: DatesUpdate) {
    return this.stays.changeDates(me, caller, at, body);
  }

  @Replies(Cas3NonArrival)
  @Post('non-arrivals')
  @Reach('region', 'person')
  notArrived(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Param() at: BookingPath,
    @Body() body: NewNonArrival,
  ) {
    return this.stays.notArrived(me, caller, at, body);
  }

  @Replies(Cas3Extension)
  @Post('extensions')
  @Reach('region', 'person')
  extend(@Me() me: StaffMember, @Caller() caller: Principal, @Param() at: BookingPath, @Body() body: NewExtension) {
    return this.stays.extend(me, caller, at, body);
  }

  @Replies(Cas3Overstay)
  @Post('overstays')
  @Reach('region', 'person')
  overstay(@Me() me: StaffMember, @Caller() caller: Principal, @Param() at: BookingPath, @Body() body: NewOverstay) {
    return this.stays.overstay(me, caller, at, body);
  }

  @Replies(Cas3Turnaround)
  @Post('turnarounds')
  @Reach('region', 'person')
  turnaround(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Param() at: BookingPath,
    @Body() body: NewTurnaround,
  ) {
    return this.stays.changeTurnaround(me, caller, at, body);
  }
}

/** The property is another one after a move: so the booking alone is named. */
@Controller('cas3/v2/bookings/:bookingId')
@Staff('CAS3_ASSESSOR')
export class MoveController {
  constructor(private readonly stays: StayService) {}

  @Replies(BookingMove)
  @Post('moves')
  @Reach('region', 'person')
  move(@Me() me: StaffMember, @Caller() caller: Principal, @Id('bookingId') bookingId: string, @Body() body: NewMove) {
    return this.stays.move(me, caller, bookingId, body);
  }
}
