import { Body, Controller, Param, Post } from '@nestjs/common';
import {
  Cas3Arrival,
  Cas3Cancellation,
  Cas3Confirmation,
  Cas3Departure,
  Cas3Extension,
  Cas3Overstay,
  Cas3Turnaround,
} from '@throughcare/api/cas3/stay';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import {
  ArrivalBody,
  BookingParams,
  CancellationBody,
  ConfirmationBody,
  DepartureBody,
  ExtensionBody,
  OverstayBody,
  TurnaroundBody,
} from './booking.dto';
import { StayService } from './stay.service';

/**
 * What staff do with a booking. Arrival, departure and cancellation are sent again to correct them. The cancellation of a booking whose
 * person has arrived undoes the arrival.
 */
@Controller('cas3/v2/premises/:premisesId/bookings/:bookingId')
@Authority('ROLE_PROBATION')
export class StayController {
  constructor(private readonly stays: StayService) {}

  @Replies(Cas3Confirmation)
  @Post('confirmations')
  confirm(@CurrentUser() caller: Principal, @Param() at: BookingParams, @Body() body: ConfirmationBody) {
    return this.stays.confirm(caller, at, body);
  }

  @Replies(Cas3Arrival)
  @Post('arrivals')
  arrive(@CurrentUser() caller: Principal, @Param() at: BookingParams, @Body() body: ArrivalBody) {
    return this.stays.arrive(caller, at, body);
  }

  @Replies(Cas3Departure)
  @Post('departures')
  depart(@CurrentUser() caller: Principal, @Param() at: BookingParams, @Body() body: DepartureBody) {
    return this.stays.depart(caller, at, body);
  }

  @Replies(Cas3Cancellation)
  @Post('cancellations')
  cancel(@CurrentUser() caller: Principal, @Param() at: BookingParams, @Body() body: CancellationBody) {
    return this.stays.cancel(caller, at, body);
  }

  @Replies(Cas3Extension)
  @Post('extensions')
  extend(@CurrentUser() caller: Principal, @Param() at: BookingParams, @Body() body: ExtensionBody) {
    return this.stays.extend(caller, at, body);
  }

  @Replies(Cas3Overstay)
  @Post('overstays')
  overstay(@CurrentUser() caller: Principal, @Param() at: BookingParams, @Body() body: OverstayBody) {
    return this.stays.overstay(caller, at, body);
  }

  @Replies(Cas3Turnaround)
  @Post('turnarounds')
  turnaround(@CurrentUser() caller: Principal, @Param() at: BookingParams, @Body() body: TurnaroundBody) {
    return this.stays.changeTurnaround(caller, at, body);
  }
}
