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
import { changeTurnaround, notesOf } from './booking.rules';
import { cancel } from './cancellation.rules';
import { arrive, depart, extend, overstay } from './stay.rules';
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
  confirm(@CurrentUser() user: Principal, @Param() at: BookingParams, @Body() { notes }: ConfirmationBody) {
    return this.stays.confirm(user, at, notesOf(notes));
  }

  @Replies(Cas3Arrival)
  @Post('arrivals')
  arrive(@CurrentUser() user: Principal, @Param() at: BookingParams, @Body() body: ArrivalBody) {
    const { arrivalDate, expectedDepartureDate } = body;
    const request = { arrivalDate, expectedDepartureDate, notes: notesOf(body.notes) };
    return this.stays.change(user, at, (booking, actions, c) => arrive(booking, actions, request, c));
  }

  @Replies(Cas3Departure)
  @Post('departures')
  depart(@CurrentUser() user: Principal, @Param() at: BookingParams, @Body() body: DepartureBody) {
    const reasonId = body.reasonId.toLowerCase();
    const moveOnCategoryId = body.moveOnCategoryId.toLowerCase();
    const dateTime = new Date(body.dateTime).toISOString();
    const request = { dateTime, reasonId, moveOnCategoryId, notes: notesOf(body.notes) };
    return this.stays.change(user, at, (booking, actions, c) => depart(booking, actions, request, c));
  }

  @Replies(Cas3Cancellation)
  @Post('cancellations')
  cancel(@CurrentUser() user: Principal, @Param() at: BookingParams, @Body() body: CancellationBody) {
    const request = { date: body.date, reasonId: body.reason.toLowerCase(), notes: notesOf(body.notes) };
    return this.stays.change(user, at, (booking, actions, c) => cancel(booking, actions, request, c));
  }

  @Replies(Cas3Extension)
  @Post('extensions')
  extend(@CurrentUser() user: Principal, @Param() at: BookingParams, @Body() body: ExtensionBody) {
    const request = { newDepartureDate: body.newDepartureDate, notes: notesOf(body.notes) };
    return this.stays.change(user, at, (booking, actions, c) => extend(booking, actions, request, c));
  }

  @Replies(Cas3Overstay)
  @Post('overstays')
  overstay(@CurrentUser() user: Principal, @Param() at: BookingParams, @Body() body: OverstayBody) {
    const { newDepartureDate, isAuthorised } = body;
    const request = { newDepartureDate, isAuthorised, reason: notesOf(body.reason) };
    return this.stays.change(user, at, (booking, actions, c) => overstay(booking, actions, request, c));
  }

  @Replies(Cas3Turnaround)
  @Post('turnarounds')
  turnaround(@CurrentUser() user: Principal, @Param() at: BookingParams, @Body() { workingDays }: TurnaroundBody) {
    return this.stays.change(user, at, (booking, actions, c) => changeTurnaround(booking, actions, workingDays, c));
  }
}
