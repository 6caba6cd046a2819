import { Body, Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Cas3Booking } from '@throughcare/api/cas3/booking';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { NewBooking } from './booking.dto';
import { BookingService } from './booking.service';

@Controller('cas3/v2')
@Staff('CAS3_ASSESSOR')
export class BookingController {
  constructor(private readonly bookings: BookingService) {}

  @Replies(Cas3Booking)
  @Get('bookings/:bookingId')
  @Reach('region', 'person')
  getById(@Me() me: StaffMember, @Caller() caller: Principal, @Id('bookingId') bookingId: string) {
    return this.bookings.get(me, caller, bookingId);
  }

  @Replies(z.array(Cas3Booking))
  @Get('premises/:premisesId/bookings')
  @Reach('region', 'person')
  list(@Me() me: StaffMember, @Caller() caller: Principal, @Id('premisesId') premisesId: string) {
    return this.bookings.list(me, caller, premisesId);
  }

  @Replies(Cas3Booking)
  @Post('premises/:premisesId/bookings')
  @Reach('region', 'person')
  create(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('premisesId') premisesId: string,
    @Body() body: NewBooking,
  ) {
    return this.bookings.create(me, caller, premisesId, body);
  }

  @Replies(Cas3Booking)
  @Get('premises/:premisesId/bookings/:bookingId')
  @Reach('region', 'person')
  get(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('premisesId') premisesId: string,
    @Id('bookingId') bookingId: string,
  ) {
    return this.bookings.get(me, caller, bookingId, premisesId);
  }
}
