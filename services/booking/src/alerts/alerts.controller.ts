import { Body, Controller, Get, Post } from '@nestjs/common';
import { BookingAlerts } from '@throughcare/api/cas3/booking';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { NewDismissal } from './alerts.dto';
import { AlertsService } from './alerts.service';

/** What somebody has to do about a booking, and what somebody has dealt with. */
@Controller('cas3/v2/bookings/:bookingId/alerts')
@Staff('CAS3_ASSESSOR')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Replies(BookingAlerts)
  @Get()
  @Reach('region', 'person')
  list(@Me() me: StaffMember, @Caller() caller: Principal, @Id('bookingId') bookingId: string) {
    return this.alerts.list(me, caller, bookingId);
  }

  @Replies('nothing', { status: 204 })
  @Post('dismissals')
  @Reach('region', 'person')
  dismiss(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('bookingId') bookingId: string,
    @Body() { alert }: NewDismissal,
  ) {
    return this.alerts.dismiss(me, caller, bookingId, alert);
  }
}
