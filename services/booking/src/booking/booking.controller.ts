import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Cas3Booking } from '@throughcare/api/cas3/booking';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { NewBookingBody } from './booking.dto';
import { BookingService } from './booking.service';

@Controller('cas3/v2')
@Authority('ROLE_PROBATION')
export class BookingController {
  constructor(private readonly bookings: BookingService) {}

  @Replies(Cas3Booking)
  @Get('bookings/:bookingId')
  getById(@CurrentUser() user: Principal, @Param('bookingId', UuidParam) bookingId: string) {
    return this.bookings.get(user, bookingId);
  }

  @Replies(z.array(Cas3Booking))
  @Get('premises/:premisesId/bookings')
  list(@CurrentUser() user: Principal, @Param('premisesId', UuidParam) premisesId: string) {
    return this.bookings.list(user, premisesId);
  }

  @Replies(Cas3Booking)
  @Post('premises/:premisesId/bookings')
  create(
    @CurrentUser() user: Principal,
    @Param('premisesId', UuidParam) premisesId: string,
    @Body() body: NewBookingBody,
  ) {
    return this.bookings.create(user, premisesId, body);
  }

  @Replies(Cas3Booking)
  @Get('premises/:premisesId/bookings/:bookingId')
  get(
    @CurrentUser() user: Principal,
    @Param('premisesId', UuidParam) premisesId: string,
    @Param('bookingId', UuidParam) bookingId: string,
  ) {
    return this.bookings.get(user, bookingId, premisesId);
  }
}
